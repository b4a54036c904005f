"""What every column of the register's CSV files means: as a page, and as CSV on the Web (W3C, tabular metadata)."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from profiles import current
from register.opendata.jsonld import LICENCE


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the head, its datatype (XML Schema), what it means; `required` when never blank."""

    name: str
    datatype: str
    meaning: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A file: what one row is, and its columns in order; `keys` name a row."""

    title: str
    row: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...] = ()


def _amount(name: str, meaning: str) -> Column:
    return Column(name, "decimal", f"Pounds: {meaning}. Blank is “not at that stage”, 0.00 is nil.")


_REFERENCE = Column(
    "reference", "string", f"The decision’s reference, such as {current().references.example}.", required=True
)
_COUNTED = Column("counted", "string", "yes for decisions that stand: leave the others out of sums.", required=True)
_MONEY = (
    _amount("bid", "asked for"),
    _amount("offered", "offered by the funder"),
    _amount("accepted", "accepted when the paper was signed"),
    _amount("asStated", "stated in the paper without saying at which stage"),
)
_YEAR = Column("financialYear", "string", "The financial year of the money, 1 April to 31 March: 2018/19.")
_FUNDING = (
    Column("fundId", "string", "The fund’s identifier; name: and its name where it has none."),
    Column("fund", "string", "The fund’s name."),
    Column("fundAsWritten", "string", "What the paper calls the fund, where that differs."),
    Column("funderId", "string", "The funder’s identifier; name: and its name where it has none."),
    Column("funder", "string", "The funder’s name."),
    Column("recipientId", "string", "The recipient’s identifier; name: and its name where it has none."),
    Column("recipient", "string", "The recipient’s name."),
)
_DECISION = (
    _REFERENCE,
    Column("title", "string", "The paper’s title."),
    Column("status", "string", "in force, continued, amended, replaced, revoked or refused.", required=True),
    Column("outcome", "string", "approved or refused."),
    _COUNTED,
    Column("dateSigned", "date", "The day of the decision; blank where an old paper states none."),
    Column("datePublished", "dateTime", "When the register published it (UTC); blank for papers from before it."),
    Column("decidedBy", "string", "Who decided, as the paper names them."),
    Column("neededBy", "date", "The day by which the decision was needed."),
    Column("late", "string", "yes when signed after that day."),
    Column("deferred", "string", "yes when publication was deferred with a reason."),
    Column("imported", "string", "yes for papers from before the register."),
    Column("part2", "string", "yes when there is a confidential Part 2."),
    Column("approvedOffers", "decimal", "Pounds that the decision allows to accept. Blank is none."),
    Column("approvedBids", "decimal", "Pounds that the decision allows to bid for. Blank is none."),
    Column("approvedAwards", "decimal", "Pounds that the decision allows to award. Blank is none."),
    Column("approvedOther", "decimal", "Pounds that the decision allows otherwise. Blank is none."),
    *_MONEY,
    Column("outcomeSince", "string", "What became of the bid or offer, if published later."),
    Column("financialYears", "string", "The financial years of its money, between semicolons."),
    Column("funders", "string", "The funders’ names, between semicolons."),
    Column("funds", "string", "The funds’ names, between semicolons."),
    Column("recipients", "string", "The recipients’ names, between semicolons."),
    Column("grants", "string", "The grants’ identifiers, between semicolons."),
    Column("thread", "string", "The key of the eldest decision linked with it; its own when alone.", required=True),
    Column("version", "integer", "The newest version’s number.", required=True),
    Column("address", "anyURI", "The page of the decision.", required=True),
    Column("pdf", "anyURI", "The sealed paper."),
    Column("pdfSha256", "string", "The paper’s SHA-256, in hex."),
    Column("part1", "anyURI", "The exact bytes that were signed, as JSON.", required=True),
    Column("entry", "integer", "The number of the newest entry about it in the log.", required=True),
    Column("lastModified", "dateTime", "When that entry was published (UTC).", required=True),
    Column("summary", "string", "The executive summary."),
)  # fmt: skip

TABLES = {
    "decisions": Table("Decisions", "A published decision as its newest version stands.", _DECISION, ("reference",)),
    "tranches": Table(
        "Tranches",
        "One grant’s money for one financial year and fund, as a decision states it.",
        (
            _REFERENCE,
            _COUNTED,
            Column("grant", "string", "The grant’s identifier."),
            Column("grantTitle", "string", "The grant’s title."),
            Column("direction", "string", "received (money coming in) or made (a grant that the body gives)."),
            _YEAR,
            *_FUNDING,
            *_MONEY,
        ),
    ),
    "recommendations": Table(
        "Recommendations",
        "One numbered recommendation, with what it would allow, refused or not.",
        (
            _REFERENCE,
            _COUNTED,
            Column("number", "integer", "Its number in the paper.", required=True),
            Column("action", "string", "accept_offer, approve_bid, award or other.", required=True),
            Column("grant", "string", "The grant’s identifier."),
            Column("amount", "decimal", "Pounds."),
            Column("upTo", "string", "yes when the amount is a limit."),
        ),
        ("reference", "number"),
    ),
    "links": Table(
        "Links",
        "A later decision that acts on an earlier one.",
        (
            Column("later", "string", "Reference of the later decision.", required=True),
            Column("kind", "string", "continues, amends, replaces or revokes.", required=True),
            Column("earlier", "string", "Reference of the earlier decision.", required=True),
        ),
        ("later", "earlier"),
    ),
    "outcomes": Table(
        "Outcomes",
        "What became of a bid or an offer, and of its money in a closed year, published later: a row a financial year.",
        (
            _REFERENCE,
            Column("entry", "integer", "The number of the entry in the log.", required=True),
            Column("grant", "string", "The grant’s identifier."),
            Column(
                "result",
                "string",
                "offered, accepted, declined, unsuccessful or lapsed; year_end for a closed year.",
                required=True,
            ),
            Column("happenedOn", "date", "The day on which it happened."),
            _YEAR,
            Column("fund", "string", "The fund’s name."),
            Column("offered", "decimal", "Pounds offered."),
            Column("accepted", "decimal", "Pounds accepted."),
            Column("received", "decimal", "Pounds received in a closed year."),
            Column("spent", "decimal", "Pounds spent in a closed year."),
            Column("returned", "decimal", "Pounds returned to the funder of a closed year."),
            Column("carriedIn", "decimal", "Pounds carried into a closed year."),
            Column("carriedOut", "decimal", "Pounds carried out of a closed year."),
        ),
    ),
    "totals": Table(
        "Totals of a list",
        "What the decisions of a list that stand come to, by direction, financial year and what was asked for.",
        (
            Column("direction", "string", "received (money coming in) or made (a grant that the body gives)."),
            _YEAR,
            Column("id", "string", "The identifier, or name, of what the row is about."),
            Column("name", "string", "Its name."),
            *_MONEY,
        ),
    ),
}


def csvw(name: str) -> dict[str, Any]:
    """The metadata of a table's file, found beside it (W3C, Model for Tabular Data, 5.3)."""
    table = TABLES[name]
    schema: dict[str, Any] = {
        "columns": [
            {
                "name": column.name,
                "titles": column.name,
                "datatype": column.datatype,
                "dc:description": column.meaning,
                **({"required": True} if column.required else {}),
            }
            for column in table.columns
        ]
    }
    if table.keys:
        schema["primaryKey"] = list(table.keys)
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": f"{name}.csv",
        "dc:title": table.title,
        "dc:description": table.row,
        "dc:license": {"@id": LICENCE},
        "dc:publisher": {"schema:name": settings.BODY_NAME},
        "dialect": {"encoding": "utf-8", "header": True},
        "tableSchema": schema,
    }
