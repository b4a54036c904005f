"""What is at risk when a financial year ends, what can still be done, and what stands as received in advance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from components.charts import Chart, Stack, chart
from components.downloads import Table
from figures.dates import format_date
from figures.money import format_money
from figures.years import FinancialYear
from grants.models import Agreement, CarryOver, ClosedYear, Direction, Tranche
from grants.models.obligations import Kind
from grants.month_figures import NIL, figures_of
from grants.reports import Report

COLUMNS = (
    "grant", "title", "funder", "fund", "financialYear", "carryOver", "accepted", "carriedIn", "received", "spent",
    "stillForecast", "returned", "carriedOut", "atRisk", "receivedInAdvance", "closed", "whatCanBeDone",
)  # fmt: skip
_AMOUNTS = ("accepted", "carriedIn", "received", "spent", "stillForecast", "returned", "carriedOut", "atRisk",
            "receivedInAdvance")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Remedy:
    """Something that can still be done about money at risk: in words, and the address of the page that does it."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class YearEndRow:
    """One tranche at the end of its year, in pounds."""

    tranche: Tranche
    carry_over: CarryOver
    has_consent: bool
    accepted: Decimal
    carried_in: Decimal
    received: Decimal
    spent: Decimal
    still_forecast: Decimal
    returned: Decimal
    carried_out: Decimal
    closed: ClosedYear | None
    is_over: bool  # 31 March of the year is past

    @property
    def unspent(self) -> Decimal:
        """What will not have been spent, returned or carried out on 31 March as it looks now; overspent is negative."""
        available = self.accepted + self.carried_in - self.returned - self.carried_out
        return available - self.spent - self.still_forecast

    @property
    def left_over(self) -> Decimal:
        """What is unspent on 31 March, where nothing carries over."""
        carries = self.carry_over == CarryOver.AUTOMATIC or self.has_consent
        return NIL if carries else max(self.unspent, NIL)

    @property
    def at_risk(self) -> Decimal:
        """What is lost on 31 March if nothing is done: what will be left over; nothing once the year is closed."""
        return NIL if self.closed else self.left_over

    @property
    def shown(self) -> Decimal:
        """What pages show: of a year that is over what was left, of one that runs what is at risk."""
        return self.left_over if self.is_over else self.at_risk

    @property
    def in_advance(self) -> Decimal:
        """Money in hand that is not spent: a receipt in advance until the funder's conditions are met."""
        in_hand = self.received + self.carried_in - self.spent - self.returned - self.carried_out
        return max(in_hand, NIL)

    def remedies(self) -> list[Remedy]:
        """What can still be done about the money at risk, in the order in which officers try it."""
        if not self.at_risk:
            return []
        tranche, grant = self.tranche, self.tranche.grant
        tense = "was not" if self.is_over else "will not be"
        tell = f"Tell {grant.funder.name} that {format_money(self.at_risk)} {tense} spent"
        notice = f"{reverse('obligation_add', args=[grant.pk])}?kind={Kind.UNDERSPEND_NOTICE}&year={tranche.year}"
        steps = [Remedy(tell, notice)]
        if consent := self._consent_words():
            steps.append(Remedy(consent, reverse("agreement_add", args=[grant.pk])))
        if not self.is_over:
            forecast = reverse("forecast_add", args=[grant.pk, tranche.pk])
            steps.append(Remedy("Re-profile what is still to be spent, and make a new forecast", forecast))
        if self.in_advance > self.still_forecast:
            back = min(self.at_risk, self.in_advance - self.still_forecast)
            entry = f"{reverse('actual_add', args=[grant.pk])}?kind=returned&amount={back}&tranche={tranche.pk}"
            steps.append(Remedy(f"Return {format_money(back)}, which is in hand", entry))
        return steps

    def _consent_words(self) -> str:
        """How the funder may be asked to let the money go over into the next year; empty where that is too late."""
        if self.carry_over == CarryOver.WITH_CONSENT:
            return "Ask for consent to carry it over, and record the letter with the agreement"
        if self.carry_over == CarryOver.NOT_STATED:
            return "Find out whether it may be carried over: no agreement says so"
        if self.is_over:
            return ""
        # Agreements let nothing go over "except exceptionally, and agreed beforehand".
        return "Ask whether the funder lets it be carried over all the same: only before the year ends, and in writing"

    def cells(self) -> list[object]:
        """The row of the CSV and the spreadsheet."""
        grant = self.tranche.grant
        return [
            grant.code, grant.title, grant.funder.name, self.tranche.fund.name, str(self.tranche.year),
            self.carry_over.value, self.accepted, self.carried_in, self.received, self.spent, self.still_forecast,
            self.returned, self.carried_out, self.at_risk, self.in_advance, bool(self.closed),
            [remedy.words for remedy in self.remedies()],
        ]  # fmt: skip


