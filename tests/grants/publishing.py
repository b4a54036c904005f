"""Tables as funders publish them, entered by the real action."""

from datetime import date, datetime
from typing import Any

from accounts.models import Person
from figures.years import FinancialYear
from grants.models import Organisation, OutsideSource
from outside_figures.actions import SourceFacts, enter_outside_table
from outside_figures.reading import TableColumns
from tests.grants.making import AT

#: Allocations of 2023/24: London's is the Home Office's figure (GOV.UK, 29 August 2023), the others are made up.
ALLOCATIONS = {
    "London": "£8,907,532",
    "Northland": "£3,517,266",
    "Westmarch": "£1,204,900",
    "Isle Constabulary": "£880,000",
}
YEAR = FinancialYear(2023)


def table_of(amounts: dict[str, str]) -> str:
    """A table of allocations as CSV, a title above its headings."""
    lines = ["Grip allocations,,", "Police force area,Fund,Allocation"]
    return "\n".join([*lines, *(f'{name},GRIP,"{amount}"' for name, amount in amounts.items())]) + "\n"


def published(
    by: Person, funder: Organisation, *, text: str | None = None, at: datetime = AT, **changed: Any
) -> OutsideSource:
    """A table of allocations in which London is us."""
    columns = TableColumns(recipient="Police force area", amount="Allocation", fund="Fund", whole_year=YEAR)
    facts: dict[str, Any] = {
        "title": "Serious violence funding allocations", "funder": funder, "published_on": date(2018, 8, 29),
        "kind": "offered", "recipients": ["London"], "columns": columns, "file_name": "allocations.csv",
        "data": (text or table_of(ALLOCATIONS)).encode("cp1252"),
    }  # fmt: skip
    return enter_outside_table(facts=SourceFacts(**facts | changed), by=by, at=at)
