"""Budgets, commitments and forecasts by month, kept as they were made."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import Person
from components.refusals import Refused
from figures.dates import format_date, london_day
from figures.money import format_money
from figures.text import one_line
from grants.actions.common import check_can_enter_grants, record_event, subject_of
from grants.models import Forecast, ForecastMonth, Tranche


def add_forecast(
    *,
    tranche: Tranche,
    kind: str,
    made_on: date,
    months: Mapping[date, Decimal],
    note: str = "",
    by: Person,
    at: datetime,
) -> Forecast:
    """Keep what is expected of a tranche: pounds by month, each month by its first day; earlier ones stay as made.

    Raises:
        Refused: no month is given, one lies outside the tranche's year, or it was made on a day to come.
    """
    check_can_enter_grants(by, london_day(at))
    if made_on > london_day(at):
        raise Refused(f"{format_date(made_on)} is still to come. Enter the day on which it was made.")
    if not months:
        raise Refused("Enter the amount of one month at least; 0 is an amount.")
    year = tranche.year
    if any(not year.starts_on <= month <= year.ends_on for month in months):
        raise Refused(f"Every month must lie in {year}.")
    with transaction.atomic():
        forecast = Forecast.objects.create(
            tranche=tranche, kind=kind, made_on=made_on, note=one_line(note), recorded_by=by, recorded_at=at
        )
        rows = [
            ForecastMonth(forecast=forecast, month=month, amount=amount) for month, amount in sorted(months.items())
        ]
        ForecastMonth.objects.bulk_create(rows)
        total = format_money(sum(months.values(), Decimal(0)))
        sentence = (
            f"{by.name} entered for {tranche.grant.code}: {forecast.get_kind_display().lower()}, {total} of {tranche}."
        )
        plain = {f"{month:%Y-%m}": f"{amount:.2f}" for month, amount in sorted(months.items())}
        record_event("add forecast", subject_of(tranche.grant), sentence, by, at, words=forecast.note, months=plain)
    return forecast
