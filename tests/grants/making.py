"""Grants of the tests, made by the real actions."""

from datetime import UTC, date, datetime
from decimal import Decimal

from accounts.models import Person
from decisions.models import Decision
from figures.years import FinancialYear
from grants.actions import (
    ActualFacts,
    GrantFacts,
    TrancheFacts,
    add_actual,
    anticipate,
    create_grant,
    save_tranches,
)
from grants.models import Actual, AnticipatedMoney, Grant, LedgerFile, LedgerMap
from ledgers.actions import save_ledger_map, upload_ledger
from tests.decisions import papers
from tests.people import People

AT = datetime(2018, 11, 13, 10, 0, tzinfo=UTC)


def make_grant(by: Person, *, title: str = "Online investigation team", at: datetime = AT) -> Grant:
    """A grant of the Home Office with £250,000 offered in each of 2018/19 and 2019/20."""
    facts = GrantFacts(
        title=title,
        purpose="A team that investigates illegal trade online.",
        funder="Home Office",
        recipient="Mayor’s Office for Policing and Crime",
        recipient_unit="Cyber Crime Unit",
        direction="received",
        route="offer",
        carry_over="none",
    )
    grant = create_grant(facts=facts, by=by, at=at)
    rows = [
        TrancheFacts(year=FinancialYear(start), fund="Police Transformation Fund", offered=Decimal(250000))
        for start in (2018, 2019)
    ]
    return save_tranches(grant=grant, seen=1, rows=rows, by=by, at=at)


def allow(people: People, grant: Grant, amount: int) -> Decision:
    """A decision, signed by all who must, that allows so many pounds to be accepted of a grant: PCD 1901."""
    row = {
        "text": f"Accept the offer of up to £{amount:,}.",
        "action": "accept_offer",
        "grant": grant.pk,
        "amount": Decimal(amount),
        "up_to": True,
        "power": "Scheme of Delegation and Consent, paragraph 4.8 (grant offers)",
    }
    # Less than was offered is stopped by a check, as it should be, until somebody says why.
    later = "The rest of the offer is for a later paper."
    return papers.approved(people, grant=grant, recommendations={"rows": [row]}, explained=later)


def enter_spend(
    by: Person, grant: Grant, amount: Decimal, *, on: date | None = None, at: datetime = AT, kind: str = "spent"
) -> Actual:
    """An amount spent (or received, …) of a grant's first year, on the first day of that year where none is given."""
    tranche = grant.tranches.select_related("grant", "fund")[0]
    facts = ActualFacts(tranche=tranche, kind=kind, amount=amount, happened_on=on or tranche.year.starts_on)
    return add_actual(facts=facts, by=by, at=at)


#: A column map of a ledger with the headings of `LEDGER`.
COLUMNS = {
    "name": "Ledger", "day": "Posting date", "amount": "Amount", "code": "Cost centre", "key": "Journal, Line",
    "category": "Account", "categories": "Salaries = staff", "unit": "Team", "evidence": "Supplier",
}  # fmt: skip
LEDGER = (
    "Journal,Line,Posting date,Cost centre,Account,Team,Supplier,Amount\nJ1,1,05/10/2018,CC7,Salaries,Cyber,,12.50\n"
)


def ledger_map(by: Person, at: datetime = AT, **changed: object) -> LedgerMap:
    """The column map of the tests, with some of it changed."""
    return save_ledger_map(existing=None, facts=COLUMNS | changed, by=by, at=at)


def upload_lines(by: Person, text: str = LEDGER, columns: LedgerMap | None = None, at: datetime = AT) -> LedgerFile:
    """A file of the ledger, brought and not yet entered."""
    return upload_ledger(name="ledger.csv", data=text.encode(), columns=columns or ledger_map(by, at), by=by, at=at)


def said_to_come(by: Person, grant: Grant, year: int = 2020, at: datetime = AT) -> AnticipatedMoney:
    """£250,000 that was said to be coming for a year."""
    amount, day = Decimal(250_000), at.date()
    return anticipate(
        grant=grant, year=FinancialYear(year), amount=amount, said_in="PCD 510", said_on=day, by=by, at=at
    )
