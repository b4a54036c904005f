"""What a return, claim or notice says: the same facts on its page, as CSV, as a spreadsheet and as a paper."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from components.downloads import Table
from figures.dates import format_date
from figures.money import canonical_money, format_signed_money
from figures.years import FinancialYear
from grants.models import Actual, Obligation, ObligationStep, Tranche
from grants.models.obligations import Kind
from grants.obligation_lists import title_of
from grants.obligation_steps import STEPS, steps_taken
from grants.reports import Report
from grants.timetables import KINDS

Value = str | Decimal | date | None


@dataclass(frozen=True, slots=True)
class ReturnFacts:
    """A return: its facts by label (amounts in pounds), the money of its year, who prepared and certified it when."""

    obligation: Obligation
    title: str
    facts: list[tuple[str, Value]]
    tranches: list[Tranche]
    prepared: ObligationStep | None
    certified: ObligationStep | None

    def texts(self) -> list[tuple[str, str]]:
        """The facts as people read them."""
        return [(label, _text(value)) for label, value in self.facts]

    def signed(self) -> list[str]:
        """Who prepared and who certified it, in sentences."""
        sentences = [_step_sentence("Prepared", self.prepared)]
        if self.obligation.needs_certificate:
            sentences.append(_step_sentence("Certified", self.certified))
        return sentences

    def table(self) -> Table:
        """The facts for downloading, and the money of the year below them."""
        rows: list[list[object]] = [[label, _plain(value)] for label, value in self.facts]
        for tranche in self.tranches:
            for kind in ("offered", "accepted"):
                rows.append([f"{kind.capitalize()}, {tranche}", _plain(getattr(tranche, kind))])
        rows += [["Signed", sentence] for sentence in self.signed()]
        name = f"{self.obligation.grant.code}-{self.obligation.kind.replace('_', '-')}-{self.obligation.due_on}"
        return Table(name, "Return", ("what", "value"), rows)

    def report(self) -> Report:
        """The return as a paper for the funder."""
        money = [[str(tranche.year), tranche.fund.name, tranche.offered, tranche.accepted] for tranche in self.tranches]
        table = self.table()
        columns = {"year": "Year", "fund": "Fund", "offered": "Offered", "accepted": "Accepted"}
        paper = Table(table.name, "The grant’s money", tuple(columns), money, frozenset({"offered", "accepted"}))
        return Report(
            title=self.title,
            kind=f"To {self.obligation.grant.funder}",
            table=paper,
            shown=columns,
            facts=[*self.texts(), *((sentence.partition(" ")[0], sentence) for sentence in self.signed())],
            wide=False,
        )


def entered_in_period(obligation: Obligation) -> Decimal | None:
    """What is entered as spent in the period; None where no entry is, or where the figure is not of what was spent."""
    if not obligation.period_from or not obligation.period_to or not obligation.needs_certificate:
        return None
    return Actual.objects.spent_between(obligation.grant, obligation.period_from, obligation.period_to)


def amount_label(obligation: Obligation, step: str) -> str:
    """The words of the amount that a step names."""
    return STEPS[step].amount_label or KINDS[Kind(obligation.kind)].amount


def return_facts(obligation: Obligation) -> ReturnFacts:
    """What a return says as it was last prepared; `obligation` with its grant, funder, recipient and steps."""
    steps, grant = steps_taken(obligation), obligation.grant
    prepared = next((step for step in reversed(steps) if step.step == "prepare"), None)
    last = next((step for step in reversed(steps) if step.step in {"certify", "prepare", "send_back"}), None)
    unit = f", {grant.recipient_unit}" if grant.recipient_unit else ""
    facts: list[tuple[str, Value]] = [
        ("To", grant.funder.name),
        ("Grant", f"{grant.code} {grant.title}"),
        ("Recipient", f"{grant.recipient.name}{unit}"),
    ]
    if obligation.period_from and obligation.period_to:
        facts.append(("Period", f"{format_date(obligation.period_from)} to {format_date(obligation.period_to)}"))
    facts.append(("Due", obligation.due_on))
    if label := amount_label(obligation, "prepare"):
        amount = prepared.amount if prepared else None
        facts.append((label, "Not stated" if amount is None else amount))
    if (entered_amount := entered_in_period(obligation)) is not None:
        facts.append(("Entered as spent in the period", entered_amount))
    if prepared and prepared.forecast is not None:
        facts.append(("Forecast for the year", prepared.forecast))
    if prepared and prepared.note:
        facts.append(("Differences explained", prepared.note))
    year = FinancialYear.of(obligation.period_to) if obligation.period_to else None
    tranches = [row for row in grant.tranches.select_related("fund") if year is None or row.year == year]
    certified = last if last and last.step == "certify" else None
    return ReturnFacts(obligation, title_of(obligation), facts, tranches, prepared, certified)


def _step_sentence(verb: str, step: ObligationStep | None) -> str:
    if step is None:
        return f"{verb}: not yet."
    return f"{verb} by {step.taken_by_name}, {step.office}, on {format_date(step.happened_on)}."


def _text(value: Value) -> str:
    if isinstance(value, Decimal):
        return format_signed_money(value)
    return format_date(value) if isinstance(value, date) else value or ""


def _plain(value: Value) -> object:
    return canonical_money(value) if isinstance(value, Decimal) else value
