"""The changes to papers and to the form's words that nobody makes alone; config/proposals.py registers them."""

from datetime import datetime

from django.urls import reverse

from accounts.models import Person, Proposal
from accounts.offices import Office, offices_that_may
from accounts.proposals.registry import Addressee, Verb
from decisions.actions import leak_override, meet_condition, proposals, standing_texts
from decisions.actions.record_ink import check_ink, confirmed_ink
from decisions.actions.withdraw import confirmed_withdrawing
from decisions.confidentiality import can_read_part_2
from decisions.models import Decision, Part2Item, StoredFile
from decisions.workflow import recording_offices
from figures.dates import london_day

_STAFF = offices_that_may("publish")
_ADMINISTRATORS = frozenset({Office.ADMINISTRATOR})


def _paper(proposal: Proposal) -> list[tuple[str, str]]:
    pk = int(proposal.subject.removeprefix("decision:"))
    return [("Read the paper", reverse("desk:decision_page", args=[pk]))]


def _paper_and_scan(proposal: Proposal) -> list[tuple[str, str]]:
    pk = int(proposal.subject.removeprefix("decision:"))
    scan = StoredFile.objects.get(sha256=proposal.arguments["scan"])
    return [*_paper(proposal), ("Open the scan of the signed paper", reverse("desk:decision_scan", args=[pk, scan.pk]))]


def _paper_and_item(proposal: Proposal) -> list[tuple[str, str]]:
    pk, number = int(proposal.subject.removeprefix("decision:")), proposal.arguments["number"]
    item = Part2Item.objects.filter(decision=pk, number=number, kind=Part2Item.Kind.FILE).first()
    file = reverse("desk:decision_part_2_file", args=[pk, number])
    return [*_paper(proposal), *([("Open the file that is released", file)] if item else [])]


def _text_of_item(proposal: Proposal, person: Person, at: datetime) -> list[tuple[str, str]]:
    """The very words that become public; nothing for who may not read Part 2."""
    paper = Decision.objects.get(pk=int(proposal.subject.removeprefix("decision:")))
    if not can_read_part_2(paper, person, london_day(at)):
        return []
    item = paper.part_2_items.filter(number=proposal.arguments["number"], kind=Part2Item.Kind.TEXT).first()
    return [(f"What becomes public: item {item.number}, {item.title}", item.text)] if item else []


def _wording_rows(proposal: Proposal) -> list[tuple[str, str]]:
    return [("The form’s words and powers", reverse("desk:wording_list"))]


def _signatory(proposal: Proposal) -> list[Addressee]:
    """Whoever is said to have signed in ink."""
    person = Person.objects.get(pk=proposal.arguments["decided_by"])
    return [(person.email, person.name)]


VERBS = (
    Verb(
        name="decision.record_ink",
        label="Record a decision made in ink",
        proposers=frozenset(recording_offices()),
        confirmers=frozenset({Office.DECIDER}),
        perform=confirmed_ink,
        check=check_ink,
        concerned=_signatory,
        links=_paper_and_scan,
    ),
    Verb(
        name="decision.meet_condition",
        label="Tick off a condition of a decision",
        proposers=offices_that_may("grants") | _STAFF,
        confirmers=_STAFF | {Office.DECIDER},
        perform=meet_condition.confirmed_meeting,
        links=_paper,
    ),
    Verb(
        name="decision.withdraw",
        label="Withdraw a submitted paper of somebody else",
        proposers=offices_that_may("write"),
        confirmers=offices_that_may("write") | _STAFF,
        perform=confirmed_withdrawing,
        links=_paper,
    ),
    Verb(
        name="decision.release",
        label="Release an item of Part 2",
        proposers=_STAFF,
        confirmers=_STAFF,
        perform=proposals.confirmed_release,
        links=_paper_and_item,
        texts=_text_of_item,
    ),
    Verb(
        name="publication.expunge",
        label="Remove what the law orders removed",
        proposers=_STAFF,
        confirmers=_ADMINISTRATORS,
        perform=proposals.confirmed_expunging,
    ),
    Verb(
        name="decision.overrule",
        label="Let words pass the leak gate",
        proposers=offices_that_may("overrule"),
        confirmers=_ADMINISTRATORS,
        perform=leak_override.confirmed_overruling,
        check=proposals.check_not_withheld_author,
    ),
    Verb(
        name="wording.text",
        label="Change a standing text of the form",
        proposers=_ADMINISTRATORS,
        confirmers=_ADMINISTRATORS,
        perform=standing_texts.confirmed_text,
        links=_wording_rows,
    ),
    Verb(
        name="wording.power",
        label="Add a power",
        proposers=_ADMINISTRATORS,
        confirmers=_ADMINISTRATORS,
        perform=standing_texts.confirmed_power,
        links=_wording_rows,
    ),
    Verb(
        name="wording.end_power",
        label="End a power",
        proposers=_ADMINISTRATORS,
        confirmers=_ADMINISTRATORS,
        perform=standing_texts.confirmed_end_of_power,
        links=_wording_rows,
    ),
)
