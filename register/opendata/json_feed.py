"""JSON Feed 1.1 (jsonfeed.org): the entries of an Atom feed for programs that read JSON."""

import json
from typing import Any

from django.conf import settings

from book.models import Entry
from figures.text import one_line, plain_text
from register.opendata.feeds import decisions_of, entry_text, entry_title
from register.opendata.records import moment

VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(title: str, path: str, page: str, entries: list[Entry], next_path: str = "") -> str:
    """A feed as JSON. `path` is its own address (with the query), `page` that of the page it follows."""
    base = settings.REGISTER_ADDRESS
    decisions = decisions_of(entries)
    items: list[dict[str, Any]] = [
        {
            "id": f"{base}/log/entries/{entry.number}",
            "url": f"{base}/decisions/{decisions[entry.key].slug}/",
            "title": one_line(entry_title(entry)),
            # A feed's item has a text, if only an empty one (1.1, "items").
            "content_text": plain_text(entry_text(entry, decisions[entry.key])),
            "date_published": moment(entry.published_at),
            "tags": [entry.kind],
        }
        for entry in entries
    ]
    feed: dict[str, Any] = {
        "version": VERSION,
        "title": title,
        "home_page_url": f"{base}{page}",
        "feed_url": f"{base}{path}",
        "authors": [{"name": settings.BODY_NAME}],
        "language": "en-GB",
        "items": items,
    }
    if next_path:
        feed["next_url"] = f"{base}{next_path}"
    return json.dumps(feed, ensure_ascii=False, indent=1)
