"""The money of one Part 1 as tables for its page: one a grant, a column for each kind of money that is stated."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from book.paper.money import NOTHING, fund_words
from book.paper.words import COLUMNS as MONEY
from book.part1 import Grant, Part1, Tranche
from figures.money import format_money


def money_tables(part1: Part1) -> list[dict[str, Any]]:
    """A table for each grant that has tranches, in the paper's order; tranches of an unknown grant come last."""
    known = {grant.id: grant for grant in part1.grants}
    order = dict.fromkeys([*known, *(tranche.grant for tranche in part1.tranches)])
    tables: list[dict[str, Any]] = []
    for code in order:
        tranches = sorted((t for t in part1.tranches if t.grant == code), key=lambda t: t.financial_year)
        if tranches:
            tables.append(_table(known.get(code), tranches, len(tables) + 1))
    return tables


def _table(grant: Grant | None, tranches: list[Tranche], place: int) -> dict[str, Any]:
    kinds = [kind for kind in MONEY if any(getattr(tranche, kind) is not None for tranche in tranches)]
    head = [{"text": gettext("Financial year")}, {"text": gettext("Fund")}]
    head += [{"text": gettext(MONEY[kind]), "format": "numeric"} for kind in kinds]
    total = [{"text": gettext("Total")}, {"text": ""}]
    sums = [(format_money(_sum(tranches, kind)), gettext(MONEY[kind])) for kind in kinds]
    total += [{"text": text, "format": "numeric", "label": label} for text, label in sums]
    return {
        "id": f"money-{place}",
        "caption": _caption(grant),
        "head": head,
        "rows": [_row(tranche, kinds) for tranche in tranches],
        "total": total if len(tranches) > 1 else None,
    }


def _row(tranche: Tranche, kinds: list[str]) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = [{"text": tranche.financial_year}]
    cells.append({"text": fund_words(tranche) or gettext("Not stated"), "label": gettext("Fund")})
    return cells + [
        {"text": format_money(getattr(tranche, kind)) or NOTHING, "format": "numeric", "label": gettext(MONEY[kind])}
        for kind in kinds
    ]


def _caption(grant: Grant | None) -> str:
    if grant is None:
        return gettext("Money of no named grant")
    funder, recipient = grant.funder.name or grant.funder.id, grant.recipient.name or grant.recipient.id
    unit = f", {grant.recipient_unit}" if grant.recipient_unit else ""
    ends = f"{gettext('from')} {funder} {gettext('to')} {recipient}{unit}"
    way = ends if funder and recipient else ""
    return f"{grant.title}: {way}" if way else grant.title


def _sum(tranches: list[Tranche], kind: str) -> Decimal:
    return sum((getattr(tranche, kind) for tranche in tranches if getattr(tranche, kind) is not None), Decimal(0))
