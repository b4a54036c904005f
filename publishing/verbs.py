"""What is published or removed after a decision that nobody does alone; config/proposals.py registers it."""

from datetime import datetime

from django.urls import reverse

from accounts.models import Person, Proposal
from accounts.offices import Office, offices_that_may
from accounts.proposals.registry import Verb
from book.models import Entry
from decisions.actions.record_part_2_view import record_part_2_view
from decisions.confidentiality import can_read_part_2
from decisions.models import Decision, Part2Item
from decisions.verbs import link_to_paper
from figures.dates import london_day
from figures.references import Reference
from publishing.actions import release

_STAFF = offices_that_may("publish")
_ADMINISTRATORS = frozenset({Office.ADMINISTRATOR})


def _paper_and_item(proposal: Proposal) -> list[tuple[str, str]]:
    pk, number = proposal.number_of("decision"), proposal.arguments["number"]
    item = Part2Item.objects.filter(decision=pk, number=number, kind=Part2Item.Kind.FILE).first()
    file = reverse("desk:decision_part_2_file", args=[pk, number])
    return [*link_to_paper(proposal), *([("Open the file that is released", file)] if item else [])]


def _text_of_item(proposal: Proposal, person: Person, at: datetime) -> list[tuple[str, str]]:
    """The very words that become public; nothing for who may not read Part 2. Each look is noted."""
    paper = Decision.objects.get(pk=proposal.number_of("decision"))
    if not can_read_part_2(paper, person, london_day(at)):
        return []
    item = paper.part_2_items.filter(number=proposal.arguments["number"], kind=Part2Item.Kind.TEXT).first()
    if item is None:
        return []
    if item.released_at is None:  # a look at what is confidential still
        what = f"item {item.number}, in the proposal to release it"
        record_part_2_view(decision=paper, what=what, by=person, at=at)
    return [(f"The text that is made public: item {item.number}, {item.title}", item.text)]


def _page_of_entry(proposal: Proposal) -> list[tuple[str, str]]:
    """Where the public reads what is to be removed."""
    entry = Entry.objects.using("default").get(number=proposal.arguments["entry"])
    if not entry.reference:
        return []  # it is about no decision
    return [("The public page as it stands", f"/decisions/{Reference.parse(entry.reference).slug}/")]


def _entry(proposal: Proposal, person: Person, at: datetime) -> list[tuple[str, str]]:
    """Which entry it is: a decision by its title, what was said since by its words."""
    entry = Entry.objects.using("default").get(number=proposal.arguments["entry"])
    return [(f"What is removed: entry {entry.number} ({entry.kind})", entry.summary)] if entry.summary else []


VERBS = (
    Verb(
        name="decision.release",
        label="Release an item of Part 2",
        proposers=_STAFF,
        confirmers=_STAFF,
        perform=release.confirmed_release,
        links=_paper_and_item,
        texts=_text_of_item,
    ),
    Verb(
        name="publication.expunge",
        label="Remove what the law orders removed",
        proposers=_STAFF,
        confirmers=_ADMINISTRATORS,
        perform=release.confirmed_expunging,
        links=_page_of_entry,
        texts=_entry,
    ),
)
