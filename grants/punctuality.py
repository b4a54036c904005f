"""Returns on time: of each grant and kind of return, how many of a financial year were sent by their day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from components.downloads import Table
from figures.years import FinancialYear
from grants.models import Grant, Obligation
from grants.models.obligations import Kind
from grants.reports import Report

COLUMNS = ("grant", "title", "funder", "obligation", "onTime", "sentLate", "lateNow", "notYetDue")


@dataclass(slots=True)
class PunctualityRow:
    """One grant and kind of return: what became of those that fall due in a year."""

    grant: Grant
    kind: str
    in_time: int = 0
    sent_late: int = 0
    late_now: int = 0
    to_come: int = 0

    @property
    def label(self) -> str:
        """The kind in words."""
        return str(Kind(self.kind).label)

    @property
    def words(self) -> str:
        """11 of 12 on time: of those that were sent or are late."""
        return f"{self.in_time} of {self.in_time + self.sent_late + self.late_now} on time"

    def count(self, obligation: Any, day: date) -> None:
        """Count one obligation (`with_status`) as it stands on a day."""
        if obligation.sent_on is not None:
            if obligation.sent_on <= obligation.due_on:
                self.in_time += 1
            else:
                self.sent_late += 1
        elif obligation.due_on < day:
            self.late_now += 1
        else:
            self.to_come += 1


def punctuality_rows(year: FinancialYear, day: date) -> list[PunctualityRow]:
    """What fell or falls due to funders within a financial year, by grant and kind."""
    due = (
        Obligation.objects.owed_to_funders()
        .in_force()
        .with_status()
        .filter(due_on__range=(year.starts_on, year.ends_on))
    )
    rows: dict[tuple[int, str], PunctualityRow] = {}
    for obligation in due.select_related("grant__funder").order_by("grant_id", "kind", "due_on"):
        row = rows.setdefault((obligation.grant_id, obligation.kind), PunctualityRow(obligation.grant, obligation.kind))
        row.count(obligation, day)
    return list(rows.values())


def punctuality_report(year: FinancialYear, rows: list[PunctualityRow]) -> Report:
    """The rows as a table and a paper."""
    cells = [
        [row.grant.code, row.grant.title, row.grant.funder.name, row.label, row.in_time, row.sent_late, row.late_now,
         row.to_come]
        for row in rows
    ]  # fmt: skip
    table = Table(f"returns-{year.slug}", f"Returns {year.slug}", COLUMNS, cells)
    columns = {
        "grant": "Grant", "title": "Title", "funder": "To", "obligation": "What", "onTime": "On time",
        "sentLate": "Sent late", "lateNow": "Late now", "notYetDue": "Not yet due",
    }  # fmt: skip
    return Report(f"Returns on time, {year}", "Report of the desk", table, columns, [on_time_words(rows)])


def on_time_words(rows: list[PunctualityRow]) -> str:
    """How many of all were on time, in a sentence."""
    in_time, late, late_now = (sum(getattr(row, name) for row in rows) for name in ("in_time", "sent_late", "late_now"))
    return f"{in_time} of {in_time + late + late_now} that were sent or are late were on time; {late_now} late now."
