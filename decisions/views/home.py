"""For you: what waits for the person who has signed in, most urgent first."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.models import Holding, Person
from accounts.offices import Office, offices_that_may
from accounts.requests import DeskRequest
from book.actions.format_requests import waiting as formats_due
from components.clock import today
from decisions.models import Decision, PartSave, Proposal, Status
from decisions.workflow import waiting_for
from figures.dates import format_date, working_days_between
from figures.money import format_money
from grants.models import Authority, Grant, Tranche

#: A decision needed within so many days is said to be needed soon; a Part 2 to be reviewed within so many is listed.
SOON, REVIEW_AHEAD = timedelta(days=7), timedelta(days=90)


def desk_home(request: DeskRequest) -> HttpResponse:
    """What waits for this person, by office."""
    person, day = request.user, today()
    offices = person.offices_on(day)
    publishes = bool(offices & offices_that_may("publish"))
    context = {
        "offices": [Office(office).label for office in Office if office in offices],
        "waiting": entries(waiting_for(person, day), day),
        "to_publish": entries(Decision.objects.to_publish().select_related("report"), day) if publishes else [],
        "drafts": entries(_own(person).filter(status=Status.DRAFT), day) if offices else [],
        "under_way": entries(_own(person).open().exclude(status=Status.DRAFT), day) if offices else [],
        "outcomes": _outcomes() if offices & offices_that_may("outcomes") else [],
        "reviews": _reviews(day) if publishes else [],
        "formats": formats_due(day) if publishes else {},
        "proposals": _proposals(person) if offices & offices_that_may("expunge") - {Office.ADMINISTRATOR} else [],
        "to_confirm": _to_confirm(person) if Office.ADMINISTRATOR in offices else [],
        "wording": Office.ADMINISTRATOR in offices,
        "reads_history": bool(offices & {Office.AUDITOR, Office.ADMINISTRATOR}),
        "approves": bool(offices & offices_that_may("read_part_2")),
        "may_write": bool(offices & offices_that_may("write")),
    }
    return render(request, "decisions/desk_home.html", context)


def _own(person: Person) -> Any:
    """The papers that a person began or saved a part of."""
    saved = PartSave.objects.filter(decision=OuterRef("pk"), saved_by=person)
    mine = Decision.objects.filter(Q(created_by=person) | Exists(saved), imported=False)
    return mine.select_related("report").most_urgent_first()


def entries(papers: Iterable[Decision], day: date) -> list[dict[str, Any]]:
    """Papers as the list of the desk shows them, with when each is needed in words."""
    found = []
    for paper in papers:
        needed = paper.needed_by if paper.status in _OPEN else None
        overdue = bool(needed and needed < day)
        found.append(
            {
                "reference": paper.reference_words,
                "title": paper.title,
                "href": reverse("desk:decision_page", args=[paper.pk]),
                "status": paper.status,
                "needed_by": needed,
                "overdue": overdue,
                "soon": bool(needed and not overdue and needed - day <= SOON),
                "words": _late(needed, day) if needed and overdue else "",
                "notes": _notes(paper),
            }
        )
    return found


_OPEN = frozenset({Status.DRAFT, Status.SUBMITTED, Status.CHECKED, Status.ENDORSED})


def _late(needed: date, day: date) -> str:
    days = working_days_between(needed, day)
    return f"Overdue by {days} working day{'' if days == 1 else 's'}" if days else "Overdue"


def _notes(paper: Decision) -> list[str]:
    """What beside its status must be known of a paper: that it was sent back, imported, or handed to the register."""
    notes = ["imported"] if paper.imported else []
    if paper.status == Status.DRAFT and paper.round:
        notes.append("sent back")
    if paper.authorised_at:
        notes.append("publication authorised")
    return notes


def _outcomes() -> list[dict[str, str]]:
    """Grants that decisions allow to be accepted and of which nothing has been recorded as accepted."""
    allowed = Authority.objects.in_force().filter(grant=OuterRef("pk"))
    accepted = Tranche.objects.filter(grant=OuterRef("pk"), accepted__isnull=False)
    grants = Grant.objects.filter(Exists(allowed)).exclude(Exists(accepted))
    return [
        {
            "title": str(grant),
            "href": reverse("grant_outcome", args=[grant.pk]),
            "hint": f"Decisions allow {format_money(grant.authority())}; nothing is recorded as accepted yet.",
            "status": "To do",
        }
        for grant in grants
    ]


def _reviews(day: date) -> list[dict[str, Any]]:
    """Papers whose Part 2 is to be reviewed, or whose exemption lapses, soon or already; never what it says."""
    closed = Decision.objects.filter(
        status__in=[Status.APPROVED, Status.REFUSED], part_2_items__released_at__isnull=True
    )
    due = closed.annotate(review_on=Min("part_2_items__review_on"), lapses_on=Min("exemptions__lapses_on"))
    found = []
    for paper in due.filter(part_2="yes"):
        lapse, review = paper.lapses_on or date.max, paper.review_on or date.max
        if (first := min(lapse, review)) <= day + REVIEW_AHEAD:
            words = ("lapsed" if lapse < day else "lapses") if lapse <= review else "is to be reviewed"
            row = {
                "title": paper.reference_words,
                "href": reverse("desk:decision_part_2", args=[paper.pk]),
                "hint": f"{paper.title}. Part 2 {words} on {format_date(first)}.",
                "status": "Overdue" if first < day else "To review",
            }
            found.append((first, paper.pk, row))
    return [row for *_, row in sorted(found, key=lambda one: one[:2])]


def _proposals(person: Person) -> list[dict[str, Any]]:
    """What somebody else proposed and a second person must agree to."""
    waiting = Proposal.objects.filter(agreed_at=None, dropped_at=None).exclude(proposed_by=person)
    return [
        {
            "title": f"{proposal.decision.reference_words}: {_uncapitalised(proposal.get_kind_display())}",
            "href": reverse("desk:decision_agreements", args=[proposal.decision_id]),
            "hint": f"Proposed by {proposal.proposed_by}.",
            "status": "To agree",
        }
        for proposal in waiting.select_related("decision", "proposed_by")
    ]


def _to_confirm(person: Person) -> list[dict[str, str]]:
    """Offices that another administrator gave and this one may confirm."""
    waiting = Holding.objects.unconfirmed().exclude(given_by=person).exclude(person=person)
    return [
        {
            "title": f"{holding.person.name}: {holding.described()}",
            "href": reverse("office_confirm", args=[holding.pk]),
            "hint": f"Given by {holding.given_by.name}. It does not count until it is confirmed.",
            "status": "To confirm",
        }
        for holding in waiting.select_related("person", "given_by", "delegated_by__person")
    ]


def _uncapitalised(words: str) -> str:
    """Words for the middle of a sentence: the first letter alone changes, so that “Part 2” keeps its capital."""
    return words[:1].lower() + words[1:]