def year_end_rows(year: FinancialYear, day: date, *, grant: int | None = None) -> list[YearEndRow]:
    """Every tranche that was accepted for a year, what is most at risk first; `grant` is the number of one grant."""
    tranches = Tranche.objects.filter(year=year.start, grant__direction=Direction.RECEIVED, accepted__isnull=False)
    if grant is not None:
        tranches = tranches.filter(grant=grant)
    figures = figures_of(tranches.select_related("grant__funder", "fund").order_by("grant", "fund__name"))
    numbers = [row.tranche.grant_id for row in figures]
    agreements = {a.grant_id: a for a in Agreement.objects.filter(grant__in=numbers).order_by("version")}
    closings = ClosedYear.objects.filter(year=year.start, grant__in=numbers).select_related("closed_by")
    closings_by_grant = {closing.grant_id: closing for closing in closings}
    rows = []
    for row in figures:
        tranche, agreement = row.tranche, agreements.get(row.tranche.grant_id)
        amounts = row.sums
        rows.append(
            YearEndRow(
                tranche=tranche,
                carry_over=CarryOver(agreement.carry_over if agreement else tranche.grant.carry_over),
                has_consent=bool(agreement and agreement.consent_on),
                accepted=tranche.accepted or NIL,
                carried_in=amounts.get("carried_in", NIL),
                received=amounts.get("received", NIL),
                spent=amounts.get("spent", NIL),
                still_forecast=row.still_forecast(day),
                returned=amounts.get("returned", NIL),
                carried_out=amounts.get("carried_out", NIL),
                closed=closings_by_grant.get(tranche.grant_id),
                is_over=day > year.ends_on,
            )
        )
    return sorted(rows, key=lambda row: (-row.shown, row.tranche.grant_id, row.tranche.pk))


#: Bars that a reader can still compare; the table has every row.
_MOST_BARS = 12
_COLOURS = {"Spent": 6, "Still forecast": 4, "At risk": 1, "Left over": 1}


def risk_chart(year: FinancialYear, rows: Sequence[YearEndRow]) -> Chart | None:
    """What is at risk of the rows that have most, drawn from the rows of the table; None where nothing is."""
    stacks = []
    outcome = "left over" if any(row.is_over for row in rows) else "at risk"
    for row in [row for row in rows if row.shown][:_MOST_BARS]:
        words = f"{format_money(row.shown)} {outcome} of {format_money(row.accepted)} accepted"
        pieces = (("Spent", row.spent), ("Still forecast", row.still_forecast), (outcome.capitalize(), row.shown))
        stacks.append(Stack(f"{row.tranche.grant.code}, {row.tranche.fund.name}", words, pieces))
    return chart(f"Money {outcome}, {year}", stacks, _COLOURS)


def year_end_table(year: FinancialYear, rows: Sequence[YearEndRow]) -> Table:
    """The rows for downloading."""
    name = f"year-end-{year.slug}"
    return Table(name, f"Year end {year.slug}", COLUMNS, [row.cells() for row in rows], frozenset(_AMOUNTS))


def year_end_report(year: FinancialYear, rows: Sequence[YearEndRow], day: date) -> Report:
    """The rows as a paper: what is at risk first."""
    at_risk = sum((row.shown for row in rows), NIL)
    columns = {
        "grant": "Grant", "title": "Title", "fund": "Fund", "accepted": "Accepted", "spent": "Spent",
        "stillForecast": "Still forecast", "atRisk": "At risk", "whatCanBeDone": "What can be done",
    }  # fmt: skip
    risk = "was not spent when the year ended" if day > year.ends_on else f"is at risk on {format_date(year.ends_on)}"
    sentences = [f"{format_money(at_risk)} {risk} where nothing carries over."]
    return Report(f"Year end {year}", "Report of the desk", year_end_table(year, rows), columns, sentences)


def year_to_close(day: date) -> FinancialYear:
    """The year whose end is nearest: until the summer that which ended in March, then the one that runs."""
    return FinancialYear(FinancialYear.of(day).start - 1) if 4 <= day.month <= 7 else FinancialYear.of(day)
