"""What was accepted, received, spent, returned and carried of each tranche, and what was reported beside it."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from grants.models import Actual, Grant, SpendReturn, Tranche

ByDay = dict[str, dict[date, Decimal]]
NIL = Decimal(0)


@dataclass(frozen=True, slots=True)
class TrancheSums:
    """The sums of one tranche in pounds; `reported` is the latest return, with what is spent up to its day."""

    tranche: Tranche
    received: Decimal
    spent: Decimal
    returned: Decimal
    carried_in: Decimal
    carried_out: Decimal
    reported: SpendReturn | None = None
    spent_until_reported: Decimal = NIL

    @property
    def difference(self) -> Decimal:
        """What the latest return says beyond the entries up to its day; negative where it says less."""
        return self.reported.spent - self.spent_until_reported if self.reported else NIL

    @property
    def in_hand(self) -> Decimal:
        """What is in hand: received and carried in, without what was spent, returned and carried out."""
        return self.received + self.carried_in - self.spent - self.returned - self.carried_out


def sums_of(tranche: Tranche, sums: dict[str, Decimal]) -> TrancheSums:
    """One tranche's sums from those of its entries by kind."""
    amount = {kind: sums.get(kind, NIL) for kind in Actual.Kind.values}
    return TrancheSums(
        tranche=tranche,
        received=amount["received"],
        spent=amount["spent"],
        returned=amount["returned"],
        carried_in=amount["carried_in"],
        carried_out=amount["carried_out"],
    )


def year_sums(grant: Grant) -> list[TrancheSums]:
    """The sums of each tranche of a grant, the years in order."""
    tranches = list(grant.tranches.select_related("fund"))
    by_day = Actual.objects.by_day([t.pk for t in tranches])
    latest = {r.tranche_id: r for r in SpendReturn.objects.filter(tranche__grant=grant).order_by("until_on", "pk")}
    return [_with_return(t, by_day.get(t.pk, {}), latest.get(t.pk)) for t in tranches]


def _with_return(tranche: Tranche, by_day: ByDay, reported: SpendReturn | None) -> TrancheSums:
    sums = {kind: sum(days.values(), NIL) for kind, days in by_day.items()}
    row = sums_of(tranche, sums)
    if reported is None:
        return row
    days = by_day.get(Actual.Kind.SPENT, {})
    until = sum((amount for day, amount in days.items() if day <= reported.until_on), NIL)
    return replace(row, reported=reported, spent_until_reported=until)
