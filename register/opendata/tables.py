"""Tables of the open data as CSV."""

from collections.abc import Iterable, Iterator
from typing import Any

from book.models import Link, Money, Outcome, Recommendation
from components.tables import lines
from figures.years import FinancialYear
from register.opendata.records import COLUMNS, all_listed, amount_text, in_batches


def decision_lines(records: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Decisions as CSV."""
    return lines(COLUMNS, ([record[column] for column in COLUMNS] for record in records))


def tranches() -> Iterator[str]:
    """Every tranche of every decision: one grant's money for one financial year and fund."""
    head = (
        "reference", "counted", "grant", "grantTitle", "direction", "financialYear", "fundId", "fund", "fundAsWritten",
        "funderId", "funder", "recipientId", "recipient", "bid", "offered", "accepted", "asStated",
    )  # fmt: skip
    return lines(
        head,
        (
            _tranche(decision.reference, decision.counted, row)
            for batch in in_batches(all_listed())
            for decision in batch
            for row in decision.money.all()
        ),
    )


def _tranche(reference: str, counted: bool, row: Money) -> list[Any]:
    return [
        reference, counted, row.grant, row.grant_title, row.direction, FinancialYear(row.financial_year), row.fund,
        row.fund_name, row.fund_as_written, row.funder, row.funder_name, row.recipient, row.recipient_name,
        amount_text(row.bid), amount_text(row.offered), amount_text(row.accepted), amount_text(row.as_stated),
    ]  # fmt: skip


def recommendations() -> Iterator[str]:
    """Every recommendation with what it would allow; `counted` tells whether its decision stands."""
    head = ("reference", "counted", "number", "action", "grant", "amount", "upTo")
    return lines(
        head,
        (
            _line(decision.reference, decision.counted, row)
            for batch in in_batches(all_listed())
            for decision in batch
            for row in decision.recommendations.all()
        ),
    )


def _line(reference: str, counted: bool, row: Recommendation) -> list[Any]:
    return [reference, counted, row.number, row.action, row.grant, amount_text(row.amount), row.up_to]


def links() -> Iterator[str]:
    """Every link between two published decisions."""
    rows = Link.objects.exclude(later__status="withdrawn").exclude(earlier__status="withdrawn")
    names = rows.order_by("later", "earlier").values_list("later__reference", "kind", "earlier__reference")
    return lines(("later", "kind", "earlier"), names.iterator(chunk_size=2_000))


#: Fields of the end of a year, by the column of the file.
_YEAR_END = {"received": "received", "spent": "spent", "returned": "returned", "carriedIn": "carried_in",
             "carriedOut": "carried_out"}  # fmt: skip


def outcomes() -> Iterator[str]:
    """What became of bids and offers, as published later."""
    head = ("reference", "entry", "grant", "result", "happenedOn", "financialYear", "fund", "offered", "accepted",
            *_YEAR_END)  # fmt: skip
    rows = Outcome.objects.exclude(decision__status="withdrawn").select_related("decision").order_by("entry", "pk")
    return lines(head, (_outcome(row) for row in rows))


def _outcome(row: Outcome) -> list[Any]:
    year = FinancialYear(row.financial_year) if row.financial_year else None
    return [
        row.decision.reference, row.entry_id, row.grant, row.result, row.happened_on, year, row.fund_name,
        amount_text(row.offered), amount_text(row.accepted),
        *(amount_text(getattr(row, name)) for name in _YEAR_END.values()),
    ]  # fmt: skip


#: The bulk tables, by the name in their address.
BULK = {"tranches": tranches, "recommendations": recommendations, "links": links, "outcomes": outcomes}
