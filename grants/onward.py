"""What of a grant is passed on to partners: each award with what was paid, recovered and is still to be returned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q

from components.downloads import Table
from grants.models import Actual, Grant, Obligation, OnwardGrant, Tranche, promised
from grants.models.obligations import Kind
from grants.obligation_lists import grouped
from grants.register_numbers import register_number

NIL = Decimal(0)
COLUMNS = (
    "grant", "recipient", "recipientId", "purpose", "years", "amount", "paid", "recovered", "conditions", "reason",
    "subsidy", "subsidyReason", "assessedOn", "returnsLate", "returnsOpen",
)  # fmt: skip
AMOUNTS = frozenset({"amount", "paid", "recovered"})


@dataclass(frozen=True, slots=True)
class AwardRow:
    """One award in pounds, with how many of the recipient's returns are late and still to come."""

    onward: OnwardGrant
    years: tuple[str, ...]
    amount: Decimal
    paid: Decimal
    recovered: Decimal
    late: int
    open: int

    @property
    def number(self) -> str:
        """The recipient's number with its register: charity 1153526; empty where it has none."""
        return register_number(self.onward.grant.recipient.identifier)


@dataclass(frozen=True, slots=True)
class PassedOn:
    """A grant's awards, and what it comes to, in pounds."""

    parent: Grant
    awards: list[AwardRow]
    whole: Decimal

    @property
    def given(self) -> Decimal:
        """What is passed on."""
        return sum((award.amount for award in self.awards), NIL)

    @property
    def left(self) -> Decimal:
        """What can still be passed on."""
        return self.whole - self.given

    def table(self) -> Table:
        """The awards for downloading."""
        return Table(f"{self.parent.code}-passed-on", "Passed on", COLUMNS, map(_cells, self.awards), AMOUNTS)


def _cells(award: AwardRow) -> list[object]:
    onward, grant = award.onward, award.onward.grant
    return [
        grant.code, grant.recipient.name, grant.recipient.identifier, grant.purpose, award.years, award.amount,
        award.paid, award.recovered, onward.conditions, onward.reason, onward.get_subsidy_display(),
        onward.subsidy_reason, onward.assessed_on, award.late, award.open,
    ]  # fmt: skip


def awards_out_of(parent: Grant, day: date | None = None) -> PassedOn:
    """The awards out of a grant; with a day, how many returns of each recipient are late and open on it."""
    rows = list(parent.passed_on.select_related("grant__recipient"))
    tranches: dict[int, list[Tranche]] = {}
    for tranche in Tranche.objects.filter(grant__in=[row.grant_id for row in rows]).order_by("year"):
        tranches.setdefault(tranche.grant_id, []).append(tranche)
    sums = Actual.objects.sums([tranche.pk for of_grant in tranches.values() for tranche in of_grant]) if rows else {}
    returns = _returns([row.grant_id for row in rows], day) if rows and day else {}
    awards = [_award(row, tranches.get(row.grant_id, []), sums, returns.get(row.grant_id, (0, 0))) for row in rows]
    return PassedOn(parent, awards, promised(parent.tranches.all()))


def _award(
    row: OnwardGrant, tranches: Sequence[Tranche], sums: dict[int, dict[str, Decimal]], returns: tuple[int, int]
) -> AwardRow:
    amounts = [t.promised or NIL for t in tranches]

    def entered(kind: str) -> Decimal:
        return sum((sums.get(t.pk, {}).get(kind, NIL) for t in tranches), NIL)

    years = tuple(dict.fromkeys(str(t.year) for t in tranches))
    late, still_open = returns
    return AwardRow(row, years, sum(amounts, NIL), entered("spent"), entered("returned"), late, still_open)


def _returns(grants: Sequence[int], day: date) -> dict[int, tuple[int, int]]:
    """How many returns of the recipients are late and open, by number of the grant."""
    rows = grouped(Obligation.objects.filter(grant__in=grants).exclude(kind=Kind.SUBSIDY_NOTICE), day)
    late, still_open = Count("pk", filter=Q(group="late")), Count("pk", filter=~Q(group="done"))
    counts = rows.order_by().values("grant").annotate(late=late, still_open=still_open)
    return {row["grant"]: (row["late"], row["still_open"]) for row in counts}
