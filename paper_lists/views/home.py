"""For you: what waits for the person who has signed in, what is due, what is late, what is at risk, in that order."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q
from django.db.models.functions import Least
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.models import Person, Proposal
from accounts.offices import Office, offices_that_may
from accounts.proposals.actions import can_confirm
from accounts.requests import DeskRequest
from book.actions.format_requests import waiting as formats_due
from book.models import MistakeReport
from components.clock import now, today
from decisions.models import Condition, Decision, PartSave, Status
from decisions.models.decision import DECIDED
from decisions.notes import notes_for, place_of
from decisions.workflow import waiting_for
from figures.dates import format_date
from grants.obligation_lists import waiting_for as waiting_for_funders
from grants.risk_list import at_risk_items
from grants.year_end import year_to_close
from paper_lists.conditions_due import conditions_by_group
from paper_lists.outcome_tasks import (
    LATE,
    bids_to_find_out,
    imported_bids,
    open_acceptances,
    unpublished_outcomes,
    unpublished_years,
)
from paper_lists.rows import entries, for_rows

#: Lines of what is owed to funders; its own list has the rest.
OWED = 6
#: Papers, or lines, of one section of the page; the list of papers has the rest, and other lines follow as these go.
LISTED = 20
#: Who looks after money that may be lost.
MINDS_MONEY = offices_that_may("grants") | offices_that_may("certify")
#: A Part 2 to be reviewed within so many days is listed; a decision stands on its author's first page for so many.
REVIEW_AHEAD, DECIDED_LATELY = timedelta(days=90), timedelta(days=28)


def desk_home(request: DeskRequest) -> HttpResponse:
    """What waits for this person, by office."""
    person, day = request.user, today()
    offices = person.offices_on(day)
    publishes = bool(offices & offices_that_may("publish"))
    # So many that, of late bids and others, one section has more than it shows whenever any are left out.
    bids = bids_to_find_out(day, 2 * (LISTED + 1)) if offices & offices_that_may("outcomes") else []
    obligations = waiting_for_funders(offices, day, OWED)
    conditions = conditions_by_group(person, day) if offices else {"late": [], "due": []}
    context = {
        "offices": [Office(office).label for office in Office if office in offices],
        "waiting": _papers(_waiting(person, day), day, "status=open&sort=needed"),
        "to_publish": _papers(Decision.objects.to_publish(), day, "status=to_publish") if publishes else None,
        "drafts": _papers(_papers_of(person).filter(status=Status.DRAFT), day, "mine=on&status=draft")
        if offices
        else None,
        "under_way": _papers(_papers_of(person).open().exclude(status=Status.DRAFT), day, "mine=on&status=open")
        if offices
        else None,
        "decided": _papers(_decided_lately(person, day), day, "mine=on&sort=decided") if offices else None,
        "outcomes": _first(
            [bid for bid in bids if bid["status"] != LATE]
            + (open_acceptances(LISTED + 1) if offices & offices_that_may("outcomes") else [])
        ),
        "outcomes_to_publish": _first([*unpublished_outcomes(), *unpublished_years(), *imported_bids(OWED)])
        if publishes
        else [],
        "certify": obligations.get("certify", []),
        "due": _first(conditions["due"]) + obligations.get("due", []),
        "late": _first(conditions["late"] + [bid for bid in bids if bid["status"] == LATE])
        + obligations.get("late", []),
        "at_risk": at_risk_items(day, OWED) if offices & MINDS_MONEY else [],
        "minds_money": bool(offices & MINDS_MONEY),
        "year": year_to_close(day),
        **(_notes(person, day) if offices else {}),
        "reviews": _first(_reviews(day)) if publishes else [],
        "publishes": publishes,
        "enters_delegated": bool(offices & offices_that_may("history")),
        "mistakes": MistakeReport.objects.filter(answered_at=None).count() if publishes else 0,
        "formats": formats_due(day) if publishes else {},
        "proposals": _proposals(person) if offices else [],
        "wording": Office.ADMINISTRATOR in offices,
        "reads_history": bool(offices & {Office.AUDITOR, Office.ADMINISTRATOR}),
        "approves": bool(offices & offices_that_may("read_part_2")),
        "may_write": bool(offices & offices_that_may("write")),
        "enters_grants": bool(offices & offices_that_may("grants")),
    }
    return render(request, "decisions/desk_home.html", context)


def _papers(papers: Any, day: date, query: str) -> dict[str, Any]:
    """The first papers of a section as rows, and where the list of papers shows the rest, where there are more."""
    rows = list(for_rows(papers)[: LISTED + 1])
    more_href = f"{reverse('desk:decision_list')}?{query}" if len(rows) > LISTED else ""
    return {"rows": entries(rows[:LISTED], day), "more": more_href}


def _first(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first lines of a section, and the word that there are more."""
    more_item = {"title": "There are more", "hint": "They are listed as these are done."}
    return lines if len(lines) <= LISTED else [*lines[:LISTED], more_item]


