"""Titles of decisions in the languages that people wrote them in, for lists."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Func, JSONField, TextField, Value
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast

from book.models import Entry, PublishedDecision
from languages.addresses import other_languages

#: What an entry's bytes say, read in the database: of a paper only its titles are sent from there.
_SAYS = Cast(Func(F("payload"), Value("UTF8"), function="convert_from", output_field=TextField()), JSONField())


def titles_of(decisions: Iterable[PublishedDecision]) -> dict[str, list[dict[str, Any]]]:
    """The titles of decisions by key: dicts of `text` and `language`, the paper's own first. Nothing for a body of one
    language, or where a paper is older than the register and says no language.
    """
    if not other_languages():
        return {}
    keys = {decision.entry_id: decision.key for decision in decisions if not decision.expunged}
    rows = (
        Entry.objects.filter(number__in=keys, payload__isnull=False)
        .annotate(says=_SAYS)
        .filter(says__has_key="title_translations")
        .values_list(
            "number",
            KeyTextTransform("title", "says"),
            KeyTextTransform("language", "says"),
            KeyTransform("title_translations", "says"),
        )
    )
    return {keys[number]: [{"text": text, "language": own}, *others] for number, text, own, others in rows}
