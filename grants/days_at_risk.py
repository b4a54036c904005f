"""How long work went on before the money was secure: nobody had decided, or no agreement was accepted, yet."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Min, OuterRef, QuerySet, Subquery

from figures.dates import london_day
from grants.models import Agreement, Authority, Grant, Tranche


@dataclass(frozen=True, slots=True)
class DaysAtRisk:
    """From the first day of the money's first year; a day that has not come yet is None, and the count runs on."""

    grant: Grant
    period_from: date
    decided_on: date | None
    agreed_on: date | None
    today: date

    @property
    def until_decided(self) -> int:
        """Days from the first day of the money's period to the signed decision, or to today; none before the period."""
        return self._days(self.decided_on)

    @property
    def until_agreed(self) -> int:
        """The same to the day on which the agreement was accepted."""
        return self._days(self.agreed_on)

    def _days(self, day: date | None) -> int:
        return max(((day or self.today) - self.period_from).days, 0)


def days_at_risk(grants: QuerySet[Grant], today: date) -> list[DaysAtRisk]:
    """Of each grant that has money by year."""
    rows: Any = grants.annotate(
        first_year=_earliest_value(Tranche.objects.all(), "year"),
        decided_at=_earliest_value(Authority.objects.all(), "from_at"),
        agreed_on=_earliest_value(Agreement.objects.filter(accepted_on__isnull=False), "accepted_on"),
    ).filter(first_year__isnull=False)
    return [
        DaysAtRisk(
            grant=row,
            period_from=row.first_year.starts_on,
            decided_on=_day(row.decided_at),
            agreed_on=row.agreed_on,
            today=today,
        )
        for row in rows
    ]


def _earliest_value(rows: QuerySet[Any], column: str) -> Subquery:
    of_grant = rows.filter(grant=OuterRef("pk")).order_by().values("grant")
    return Subquery(of_grant.annotate(first=Min(column)).values("first"))


def _day(moment: datetime | None) -> date | None:
    return london_day(moment) if moment else None
