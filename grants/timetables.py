"""What a grant owes its funder and when: kinds of obligations, timetables of agreements, and how their days are found.

The timetables are those that agreements and regulations print; where a source prints no day, the days are the
register's own proposal and an agreement may say another number of days (`Agreement.days_after`).
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from figures.dates import MONTHS, is_working_day
from figures.years import FinancialYear
from grants.models.agreements import NonWorkingDays
from grants.models.obligations import Kind


@dataclass(frozen=True)
class KindFacts:
    """What holds for every obligation of a kind.

    `certified`: goes out with the chief finance officer's certificate. `claims`: asks for money, which the funder
    then pays. `amount`: what its figure is called where it has one.
    """

    certified: bool = False
    claims: bool = False
    amount: str = ""


KINDS: dict[Kind, KindFacts] = {
    Kind.MONTHLY_RETURN: KindFacts(certified=True, amount="Spent in the period"),
    Kind.QUARTERLY_CLAIM: KindFacts(certified=True, claims=True, amount="Claimed"),
    Kind.HALF_YEARLY_CLAIM: KindFacts(certified=True, claims=True, amount="Claimed"),
    Kind.INTERIM_CLAIM: KindFacts(certified=True, claims=True, amount="Claimed"),
    Kind.FINAL_CLAIM: KindFacts(certified=True, claims=True, amount="Claimed"),
    Kind.PROGRESS_REPORT: KindFacts(),
    Kind.FORECAST_OUTTURN: KindFacts(certified=True, amount="Spent so far"),
    Kind.UNDERSPEND_NOTICE: KindFacts(amount="Expected underspend"),
    Kind.OUTTURN_STATEMENT: KindFacts(certified=True, amount="Spent in the year"),
    Kind.USAGE_STATEMENT: KindFacts(certified=True, amount="Spent in the year"),
    Kind.AUDITORS_CERTIFICATE: KindFacts(amount="Spent in the year, as audited"),
    Kind.ANNUAL_REVIEW: KindFacts(),
    Kind.SUBSIDY_NOTICE: KindFacts(amount="Awarded"),
}


@dataclass(frozen=True)
class Timetable:
    """When one kind of obligation falls due.

    Each period has `months` months, counted from 1 April, and is due on `day` of the month that comes `after` months
    after its last one; 31 means the last day. Without `months` it is owed once, `after` months after acceptance.
    """

    label: str
    kind: Kind
    months: int | None
    after: int
    day: int = 31
    hint: str = ""


TIMETABLES: dict[str, Timetable] = {
    "monthly_return": Timetable("Monthly return", Kind.MONTHLY_RETURN, 1, 1, hint="By the end of the next month."),
    "quarterly_claim": Timetable("Quarterly claim", Kind.QUARTERLY_CLAIM, 3, 1, hint="By the end of the next month."),
    "half_yearly_claim": Timetable(
        "Half-yearly claim", Kind.HALF_YEARLY_CLAIM, 6, 1, hint="By 31 October and by 30 April."
    ),
    # SI 2000/637: interim claims by 30 November and 31 May, the audited final claim by 31 December.
    "interim_claim": Timetable("Interim claim", Kind.INTERIM_CLAIM, 6, 2, hint="By 30 November and by 31 May."),
    "final_claim": Timetable(
        "Final claim", Kind.FINAL_CLAIM, 12, 9, hint="By 31 December after the end of the financial year."
    ),
    "progress_report": Timetable(
        "Progress report", Kind.PROGRESS_REPORT, 6, 1, hint="With the half-yearly claim: by 31 October and by 30 April."
    ),
    "forecast_outturn": Timetable(
        "Forecast outturn", Kind.FORECAST_OUTTURN, 12, -2, hint="By 31 January of the financial year."
    ),
    "outturn_statement": Timetable(
        "Outturn statement", Kind.OUTTURN_STATEMENT, 12, 3, hint="By 30 June after the end of the financial year."
    ),
    "usage_statement": Timetable(
        "Statement of grant usage", Kind.USAGE_STATEMENT, 12, 3, hint="By 30 June, where no audit is asked for."
    ),
    "auditors_certificate": Timetable(
        "Auditor’s certificate", Kind.AUDITORS_CERTIFICATE, 12, 9, hint="By 31 December, with the final claim."
    ),
    "annual_review": Timetable("Annual review", Kind.ANNUAL_REVIEW, 12, 1, hint="By 30 April."),
    # Subsidy Control Act 2022, section 33: within three months of the confirmed decision.
    "subsidy_notice": Timetable(
        "Subsidy-database notice", Kind.SUBSIDY_NOTICE, None, 3, hint="Within three months of acceptance, once."
    ),
}


@dataclass(frozen=True)
class Due:
    """One thing owed: for which period (none where it is owed once), the day as printed, and the day that counts."""

    kind: Kind
    period_from: date | None
    period_to: date | None
    printed_on: date
    due_on: date

    @property
    def key(self) -> tuple[str, date | None, date | None]:
        """What makes two of them the same thing, whenever they fall due."""
        return (str(self.kind), self.period_from, self.period_to)


def due_days(
    names: Iterable[str],
    years: Iterable[FinancialYear],
    *,
    accepted_on: date,
    rule: str = NonWorkingDays.AS_PRINTED,
    days_after: int | None = None,
) -> list[Due]:
    """Everything that timetables ask for in some financial years, by the day on which it is due.

    `accepted_on` is from when what is owed once is counted; `rule` moves days on which nobody works; `days_after`
    replaces the timetables' own days by so many days after the end of each period.
    """
    sorted_years = sorted(set(years))
    days = [due for name in names for due in _days(TIMETABLES[name], sorted_years, accepted_on, rule, days_after)]
    return sorted(days, key=lambda due: (due.due_on, due.key[0], due.period_to or date.max))


def _days(
    timetable: Timetable, years: list[FinancialYear], accepted_on: date, rule: str, days_after: int | None
) -> Iterator[Due]:
    if timetable.months is None:
        printed = day_of_month(accepted_on, timetable.after, accepted_on.day)
        yield Due(timetable.kind, None, None, printed, adjusted_day(printed, rule))
        return
    for year in years:
        for start in range(0, 12, timetable.months):
            first = day_of_month(year.starts_on, start, 1)
            last = day_of_month(first, timetable.months - 1, 31)
            printed = _printed(timetable, last, days_after)
            yield Due(timetable.kind, first, last, printed, adjusted_day(printed, rule))


def _printed(timetable: Timetable, last: date, days_after: int | None) -> date:
    """The day as the agreement prints it."""
    if days_after is not None:
        return last + timedelta(days=days_after)
    return day_of_month(last, timetable.after, timetable.day)


def day_of_month(day: date, months: int, number: int) -> date:
    """A day of the month that comes so many months after a day's own; one that the month does not have is its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(number, monthrange(year, month + 1)[1]))


def adjusted_day(day: date, rule: str) -> date:
    """A day as it counts: where nobody works on it, moved as the agreement says."""
    step = {NonWorkingDays.PREVIOUS: -1, NonWorkingDays.NEXT: 1}.get(NonWorkingDays(rule))
    while step and not is_working_day(day):
        day += timedelta(days=step)
    return day


def period_words(first: date | None, last: date | None) -> str:
    """A period as people say it: March 2019; April to September 2019; 2018/19; nothing where there is none."""
    if not first or not last:
        return ""
    if first == FinancialYear.of(first).starts_on and last == FinancialYear.of(first).ends_on:
        return str(FinancialYear.of(first))
    end = f"{MONTHS[last.month - 1]} {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return end
    begin = MONTHS[first.month - 1] + ("" if first.year == last.year else f" {first.year}")
    return f"{begin} to {end}"
