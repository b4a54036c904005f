"""Atom feeds: every entry of the book is an entry of a feed, corrections, outcomes and withdrawals too."""

from datetime import UTC, datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks

from book.models import Entry, PublishedDecision
from figures.text import one_line, plain_text
from register.presenters.labels import ENTRIES
from register.search.finding import last_changed

#: Entries in a feed, the newest first.
LENGTH = 50


class Feed(Atom1Feed):
    """An Atom feed that is as old as its newest entry, so that the same book gives the same bytes."""

    def latest_post_date(self) -> datetime:
        """When something of the feed last changed."""
        return max((item["updateddate"] for item in self.items), default=datetime(1970, 1, 1, tzinfo=UTC))


def newest_entries(decisions: QuerySet[PublishedDecision] | None = None) -> list[Entry]:
    """The newest entries about some decisions (all when None); of a withdrawn decision its withdrawal alone."""
    entries = Entry.objects.exclude(kind=Entry.Kind.CLOSING).order_by("-number").defer("payload", "leaf")
    if decisions is not None:
        # Of each decision at least its newest entry is shown, so that the newest entries are about the last changed.
        entries = entries.filter(key__in=last_changed(decisions, LENGTH))
    found: list[Entry] = []
    for start in range(0, 10 * LENGTH, LENGTH):
        page = list(entries[start : start + LENGTH])
        found += _shown(page)
        if len(page) < LENGTH or len(found) >= LENGTH:
            break
    return found[:LENGTH]


def _shown(entries: list[Entry]) -> list[Entry]:
    withdrawn = set(
        PublishedDecision.objects.filter(key__in={entry.key for entry in entries}, status="withdrawn").values_list(
            "key", flat=True
        )
    )
    return [entry for entry in entries if entry.key not in withdrawn or entry.kind in ("withdrawal", "expunged")]


def feed(title: str, path: str, page: str, entries: list[Entry]) -> str:
    """A feed as XML. `path` is its own address (with the query), `page` that of the page it follows."""
    base = settings.REGISTER_ADDRESS
    made = Feed(
        title=title, link=f"{base}{page}", description="", feed_url=f"{base}{path}", author_name=settings.BODY_NAME
    )
    decisions = PublishedDecision.objects.in_bulk({entry.key for entry in entries})
    for entry in entries:
        decision = decisions[entry.key]
        made.add_item(
            title=one_line(entry_title(entry)),
            link=f"{base}/decisions/{decision.slug}/",
            # A summary is read as HTML (RFC 4287, 3.1.1.3): escaped, in its paragraphs.
            description=linebreaks(plain_text(entry_text(entry, decision)), autoescape=True),
            unique_id=f"{base}/log/entries/{entry.number}",
            pubdate=entry.published_at,
            updateddate=entry.published_at,
            categories=[entry.kind],
        )
    return made.writeString("utf-8")


def entry_title(one: Entry) -> str:
    """“PCD 510: Correction”, or the decision's own title."""
    if one.kind == "decision":
        version = f" (version {one.version})" if one.version > 1 else ""
        return f"{one.reference}: {one.summary or 'content removed'}{version}"
    return f"{one.reference}: {ENTRIES[one.kind]}"


def entry_text(one: Entry, decision: PublishedDecision) -> str:
    """What an entry says: the decision's summary, or the entry's own."""
    if one.kind == "decision":
        return decision.summary if one.number == decision.entry_id else "An earlier version."
    return one.summary
