"""What is owed to funders as lists show it: in groups by what comes next, with how much was on time."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber
from django.urls import reverse

from accounts.models import Holding
from accounts.offices import called, offices_that_may
from components.downloads import Table
from figures.dates import format_date, working_days_between
from figures.money import format_money
from grants.models.grants import Direction
from grants.models.obligations import OURS, Kind, Obligation, ObligationQuerySet, Status
from grants.timetables import KINDS, period_words

#: What is due within this time is listed as due; what comes later, as next.
SOON = timedelta(days=30)
#: The groups of a list, in the order in which somebody should look at them.
GROUPS = {
    "late": "Late",
    "due": "Due",
    "next": "Next",
    "funder": "With the funder",
    "done": "Done",
}
#: What a row's words need of its grant.
WITH_GRANT = ("grant__funder", "grant__recipient", "grant__given_to", "grant__created_by")
_CLAIMS = [str(kind) for kind, facts in KINDS.items() if facts.claims]


def grouped(rows: ObligationQuerySet, day: date) -> ObligationQuerySet:
    """Rows in force, each with its status, as `group` where a list shows it on a day, and `owner_prepares`: whether
    whoever looks after its grant may prepare what it owes.
    """
    # What asks for no money is done once it has been sent; a claim once it has been paid.
    with_funder = Q(status__in=[str(Status.SENT), str(Status.ACCEPTED)], kind__in=_CLAIMS)
    group = Case(
        When(Q(sent_on__isnull=True, due_on__lt=day), then=Value("late")),
        When(Q(sent_on__isnull=True, due_on__gt=day + SOON), then=Value("next")),
        When(status__in=[str(status) for status in OURS], then=Value("due")),
        # What a recipient of ours asks to be paid waits for us.
        When(with_funder & Q(grant__direction=Direction.MADE), then=Value("due")),
        When(with_funder, then=Value("funder")),
        default=Value("done"),
        output_field=CharField(),
    )
    owner = Coalesce(OuterRef("grant__given_to"), OuterRef("grant__created_by"))
    preparing = Holding.objects.on(day).filter(office__in=offices_that_may("grants"), person__is_active=True)
    annotated: ObligationQuerySet = (
        rows.in_force().with_status().annotate(group=group, owner_prepares=Exists(preparing.filter(person=owner)))
    )
    return annotated


def counts(rows: ObligationQuerySet) -> dict[str, int]:
    """How many rows each group has; rows `grouped`."""
    return rows.aggregate(**{key: Count("pk", filter=Q(group=key)) for key in GROUPS})


def first_of_each(rows: ObligationQuerySet, most: int) -> ObligationQuerySet:
    """The first rows of each group, those that are due first; of what is done, the last ones."""
    place = Window(RowNumber(), partition_by=[F("group")], order_by=[F("due_on").asc(), F("pk").asc()])
    back = Window(RowNumber(), partition_by=[F("group")], order_by=[F("due_on").desc(), F("pk").desc()])
    placed = rows.annotate(place=place, back=back)
    return placed.filter(Q(place__lte=most) & ~Q(group="done") | Q(back__lte=most, group="done"))


def title_of(obligation: Obligation) -> str:
    """Monthly return for March 2019."""
    period = period_words(obligation.period_from, obligation.period_to)
    return obligation.get_kind_display() + (f" for {period}" if period else "")


def item_of(obligation: Any, day: date) -> dict[str, Any]:
    """A row (`grouped`, with its grant and funder) as the task list shows it."""
    grant = obligation.grant
    return {
        "title": f"{title_of(obligation)}, {grant.code}",
        "href": reverse("obligation_page", args=[obligation.pk]),
        "hint": f"{grant.title}. {_whose(obligation)}. {_due_words(obligation, day)}{_next_words(obligation)}",
        "tag": _tag(obligation),
        "colour": colour_of(obligation),
    }


def _whose(obligation: Any) -> str:
    """To whom it is owed; from whom, where a recipient owes it to us."""
    grant = obligation.grant
    if grant.direction == Direction.RECEIVED:
        return f"To {grant.funder}"
    return f"From {grant.recipient}" if obligation.is_owed_to_us else "To the public subsidy database"


def holder_of(obligation: Any) -> tuple[str, str]:
    """Who has a row (`grouped`) now, and what they do next with it; nobody with what is done."""
    status, theirs = Status(obligation.status), obligation.is_owed_to_us
    outsider = str(obligation.grant.recipient if theirs else obligation.grant.funder)
    if obligation.group == "done":
        return "", ""
    if obligation.group == "funder" or (theirs and status in {Status.DUE, Status.QUERIED}):
        waits = {Status.DUE: "to be sent", Status.ACCEPTED: "to be paid"}
        return outsider, waits.get(status, "to be answered")
    if status == Status.PREPARED and obligation.needs_certificate:
        return called(offices_that_may("certify")), "to be certified"
    waits = {Status.DUE: "to be prepared", Status.QUERIED: "to be answered", Status.ACCEPTED: "to be paid"}
    holder = obligation.grant.owner.name if obligation.owner_prepares else called(offices_that_may("grants"))
    return holder, waits.get(status, "to be looked at" if theirs else "to be sent")


def _next_words(obligation: Any) -> str:
    """With whom a row is, in a sentence after others."""
    holder, what = holder_of(obligation)
    return f" With {holder}, {what}." if holder else ""


def _tag(obligation: Any) -> str:
    """Where a row stands, in a word or two: Late, or late and prepared."""
    status = Status(obligation.status)
    if obligation.group != "late":
        return status.label
    return "Late" if status == Status.DUE else f"Late, {status.label.lower()}"


def colour_of(obligation: Any) -> str:
    """The colour of a row's tag: red where it is late, green where it is done."""
    if obligation.group in {"late", "done"}:
        return {"late": "red", "done": "green"}[obligation.group]
    return {Status.QUERIED: "orange", Status.CERTIFIED: "turquoise", Status.PREPARED: "blue"}.get(
        Status(obligation.status), "grey"
    )


