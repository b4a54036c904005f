"""Papers as the lists of the desk show them: what is asked of whom since when, by when, for how much, and why."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, JSONObject
from django.urls import reverse

from accounts.offices import labels
from book.models import PublishedDecision, Waiting
from decisions.models import (
    Condition,
    ConditionMet,
    Decision,
    LoadedProfile,
    Move,
    Note,
    Recommendation,
    Ruling,
    Signature,
    Status,
)
from decisions.models.content import Action, DecisionGrant
from decisions.models.decision import DECIDED
from decisions.workflow import due_now
from figures.dates import format_date, format_start, london_day, working_days_between
from figures.money import format_money
from profiles import current

#: A decision needed within so many days is said to be needed soon.
SOON = timedelta(days=7)
#: So many characters of a note stand in a row; the whole stands on the paper.
NOTE_LENGTH = 240

_OPEN = frozenset({Status.DRAFT, Status.SUBMITTED, Status.CHECKED, Status.ENDORSED})
_FOR = {Action.ACCEPT_OFFER: " to accept", Action.APPROVE_BID: " to bid for", Action.AWARD: " to award"}
_SENT = {"send_back": ", sent back to be changed", "take_back": ", taken back"}


def for_rows(papers: "QuerySet[Decision]") -> "QuerySet[Decision]":
    """The papers with all that a row says of each, in one question to the database however many they are."""
    of_paper = {"decision": OuterRef("pk")}
    this_round = of_paper | {"round": OuterRef("round")}
    met = Exists(ConditionMet.objects.filter(condition=OuterRef("pk")))
    money = Cast("amount", CharField())
    lines = Recommendation.objects.filter(**of_paper).values(
        row=JSONObject(number="number", action="action", amount=money)
    )
    rulings = Ruling.objects.filter(**this_round).values(row=JSONObject(number="number", how="outcome", amount=money))
    notes = Note.objects.open().unanswered().about_part_1().filter(**of_paper).order_by("-pk")
    names = DecisionGrant.objects.filter(**of_paper).order_by("position", "pk")
    moves = (
        Move.objects.filter(**of_paper)
        .order_by("-pk")
        .values(row=JSONObject(at="at", step="step", by="by_name", text="note"))
    )
    public = PublishedDecision.objects.using("default").filter(key=OuterRef("reference_key"))
    waiting_entries = Waiting.objects.filter(key=OuterRef("reference_key"), kind="decision")
    return (
        papers.select_related("report", "created_by", "given_to")
        .defer("part1")
        .annotate(
            row_lines=ArraySubquery(lines),
            row_rulings=ArraySubquery(rulings),
            row_funders=ArraySubquery(names.values("grant__funder__name")),
            row_move=Subquery(moves[:1]),
            row_note=Subquery(notes.values(row=JSONObject(by="by_name", text="text"))[:1]),
            row_signed=ArraySubquery(Signature.objects.filter(**this_round).values("office")),
            row_conditions=ArraySubquery(Condition.objects.filter(**this_round).values(row=JSONObject(met=met))),
            row_public=Subquery(public.values(row=JSONObject(at="published_at", status="status"))[:1]),
            row_due_at=Subquery(waiting_entries.values("due_at")[:1]),
        )
    )


def entries(papers: Iterable[Decision], day: date) -> list[dict[str, Any]]:
    """Papers that `for_rows` gave, as rows."""
    papers = list(papers)
    _give_profiles(papers)
    return [_row(paper, day) for paper in papers]


def table_rows(papers: "QuerySet[Decision]", day: date) -> Iterator[list[Any]]:
    """Papers as lines of the list's CSV table, in the order of its columns."""
    rows = list(papers)
    for paper, row in zip(rows, entries(rows, day), strict=True):
        report = getattr(paper, "report", None)
        if report is not None and report.is_left_out:
            report = None
        yield [
            row["reference"],
            row["title"],
            paper.get_status_display(),
            row["in_public"],
            row["owner"],
            report.author if report else "",
            report.author_unit if report else "",
            row["amounts"],
            row["funders"],
            row["needed_by"] or "",
            paper.decided_on or "",
            row["stands"],
            london_day(paper.created_at),
        ]


def _give_profiles(papers: list[Decision]) -> None:
    """Each paper the profile that it was submitted under, fetched once; none is fetched where it is the one in use."""
    digests = {paper.profile_id for paper in papers if paper.profile_id} - {current().digest}
    profiles = LoadedProfile.objects.in_bulk(digests) if digests else {}
    for paper in papers:
        if paper.profile_id in profiles:
            paper.profile = profiles[paper.profile_id]


