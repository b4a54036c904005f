"""Every published figure beside ours, with what a person said of it: rows of the page, the CSV and the spreadsheet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from components.downloads import Table
from figures.dates import format_date
from grants.models import OutsideFigure, OutsideRuling
from grants.promised import promised_rows
from grants.reports import Report
from outside_figures.comparing import Comparison, Finding, OurFigure, Published, compare

COLUMNS = (
    "source", "published", "funder", "fund", "financialYear", "kind", "outside", "ours", "difference", "finding",
    "reason", "grants", "ruling", "rulingReason", "open",
)  # fmt: skip
_AMOUNTS = frozenset({"outside", "ours", "difference"})
#: What needs a person comes first.
_ORDER = (Finding.CLASH, Finding.NONE, Finding.NEAR, Finding.EXACT)


@dataclass(frozen=True, slots=True)
class OutsideRow:
    """One published figure, how it stands beside ours now, and the newest ruling."""

    figure: OutsideFigure
    comparison: Comparison
    ruling: OutsideRuling | None

    @property
    def difference(self) -> Decimal | None:
        """The published figure without ours, in pounds; None where we have none."""
        return None if self.comparison.ours is None else self.figure.amount - self.comparison.ours

    @property
    def is_open(self) -> bool:
        """Whether a person has to look: it does not agree, and nobody has said why since ours was what it is now."""
        if self.comparison.finding == Finding.EXACT:
            return False
        return self.ruling is None or self.ruling.ours != self.comparison.ours

    def cells(self) -> list[object]:
        """The row of the CSV and the spreadsheet."""
        source = self.figure.source
        return [
            source.title, format_date(source.published_on), source.funder.name, self.figure.fund,
            str(self.figure.year), source.get_kind_display(), self.figure.amount, self.comparison.ours,
            self.difference, self.comparison.finding.label, self.comparison.reason, self.comparison.grants,
            self.ruling.get_ruling_display() if self.ruling else "", self.ruling.reason if self.ruling else "",
            self.is_open,
        ]  # fmt: skip


def our_figures() -> list[OurFigure]:
    """What stands at the desk of each fund and year."""
    return [
        OurFigure(row.fund.funder_id, row.fund.pk, row.fund.name, row.year, row.amounts, tuple(row.grants))
        for row in promised_rows()
    ]


def outside_rows(figures: Iterable[OutsideFigure]) -> list[OutsideRow]:
    """Published figures beside ours, each with its newest ruling; what needs a person first."""
    figure_list, our_rows = list(figures), our_figures()
    rulings: dict[int, OutsideRuling] = {}
    every_ruling = OutsideRuling.objects.filter(figure__in=[figure.pk for figure in figure_list])
    for ruling in every_ruling.select_related("ruled_by", "fund").order_by("pk"):
        rulings[ruling.figure_id] = ruling
    return sorted((outside_row(figure, rulings.get(figure.pk), our_rows) for figure in figure_list), key=_place)


def outside_row(figure: OutsideFigure, ruling: OutsideRuling | None, our_rows: Sequence[OurFigure]) -> OutsideRow:
    """One published figure beside ours, as a ruling would have it."""
    source = figure.source
    fund_id = ruling.fund_id if ruling else None
    published = Published(source.funder_id, figure.fund, figure.year, source.kind, figure.amount, fund_id)
    return OutsideRow(figure, compare(published, our_rows), ruling)


def _place(row: OutsideRow) -> tuple[bool, int, int, str, int]:
    return (
        not row.is_open, _ORDER.index(row.comparison.finding), -row.figure.year.start, row.figure.fund, row.figure.pk,
    )  # fmt: skip


def outside_report(rows: Iterable[OutsideRow]) -> Report:
    """The rows as a paper."""
    columns = {
        "funder": "Published by", "fund": "Fund", "financialYear": "Year", "kind": "What", "outside": "Outside",
        "ours": "Ours", "finding": "Finding", "reason": "Reason", "rulingReason": "What was said of it",
    }  # fmt: skip
    return Report("Outside figures", "Report of the desk", outside_table(rows), columns)


def outside_table(rows: Iterable[OutsideRow]) -> Table:
    """The rows for downloading."""
    return Table("outside-figures", "Outside figures", COLUMNS, [row.cells() for row in rows], _AMOUNTS)
