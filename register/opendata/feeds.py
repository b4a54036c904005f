"""Atom feeds: every entry of the book is an entry of a feed, corrections, outcomes and withdrawals too."""

from datetime import UTC, datetime

from django.conf import settings
from django.db.models import QuerySet, prefetch_related_objects
from django.http import QueryDict
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext
from django.utils.xmlutils import SimplerXMLGenerator

from book.models import Entry, PublishedDecision
from figures.text import one_line, plain_text
from register.presenters.labels import ENTRIES
from register.presenters.listing import amount_words
from register.search.finding import last_changed

#: Entries in a feed, the newest first.
LENGTH = 50
#: Entries that are about no decision, or that say nothing new of one.
NO_NEWS = (Entry.Kind.CLOSING, Entry.Kind.TAKEOVER, Entry.Kind.TRANSCRIPT, Entry.Kind.EVIDENCE)


class Feed(Atom1Feed):
    """An Atom feed that is as old as its newest entry, so that the same book gives the same bytes."""

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """The head of the feed, with its next page where there is one (RFC 5005, 3)."""
        super().add_root_elements(handler)
        if self.feed["next_page"]:
            handler.addQuickElement("link", None, {"rel": "next", "href": str(self.feed["next_page"])})

    def latest_post_date(self) -> datetime:
        """When something of the feed last changed."""
        return max((item["updateddate"] for item in self.items), default=datetime(1970, 1, 1, tzinfo=UTC))


def newest_entries(decisions: QuerySet[PublishedDecision] | None = None, before: int | None = None) -> list[Entry]:
    """The newest entries about some decisions (all when None), those with lower numbers than `before`.

    Of a withdrawn decision only the withdrawal is shown. Entries of NO_NEWS are left out.
    """
    entries = Entry.objects.exclude(kind__in=NO_NEWS).order_by("-number")
    entries = entries.defer("payload", "leaf")
    if decisions is not None and before is None:
        # The newest LENGTH entries are about the LENGTH decisions that changed last: nothing else needs to be read.
        entries = entries.filter(key__in=last_changed(decisions, LENGTH))
    elif decisions is not None:
        entries = entries.filter(key__in=decisions.order_by().values("key"))
    shown: list[Entry] = []
    place = before
    for _ in range(10):
        page = list(entries.filter(number__lt=place)[:LENGTH] if place is not None else entries[:LENGTH])
        shown += _without_withdrawn(page)
        if len(page) < LENGTH or len(shown) >= LENGTH:
            break
        place = page[-1].number
    return shown[:LENGTH]


def next_page_path(path: str, query: QueryDict, entries: list[Entry]) -> str:
    """The address of a feed's next page (RFC 5005, 3); "" after a page that is not full."""
    if len(entries) < LENGTH:
        return ""
    changed = query.copy()
    changed["before"] = str(entries[-1].number)
    return f"{path}?{changed.urlencode()}"


def _without_withdrawn(entries: list[Entry]) -> list[Entry]:
    withdrawn = set(
        PublishedDecision.objects.filter(key__in={entry.key for entry in entries}, status="withdrawn").values_list(
            "key", flat=True
        )
    )
    return [entry for entry in entries if entry.key not in withdrawn or entry.kind in ("withdrawal", "expunged")]


def feed(title: str, path: str, page: str, entries: list[Entry], next_path: str = "") -> str:
    """A feed as XML. `path` is its own address (with the query), `page` that of the page it follows."""
    base = settings.REGISTER_ADDRESS
    document = Feed(
        title=title,
        link=f"{base}{page}",
        description="",
        feed_url=f"{base}{path}",
        author_name=settings.BODY_NAME,
        next_page=f"{base}{next_path}" if next_path else "",
    )
    decisions = decisions_of(entries)
    for entry in entries:
        decision = decisions[entry.key]
        document.add_item(
            title=one_line(entry_title(entry)),
            link=f"{base}/decisions/{decision.slug}/",
            # A summary is read as HTML (RFC 4287, 3.1.1.3): escaped, in its paragraphs.
            description=linebreaks(plain_text(entry_text(entry, decision)), autoescape=True),
            unique_id=f"{base}/log/entries/{entry.number}",
            pubdate=entry.published_at,
            updateddate=entry.published_at,
            categories=[entry.kind],
        )
    return document.writeString("utf-8")


def entry_title(entry: Entry) -> str:
    """“PCD 510: Correction”, or the decision's own title."""
    if entry.kind == "decision":
        version = f" ({gettext('version')} {entry.version})" if entry.version > 1 else ""
        return f"{entry.reference}: {entry.summary or gettext('content removed')}{version}"
    return f"{entry.reference}: {gettext(ENTRIES[entry.kind])}"


def decisions_of(entries: list[Entry]) -> dict[str, PublishedDecision]:
    """The decisions that entries are about, by key, with their amounts and funders."""
    decisions = PublishedDecision.objects.in_bulk({entry.key for entry in entries})
    prefetch_related_objects(list(decisions.values()), "recommendations", "money")
    return decisions


def entry_text(entry: Entry, decision: PublishedDecision) -> str:
    """What an entry says: of a decision its amount, its funder and its summary, else the entry's own words."""
    if entry.kind == "decision":
        if entry.number != decision.entry_id:
            return "An earlier version."
        funders = dict.fromkeys(row.funder_name for row in decision.money.all() if row.funder_name)
        facts = " · ".join(filter(None, (amount_words(decision), *funders)))
        return f"{facts}\n\n{decision.summary}" if facts else decision.summary
    return entry.summary