def _row(paper: Any, day: date) -> dict[str, Any]:
    needed = paper.needed_by if paper.status in _OPEN else None
    overdue = bool(needed and needed < day)
    return {
        "reference": paper.reference_words,
        "title": paper.title,
        "href": reverse("desk:decision_page", args=[paper.pk]),
        "status": paper.status,
        "owner": "" if paper.imported else paper.owner.name,
        "needed_by": needed,
        "overdue": overdue,
        "soon": bool(needed and not overdue and needed - day <= SOON),
        "words": _overdue_words(needed, day) if needed and overdue else "",
        "notes": _tags(paper),
        "in_public": _in_public(paper),
        "amounts": _amounts(paper),
        "funders": list(dict.fromkeys(paper.row_funders)),
        "stands": _decision_words(paper) if paper.status in DECIDED else _holder_words(paper),
        "note": _note(_handover_note(paper) or paper.row_note) if paper.status in _OPEN else None,
    }


def _amounts(paper: Any) -> list[str]:
    """The money that the paper asks for or was given, by what it is for: "£500,000 to accept"."""
    rulings = {row["number"]: row for row in paper.row_rulings} if paper.status == Status.APPROVED else {}
    totals: dict[str, Decimal] = {}
    for line in paper.row_lines:
        ruling = rulings.get(line["number"])
        if ruling and ruling["how"] == Ruling.Outcome.REFUSED:
            continue
        if amount := (ruling or line)["amount"]:
            totals[line["action"]] = totals.get(line["action"], Decimal()) + Decimal(amount)
    return [f"{format_money(amount)}{_FOR.get(Action(action), '')}" for action, amount in totals.items()]


def _holder_words(paper: Any) -> str:
    """Who has the paper since when, and what is asked: "With DMPC staff since 20 November 2018, to be checked"."""
    step_taken = paper.row_move["step"] if paper.row_move else ""
    since = format_date(_day(paper.row_move["at"]) if paper.row_move else london_day(paper.created_at))
    if paper.imported:
        return ""
    if paper.status == Status.WITHDRAWN:
        return f"Withdrawn on {since}"
    if paper.status == Status.DRAFT:
        return f"With {paper.owner.name} since {since}{_SENT.get(step_taken, '')}"
    step, offices = due_now(paper, set(paper.row_signed))
    return f"With {labels(offices)} since {since}, to {step.purpose}" if step else ""


def _decision_words(paper: Any) -> str:
    """What was decided on which day, with how many conditions, and where the paper stands in public."""
    parts = [Status(paper.status).label, *([f"on {format_date(paper.decided_on)}"] if paper.decided_on else [])]
    if count := len(paper.row_conditions):
        unmet = sum(not condition["met"] for condition in paper.row_conditions)
        parts.append(f"with {count} condition{'' if count == 1 else 's'}, {unmet or 'none'} still to be met")
    sentences = [" ".join(parts)]
    differing = [row for row in paper.row_rulings if row["how"] != Ruling.Outcome.APPROVED]
    if paper.status == Status.APPROVED:
        words = {Ruling.Outcome.CHANGED: "approved with changes", Ruling.Outcome.REFUSED: "refused"}
        sentences += [f"Recommendation {row['number']} {words[Ruling.Outcome(row['how'])]}" for row in differing]
    if paper.row_public:
        withdrawn_words = ", withdrawn from the register since" if paper.row_public["status"] == "withdrawn" else ""
        sentences.append(f"Published on {format_date(_day(paper.row_public['at']))}{withdrawn_words}")
    elif paper.row_due_at:
        sentences.append(f"Publication authorised, from {format_start(paper.row_due_at)}")
    else:
        sentences.append("Not published yet")
    return ". ".join(sentences)


def _day(moment: str) -> date:
    """The day in London of a moment as PostgreSQL writes it in JSON."""
    return london_day(datetime.fromisoformat(moment))


def _handover_note(paper: Any) -> dict[str, str] | None:
    """The note with which a paper came to whoever has it now; a draft's author has it as a note that asks them."""
    move = paper.row_move if paper.status != Status.DRAFT else None
    return move if move and move["text"] else None


def _note(note: dict[str, str] | None) -> dict[str, str] | None:
    if note is None:
        return None
    text = " ".join(note["text"].split())
    return {"by": note["by"], "text": text if len(text) <= NOTE_LENGTH else f"{text[:NOTE_LENGTH].rstrip()} …"}


def _overdue_words(needed: date, day: date) -> str:
    """By how many working days a paper is overdue, in words."""
    days = working_days_between(needed, day)
    return f"Overdue by {days} working day{'' if days == 1 else 's'}" if days else "Overdue"


def _tags(paper: Any) -> list[str]:
    """What beside its status must be known of a paper: imported, sent back, and where it stands in public."""
    tags = ["urgent"] if paper.urgent else []
    tags += ["imported"] if paper.imported else []
    if paper.status == Status.DRAFT and paper.row_move and paper.row_move["step"] == "send_back":
        tags.append("sent back")
    return [*tags, public] if (public := _in_public(paper)) else tags


def _in_public(paper: Any) -> str:
    """Where a paper stands in public, in a word or two; empty before its publication is authorised."""
    if paper.row_public:
        withdrawn = paper.row_public["status"] == PublishedDecision.Status.WITHDRAWN
        return "withdrawn from the register" if withdrawn else "published"
    return "waiting to be published" if paper.authorised_at else ""
