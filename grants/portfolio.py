"""All grants by funder, fund, year, unit or stage: each kind of money in a column of its own."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from components.downloads import Table
from figures.years import FinancialYear
from grants.life import STATES, lives_of
from grants.models import Actual, Direction, Tranche
from grants.reports import Report

KINDS = ("bid", "offered", "accepted", "received", "spent", "returned", "carried_in", "carried_out")
LABELS = ("Bid", "Offered", "Accepted", "Received", "Spent", "Returned", "Carried in", "Carried out")


#: What the portfolio is grouped by: its word, and the group of a tranche. A stage is read from the grant's life.
GROUPINGS: dict[str, tuple[str, Callable[[Tranche], str]]] = {
    "funder": ("Funder", lambda t: t.grant.funder.name),
    "fund": ("Fund", lambda t: t.fund.name),
    "year": ("Financial year", lambda t: str(t.year)),
    "unit": ("Unit", lambda t: t.grant.recipient_unit or "No unit stated"),
    "recipient": ("Recipient", lambda t: t.grant.recipient.name),
    "stage": ("Stage", lambda t: ""),
}


@dataclass(slots=True)
class Group:
    """The tranches of one funder, fund, year …, with the sum of each kind in pounds; None where nothing is known."""

    name: str
    grants: set[int] = field(default_factory=set)
    sums: dict[str, Decimal | None] = field(default_factory=lambda: dict.fromkeys(KINDS))

    def add(self, tranche: Tranche, amounts: dict[str, Decimal]) -> None:
        """Count a tranche with what its entries say."""
        self.grants.add(tranche.grant_id)
        own = {kind: getattr(tranche, kind) for kind in KINDS[:3]}
        for kind, amount in {**own, **amounts}.items():
            if amount is not None:
                self.sums[kind] = (self.sums[kind] or Decimal(0)) + amount

    def amounts(self, kinds: Collection[str] = KINDS) -> list[tuple[str, Decimal | None]]:
        """The sums of some kinds with their labels, each kind apart."""
        return [(label, self.sums[kind]) for kind, label in zip(KINDS, LABELS, strict=True) if kind in kinds]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The groups in order, and all of them together."""

    by: str
    direction: str
    year: FinancialYear | None
    groups: list[Group]
    total: Group

    def rows(self) -> list[tuple[str, int, list[tuple[str, Decimal | None]]]]:
        """For the page: each group, then the total: name, number of grants, and the kinds that any group has."""
        kinds = [kind for kind in KINDS if self.total.sums[kind] is not None]
        return [(group.name, len(group.grants), group.amounts(kinds)) for group in (*self.groups, self.total)]

    def table(self) -> Table:
        """For downloading: the groups, then the total."""
        columns = (GROUPINGS[self.by][0], "Grants", *LABELS)
        rows = [[g.name, len(g.grants), *(g.sums[kind] for kind in KINDS)] for g in (*self.groups, self.total)]
        return Table(f"portfolio-{self.direction}-by-{self.by}", "Portfolio", columns, rows, frozenset(LABELS))

    def report(self) -> Report:
        """The same groups as a paper, with the kinds of money that any group has."""
        kinds = [label for kind, label in zip(KINDS, LABELS, strict=True) if self.total.sums[kind] is not None]
        head = GROUPINGS[self.by][0]
        scope = f"{Direction(self.direction).label.lower()}, {self.year or 'all years'}"
        return Report(
            title=f"Portfolio by {head.lower()}: grants {scope}",
            kind="Report of the desk",
            table=self.table(),
            shown={name: name for name in (head, "Grants", *kinds)},
            sentences=["Each kind of money has its own column, and none is added to another."],
            totals=True,
        )


def portfolio(
    *, by: str, day: date, direction: str = Direction.RECEIVED, year: FinancialYear | None = None
) -> Portfolio:
    """Grants received, or grants made: one or the other, because money in and money out are not added.

    By stage, each grant stands where its life is on the day (grants/life.py).
    """
    tranches = Tranche.objects.filter(grant__direction=direction)
    if year is not None:
        tranches = tranches.filter(year=year.start)
    rows = list(tranches.select_related("grant__funder", "grant__recipient", "fund"))
    sums = Actual.objects.sums([tranche.pk for tranche in rows])
    lives = lives_of({tranche.grant for tranche in rows}, day) if by == "stage" else {}
    groups: dict[str, Group] = {}
    total = Group("All")
    for tranche in rows:
        name = lives[tranche.grant_id].state.label if lives else GROUPINGS[by][1](tranche)
        for group in (groups.setdefault(name, Group(name)), total):
            group.add(tranche, sums.get(tranche.pk, {}))
    ordered = sorted(groups.values(), key=lambda group: group.name.casefold(), reverse=by == "year")
    if by == "stage":
        ordered = [groups[state.label] for state in STATES if state.label in groups]
    return Portfolio(by, str(direction), year, ordered, total)
