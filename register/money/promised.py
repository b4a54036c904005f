"""What was bid for, offered and accepted; how bids ended; how many days money stood at risk before a decision.

It is drawn from the book alone: papers, outcomes published later, and the published ends of closed years.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connections

from figures.money import canonical_money
from figures.years import FinancialYear
from http_cache.book_version import book_version
from register.presenters.labels import bodies

#: The stages of money, in the order in which it comes, with their words.
STAGES = {"bid": "Bid for", "offered": "Offered", "accepted": "Accepted"}
#: What became of the money in a closed year, as its published end of year says, with labels.
CAME = {"received": "Received", "spent": "Spent", "returned": "Returned"}
ENDS = {
    "won": "Won",
    "part": "Won in part",
    "lost": "Lost",
    "declined": "Offered, and declined",
    "untold": "Not yet told",
}

# Money of a grant as its paper states it, by financial year and fund.
_STATED = """
    SELECT m.key, m."grant", m.financial_year, m.fund, min(m.fund_name), sum(m.bid), sum(m.offered), sum(m.accepted)
    FROM book.money m JOIN book.decision d ON d.key = m.key AND d.counted
    WHERE m.direction = 'received' GROUP BY m.key, m."grant", m.financial_year, m.fund
"""
# The same by the newest outcome of each grant, which replaces the outcomes before it.
_CAME = """
    WITH newest AS (
        SELECT o.key, o."grant", max(o.entry) AS entry FROM book.outcome o WHERE o.result <> 'year_end'
        GROUP BY o.key, o."grant"
    )
    SELECT o.key, o."grant", o.financial_year, o.fund, min(o.fund_name), NULL, sum(o.offered), sum(o.accepted)
    FROM book.outcome o JOIN newest n USING (key, "grant", entry)
        JOIN book.decision d ON d.key = o.key AND d.counted
    WHERE o.financial_year IS NOT NULL AND EXISTS (
        SELECT FROM book.money m WHERE m.key = o.key AND m."grant" = o."grant" AND m.direction = 'received'
    )
    GROUP BY o.key, o."grant", o.financial_year, o.fund
"""
_RESULTS = """
    SELECT DISTINCT ON (o.key, o."grant") o.key, o."grant", o.result FROM book.outcome o
    JOIN book.decision d ON d.key = o.key AND d.counted AND o.result <> 'year_end'
    ORDER BY o.key, o."grant", o.entry DESC
"""
# What became of a grant's money in a closed year, by fund: the newest end of year replaces those before it.
_YEAR_ENDS = """
    SELECT e.financial_year, e.fund, min(e.fund_name), sum(e.received), sum(e.spent), sum(e.returned) FROM (
        SELECT o.*, max(o.entry) OVER (PARTITION BY o."grant", o.financial_year) AS newest FROM book.outcome o
        JOIN book.decision d ON d.key = o.key AND d.counted WHERE o.result = 'year_end'
    ) e WHERE e.entry = e.newest GROUP BY e.financial_year, e.fund
"""
_DECISIONS = "SELECT d.key, d.reference, d.slug, d.decided_on FROM book.decision d WHERE d.counted"
_DAYS = """
    SELECT extract(year FROM d.decided_on)::integer AS year, count(*),
           count(*) FILTER (WHERE d.decided_on > p.begins),
           percentile_disc(0.5) WITHIN GROUP (ORDER BY d.decided_on - p.begins) FILTER (WHERE d.decided_on > p.begins),
           max(d.decided_on - p.begins) FILTER (WHERE d.decided_on > p.begins)
    FROM book.decision d JOIN (
        SELECT m.key, make_date(min(m.financial_year), 4, 1) AS begins FROM book.money m
        WHERE m.direction = 'received' GROUP BY m.key
    ) p ON p.key = d.key
    WHERE d.counted AND d.decided_on IS NOT NULL GROUP BY 1 ORDER BY 1 DESC
