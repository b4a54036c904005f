"""Titles of decisions in the languages that people wrote them in, for lists."""

import json
from collections.abc import Iterable
from typing import Any

from book.models import Entry, PublishedDecision
from languages.addresses import other_languages


def titles_of(decisions: Iterable[PublishedDecision]) -> dict[str, list[dict[str, Any]]]:
    """The titles of decisions by key: dicts of `text` and `language`, the paper's own first. Nothing for a body of one
    language, or where a paper is older than the register and says no language.
    """
    if not other_languages():
        return {}
    keys = {decision.entry_id: decision.key for decision in decisions if not decision.expunged}
    payloads = Entry.objects.filter(number__in=keys, payload__isnull=False).values_list("number", "payload")
    titles = {}
    for number, payload in payloads:
        content = json.loads(bytes(payload or b"{}"))
        if "title_translations" in content:
            own = {"text": content["title"], "language": content["language"]}
            titles[keys[number]] = [own, *content["title_translations"]]
    return titles