def _due_words(obligation: Any, day: date) -> str:
    """Since when or by when, in words."""
    due = f"Due on {format_date(obligation.due_on)}"
    if obligation.group == "late":
        days = working_days_between(obligation.due_on, day)
        return f"{due}: late by {days} working day{'' if days == 1 else 's'}." if days else f"{due}: late."
    if obligation.sent_on is None:
        return f"{due}."
    came = "received" if obligation.is_owed_to_us else "sent"
    sent = f"{came} on {format_date(obligation.sent_on)}" + (
        "" if obligation.sent_on <= obligation.due_on else ", late"
    )
    amount = f", {format_money(obligation.amount)}" if obligation.amount is not None else ""
    return f"{due}, {sent}{amount}."


def waiting_for(offices: frozenset[str], day: date, most: int) -> dict[str, list[dict[str, Any]]]:
    """What holders of these offices look at first: `certify` what waits for it, then what is `due` soon and `late`.

    At most so many items of each, with whom each is. For whoever certifies, what waits for that stands there alone,
    late or not; for others it is due or late like the rest.
    """
    certifies, prepares = (bool(offices & offices_that_may(ability)) for ability in ("certify", "grants"))
    if not (certifies or prepares):
        return {}
    shown = [*(["certify"] if certifies else []), "due", "late"]
    uncertified = Q(status=Status.PREPARED, needs_certificate=True) if certifies else Q(pk__in=[])
    list_name = Case(When(uncertified, then=Value("certify")), default=F("group"), output_field=CharField())
    place = Window(RowNumber(), partition_by=[F("waits")], order_by=[F("due_on").asc(), F("pk").asc()])
    rows: Any = grouped(Obligation.objects.all(), day).annotate(waits=list_name).filter(waits__in=shown)
    rows = rows.annotate(place=place).filter(place__lte=most).select_related(*WITH_GRANT).order_by("due_on", "pk")
    items: dict[str, list[dict[str, Any]]] = {name: [] for name in shown}
    for row in rows:
        items[row.waits].append(item_of(row, day))
    return items


COLUMNS = (
    "grant", "grantTitle", "funder", "recipient", "obligation", "periodFrom", "periodTo", "printedOn", "dueOn",
    "group", "status", "sentOn", "onTime", "amount", "with",
)  # fmt: skip
AMOUNTS = frozenset({"amount"})


def obligation_table_of(name: str, rows: ObligationQuerySet, others: Sequence[dict[str, Any]] = ()) -> Table:
    """Rows (`grouped`), then others by column, for downloading, under a name for the file."""
    other_rows = ([cells.get(column) for column in COLUMNS] for cells in others)
    return Table(name, "Obligations", COLUMNS, chain(_table_rows(rows), other_rows), AMOUNTS)


def _table_rows(rows: ObligationQuerySet) -> Iterator[list[Any]]:
    """The rows of the CSV and the spreadsheet, under `COLUMNS`; blank where there is nothing yet."""
    for row in rows.select_related(*WITH_GRANT).order_by("due_on", "pk").iterator(chunk_size=500):
        obligation: Any = row
        sent = obligation.sent_on
        yield [
            row.grant.code, row.grant.title, row.grant.funder.name, row.grant.recipient.name, Kind(row.kind).label,
            row.period_from, row.period_to, row.printed_on, row.due_on, GROUPS[obligation.group],
            Status(obligation.status).label, sent, None if sent is None else sent <= row.due_on, obligation.amount,
            holder_of(obligation)[0],
        ]  # fmt: skip