"""


@dataclass(frozen=True, slots=True)
class Stage:
    """One financial year (its starting year) and fund: pounds at each stage, None where none is stated."""

    year: int
    fund: str
    name: str
    amounts: dict[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Bid:
    """One bid and how it ended (one of ENDS); pounds over all its years, None where none is stated."""

    reference: str
    slug: str
    signed_on: date | None
    grant: str
    bid: Decimal
    offered: Decimal | None
    accepted: Decimal | None
    end: str


@dataclass(frozen=True, slots=True)
class AtRisk:
    """Decisions of a calendar year on money whose first financial year is known; days are calendar days.

    `late` were signed after that year had begun: from its 1 April to the signature the money stood at the body's risk.
    """

    year: int
    decisions: int
    late: int
    median: int | None
    longest: int | None


def stages() -> list[Stage]:
    """What was bid for, offered and accepted and what came of it, by financial year and fund, the newest year first."""
    return book_version.remembered("promised by year", lambda: _stages(_money(), _rows(_YEAR_ENDS)))


def bids() -> list[Bid]:
    """Every bid of a decision that stands, the last signed first: one for each grant and fund that was bid to.

    What the same grant was offered from another fund says nothing of the bid (PCD 510: £500,000 offered, £120,000 bid).
    """
    return book_version.remembered("promised bids", _bids)


def at_risk() -> list[AtRisk]:
    """Days at risk, by calendar year of the signature, the newest first."""
    return book_version.remembered("days at risk", lambda: [AtRisk(*row) for row in _rows(_DAYS)])


def _money() -> list[Any]:
    return book_version.remembered("promised money", lambda: _with_outcomes(_rows(_STATED), _rows(_CAME)))


def _with_outcomes(stated: list[Any], came: list[Any]) -> list[Any]:
    """Papers and outcomes together: an offer in both counts once, and an outcome's acceptance replaces the paper's."""
    offered = {(key, grant, year) for key, grant, year, _, _, _, offer, _ in stated if offer is not None}
    answered = {(key, grant, year) for key, grant, year, *_ in came}
    rows = [(*row[:7], None if row[:3] in answered else row[7]) for row in stated]
    rows += [(*row[:6], None if row[:3] in offered else row[6], row[7]) for row in came]
    return sorted(rows, key=lambda row: (-row[2], row[4], row[0], row[1]))


def _stages(money: Iterable[Any], year_ends: Iterable[Any]) -> list[Stage]:
    by_fund: dict[tuple[int, str], Stage] = {}
    rows = [(*row[2:5], dict(zip(STAGES, row[5:], strict=True))) for row in money]
    rows += [(*row[:3], dict(zip(CAME, row[3:], strict=True))) for row in year_ends]
    for year, fund, name, amounts in rows:
        named = bodies().get(f"fund:{fund}", ("", ""))[0] or name
        stage = by_fund.setdefault((year, fund), Stage(year, fund, named, dict.fromkeys((*STAGES, *CAME))))
        for kind, amount in amounts.items():
            stage.amounts[kind] = _plus(stage.amounts[kind], amount)
    return sorted(by_fund.values(), key=lambda stage: (-stage.year, stage.name, stage.fund))


def _bids() -> list[Bid]:
    decisions = {key: rest for key, *rest in _rows(_DECISIONS)}
    results = {(key, grant): result for key, grant, result in _rows(_RESULTS)}
    funds_of_outcome: dict[tuple[str, str], set[str]] = {}
    for key, grant, _, fund, *_ in _rows(_CAME):
        funds_of_outcome.setdefault((key, grant), set()).add(fund)
    sums: dict[tuple[str, str, str], list[Decimal | None]] = {}
    for key, grant, _, fund, _, *amounts in _money():
        known = sums.get((key, grant, fund), [None, None, None])
        sums[key, grant, fund] = [_plus(total, amount) for total, amount in zip(known, amounts, strict=True)]
    rows = []
    for (key, grant, fund), (bid, offered, accepted) in sums.items():
        if bid:
            reference, slug, signed_on = decisions[key]
            # An outcome that names only other funds of the grant says nothing of how this bid ended.
            has_outcome = fund in funds_of_outcome.get((key, grant), {fund})
            end = _end(results.get((key, grant), "") if has_outcome else "", bid, offered, accepted)
            rows.append(Bid(reference, slug, signed_on, grant, bid, offered, accepted, end))
    return sorted(rows, key=lambda row: (row.signed_on or date.min, row.reference), reverse=True)


def _end(result: str, bid: Decimal, offered: Decimal | None, accepted: Decimal | None) -> str:
    """How a bid ended: by the newest outcome, else by what its own paper states."""
    if result in ("unsuccessful", "lapsed"):
        return "lost"
    if result == "declined":
        return "declined"
    came = accepted if accepted is not None else offered
    if came is not None:
        return "won" if came >= bid else "part" if came else "lost"
    return "won" if result in ("offered", "accepted") else "untold"


def _plus(total: Decimal | None, amount: Decimal | None) -> Decimal | None:
    return total if amount is None else (total or Decimal(0)) + amount


def _rows(query: str) -> list[Any]:
    with connections["book"].cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def _plain(amount: Decimal | None) -> str:
    return "" if amount is None else canonical_money(amount)


def money_rows() -> Iterator[list[object]]:
    """Money as CSV: a row a financial year and fund."""
    for stage in stages():
        yield [
            str(FinancialYear(stage.year)),
            stage.fund,
            stage.name,
            *(_plain(amount) for amount in stage.amounts.values()),
        ]


def bid_rows() -> Iterator[list[object]]:
    """Bids as CSV."""
    for row in bids():
        address = f"{settings.REGISTER_ADDRESS}/decisions/{row.slug}/"
        amounts = [_plain(row.bid), _plain(row.offered), _plain(row.accepted)]
        yield [row.reference, row.signed_on, row.grant, *amounts, row.end, address]


def day_rows() -> Iterator[list[object]]:
    """Days at risk as CSV."""
    for row in at_risk():
        yield [row.year, row.decisions, row.late, row.median, row.longest]


#: The CSV files by the name in their address: column heads and rows.
FILES = {
    "money": (("financialYear", "fundId", "fund", *STAGES, *CAME), money_rows),
    "bids": (("reference", "dateSigned", "grant", "bid", "offered", "accepted", "end", "address"), bid_rows),
    "days": (("yearSigned", "decisions", "signedAfterStart", "medianDays", "longestDays"), day_rows),
}