def _notes(person: Person, day: date) -> dict[str, list[dict[str, Any]]]:
    """The open notes that ask this person (`notes`), and those of their own that somebody answered (`answers`)."""
    notes = notes_for(person, day)
    return {
        "notes": _first([_note_line(note, day) for note in notes if not note.is_answer]),
        "answers": _first([_note_line(note, day) for note in notes if note.is_answer]),
    }


def _note_line(note: Any, day: date) -> dict[str, Any]:
    """A note that asks this person, or one of their own that somebody has answered."""
    wanted_on = None if note.is_answer else note.wanted_on
    did_what = f"{note.replied_by_name} answered your note on" if note.is_answer else f"{note.by_name} asks you about"
    return {
        "title": f"{did_what} {note.decision.reference_words}",
        "href": reverse("desk:decision_notes", args=[note.decision_id]),
        "hint": f"{note.decision.title}. {place_of(note)}."
        + (f" An answer is wanted by {format_date(wanted_on)}." if wanted_on else ""),
        "status": "To settle" if note.is_answer else "Overdue" if wanted_on and wanted_on < day else "To do",
    }


def _papers_of(person: Person) -> Any:
    """The papers that a person began, was given, or saved a part of."""
    saved = PartSave.objects.filter(decision=OuterRef("pk"), saved_by=person)
    own_papers = Decision.objects.filter(Q(created_by=person) | Q(given_to=person) | Exists(saved), imported=False)
    return own_papers.most_urgent_first()


def _waiting(person: Person, day: date) -> Any:
    """The papers whose next step is this person's."""
    papers: Any = Decision.objects.filter(pk__in=[paper.pk for paper in waiting_for(person, day)])
    return papers.most_urgent_first()


def _decided_lately(person: Person, day: date) -> Any:
    """What became of a person's papers: those decided lately, and those of which a condition is still to be met."""
    unmet = Condition.objects.filter(decision=OuterRef("pk"), round=OuterRef("round"), met=None)
    lately = Q(decided_on__gt=day - DECIDED_LATELY) | Q(authorised_at__date__gt=day - DECIDED_LATELY) | Exists(unmet)
    return _papers_of(person).filter(lately, status__in=list(DECIDED)).order_by("-decided_at", "-pk")


def _reviews(day: date) -> list[dict[str, Any]]:
    """Papers whose Part 2 is to be reviewed, or whose exemption lapses, soon or already; never what it says."""
    part_2_papers = Decision.objects.filter(
        status__in=[Status.APPROVED, Status.REFUSED], part_2_items__released_at__isnull=True
    )
    dated = part_2_papers.annotate(review_on=Min("part_2_items__review_on"), lapses_on=Min("exemptions__lapses_on"))
    # The earlier of the two, whichever is stated.
    due = dated.annotate(first_on=Least("review_on", "lapses_on")).filter(
        part_2="yes", first_on__lte=day + REVIEW_AHEAD
    )
    rows = []
    for paper in due.order_by("first_on", "pk")[: LISTED + 1]:
        lapse, review, first = paper.lapses_on or date.max, paper.review_on or date.max, paper.first_on
        state_words = ("lapsed" if lapse < day else "lapses") if lapse <= review else "is to be reviewed"
        row = {
            "title": paper.reference_words,
            "href": reverse("desk:decision_part_2", args=[paper.pk]),
            "hint": f"{paper.title}. Part 2 {state_words} on {format_date(first)}.",
            "status": "Overdue" if first < day else "To review",
        }
        rows.append(row)
    return rows


def _proposals(person: Person) -> list[dict[str, Any]]:
    """What somebody else proposed and this person can confirm."""
    at = now()
    return [
        {
            "title": proposal.sentence,
            "href": reverse("proposal_page", args=[proposal.pk]),
            "hint": f"Proposed by {proposal.proposed_by}.",
            "status": "To confirm",
        }
        for proposal in Proposal.objects.open(at).select_related("proposed_by")
        if can_confirm(proposal, person, at)
    ]
