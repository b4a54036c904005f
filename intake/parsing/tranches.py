"""The money by financial year: rows of a table, else years and amounts that a recommendation states together."""

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from figures.money import parse_money
from figures.prose import AmountMatch, find_amounts, find_dates, find_periods, find_years
from figures.years import FinancialYear
from intake.parsing.paragraphs import Run
from intake.parsing.read_paper import Recommendation, Tranche

#: What grants money without being a grant's award: the money counts, what it is is not stated.
_SPENDS = re.compile(r"(?:that )?(?:the (?:dmpc|deputy mayor)[a-z ]{0,60} )?(?:approves?|agrees?)\b", re.IGNORECASE)
_KIND_OF_ACTION = {"accept_offer": "offered", "approve_bid": "bid"}
_TOTAL = re.compile(r"^(?:grand |overall |sub-?)?totals?\b|\btotal\b\s*[:|\t]?\s*(?:£|$)", re.IGNORECASE)
_FILLER = re.compile(
    r"^(?:[\s:|,;=\-\u2013()]|\b(?:additional|of|from|for|in|the|to|as|is|at|be|being|will|and|"
    r"funding from|grant from|amount|year|fy|financial year|up|paid|via)\b)+|[\s:|,;=\-\u2013(.]+$",
    re.IGNORECASE,
)
_SCALE_HEAD = (
    (re.compile(r"£ ?\(?['’‘`]?000['’‘`]?s?\b|£ ?k\b|\(000s?\)|thousands", re.IGNORECASE), 1000),
    (re.compile(r"£ ?m\b|£ ?millions?|\(millions\)", re.IGNORECASE), 1_000_000),
)
_COLUMN_KINDS = (("bid", r"\bbid|requested|applied"), ("accepted", r"accepted"), ("offered", r"offer"))
_MONEY_HEAD = re.compile(r"(?:total|bid|requested|applied|accepted|offer|amount|award|£)", re.IGNORECASE)
_SENTENCES = re.compile(r"(?<=[.;])\s+(?=[A-Z])|\n+")
_FOR_THE_YEAR = re.compile(
    r"\b(?:for|in|during|over)(?: the)?(?: (?:financial|fiscal))?(?: years?| fy)? ?[0-9]{2,4} ?[/\-\u2013]",
    re.IGNORECASE,
)
_NOTE_MARK = re.compile(r"[¹²³⁰⁴-⁹]+|\[\d{1,2}\]")
#: A sum and nothing else, with or without its pound sign.
SUM_ALONE = re.compile(r"£?\s*[0-9][0-9,. ]*(?:k|m|bn)?", re.IGNORECASE)


def row_tranches(run: Run) -> list[Tranche]:
    """The tranche on a line such as "2018/19  £250,000  Police Transformation Fund"; none for sentences and totals."""
    text = run.text
    years, amounts = find_years(text), find_amounts(text)
    if len(years) != 1 or len(amounts) != 1 or amounts[0].high is not None or amounts[0].per or _TOTAL.search(text):
        return []
    if len(text.split()) > 14 or run.numeral or (text.rstrip().endswith(".") and not run.row):
        return []
    year, amount = years[0], amounts[0]
    first = min(year.start, amount.start)
    if text[:first].strip(" (-\u2013:|\t") and not run.row:
        return []
    remainder = _blank(_blank(text, year.start, year.end), amount.start, amount.end)
    return [Tranche(year.value, amount.value, _column_kind(remainder), _fund(remainder))]


def stated_total(run: Run) -> Decimal | None:
    """The amount of a line such as "Total £620,000"."""
    amounts = find_amounts(run.text)
    return amounts[0].value if len(amounts) == 1 and len(run.text.split()) < 7 and _TOTAL.search(run.text) else None


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


def _fund(remainder: str) -> str | None:
    """What remains of a row without year and amount, as the fund's name as written."""
    name = " ".join(_NOTE_MARK.sub("", remainder).replace("\t", " ").split())
    previous = ""
    while name != previous:
        previous, name = name, _FILLER.sub("", name).strip()
    return (
        name
        if len(name) > 2
        and re.search(r"[A-Za-z]{3}", name)
        and name.lower() not in ("bid", "offer", "accepted", "offered")
        else None
    )


def _column_kind(text: str) -> str:
    return next((kind for kind, pattern in _COLUMN_KINDS if re.search(pattern, text, re.IGNORECASE)), "not_stated")


Stated = tuple[Decimal, tuple[Decimal, ...]]


#: A tranche with the place of its row in the table.
Placed = tuple[int, Tranche]


def table_tranches(rows: Sequence[Run]) -> tuple[list[Placed], list[Stated]]:
    """Tranches of a run of table rows, years down the side or across the top, and each stated total with its parts."""
    grid = [[cell.strip() for cell in row.text.split("\t")] for row in rows]
    if len(grid) < 2:
        return [], []
    grid[0] = head = _aligned(grid)
    scale = next((times for pattern, times in _SCALE_HEAD if pattern.search(" ".join(head))), 1)
    across = {
        n: years[0].value for n, cell in enumerate(head) if len(years := find_years(cell)) == 1 and len(cell) < 24
    }
    if len(across) >= 2 or (across and not any(find_years(cell) for row in grid[1:] for cell in row)):
        return _tranches_by_column(grid, across, scale)
    return _tranches_by_row(grid, head, scale)


def _aligned(grid: Sequence[list[str]]) -> list[str]:
    """The head of a table, with the empty cell before its first year or kind of money that plain text loses."""
    head, *rows = grid
    is_short = all(len(row) == len(head) + 1 and _money(row[0], 1) is None for row in rows)
    return ["", *head] if is_short and (find_years(head[0]) or _MONEY_HEAD.match(head[0])) else head


def _money(cell: str, scale: int) -> Decimal | None:
    """An amount in a cell, with or without its pound sign."""
    if amounts := find_amounts(cell):
        amount = amounts[0]
        return amount.value * (scale if not amount.scale and amount.value < 100_000 else 1)
    if not SUM_ALONE.fullmatch(cell):
        return None
    try:
        return parse_money(cell) * scale
    except ValueError:
        return None


def _tranches_by_column(
    grid: list[list[str]], across: dict[int, FinancialYear], scale: int
) -> tuple[list[Placed], list[Stated]]:
    """Years across the top: one row a fund, the last column or row may be totals."""
    tranches: list[Placed] = []
    totals: list[Stated] = []
    columns: dict[int, list[Decimal]] = {}
    width = len(grid[0])
    for place, row in enumerate(grid[1:], 1):
        shift = width - len(row) if len(row) == width - 1 and min(across) > 0 else 0
        name = "" if shift else row[0]
        cells = {n: _money(row[n - shift], scale) for n in range(width) if 0 <= n - shift < len(row)}
        money = {n: value for n, value in cells.items() if n in across and value}
        ends = {n: value for n, value in cells.items() if n not in across and n > max(across) and value}
        if _TOTAL.search(name):
            totals += [(value, tuple(columns.get(n, ()))) for n, value in money.items()]
            everything = tuple(value for values in columns.values() for value in values)
            totals += [(value, everything) for value in ends.values()]
            continue
        totals += [(value, tuple(money.values())) for value in ends.values() if money]
        for n, value in money.items():
            columns.setdefault(n, []).append(value)
        kind, fund = _column_kind(name), _fund(name)
        tranches += [(place, Tranche(across[n], value, kind, fund)) for n, value in money.items()]
    return tranches, totals


def _label_text(cell: str) -> str:
    """What a cell says besides years and amounts, such as the name of a fund."""
    for match in sorted([*find_years(cell), *find_amounts(cell)], key=lambda match: -match.start):
        cell = cell[: match.start] + " " + cell[match.end :]
    return "" if SUM_ALONE.fullmatch(cell) else cell


def _tranches_by_row(grid: list[list[str]], head: list[str], scale: int) -> tuple[list[Placed], list[Stated]]:
    """Read a table with the years down its side and one or more columns of money."""
    tranches: list[Placed] = []
    totals: list[Stated] = []
    headed = not find_years(" ".join(head))
    for place, row in enumerate(grid):
        if headed and not place:
            continue
        at = [n for n, cell in enumerate(row) if len(find_years(cell)) == 1 and len(cell) < 60]
        money = [(n, value) for n, cell in enumerate(row) if (value := _row_money(cell, n in at, scale))]
        if not at and money and any(_TOTAL.search(cell) for cell in row):
            totals.append((money[-1][1], tuple(tranche.amount for _, tranche in tranches)))
        elif len(at) == 1 and money:
            year = find_years(row[at[0]])[0].value
            tranches += [(place, tranche) for tranche in _of_row(row, year, money, head if headed else [])]
    return tranches, totals


def _row_money(cell: str, holds_year: bool, scale: int) -> Decimal | None:
    return (_money(cell, scale) if find_amounts(cell) else None) if holds_year else _money(cell, scale)


def _of_row(row: list[str], year: FinancialYear, money: list[tuple[int, Decimal]], head: list[str]) -> list[Tranche]:
    words = " ".join(_label_text(cell) for cell in row)
    columns = [(head[n] if n < len(head) else "", value) for n, value in money]
    columns = [(h, v) for h, v in columns if not re.search(r"total", h, re.IGNORECASE)] or columns[:1]
    several = len(columns) > 1
    return [
        Tranche(year, value, _column_kind(f"{title} {words}"), _fund(words) or (_fund(title) if several else None))
        for title, value in columns
    ]


def recommended_tranches(recommendations: Sequence[Recommendation]) -> list[tuple[int, Tranche]]:
    """Years and amounts that recommendations state together, each with the number of its recommendation."""
    tranches = []
    for number, recommendation in enumerate(recommendations):
        kind = _KIND_OF_ACTION.get(recommendation.action, "not_stated")
        if recommendation.action != "other" or _SPENDS.match(recommendation.text):
            tranches += [
                (number, Tranche(year, amount, kind, None)) for year, amount in year_amount_pairs(recommendation.text)
            ]
    return tranches


def advised_tranches(text: str, recommendations: Sequence[Recommendation]) -> list[Tranche]:
    """Years and amounts of a paragraph of the advice, when they come to what one recommendation asks for, or repeat
    what it asks for each year."""
    pairs = year_amount_pairs(text)
    total = sum((amount for _, amount in pairs), Decimal(0))
    yearly = {amount for _, amount in pairs} if any(amount.per == "year" for amount in find_amounts(text)) else set()
    sums = {total, *(yearly if len(yearly) == 1 else ())} - {Decimal(0)}
    matching = next((recommendation for recommendation in recommendations if sums & set(recommendation.amounts)), None)
    kind = _KIND_OF_ACTION.get(matching.action, "not_stated") if matching else ""
    return [Tranche(year, amount, kind, None) for year, amount in pairs] if matching else []


def sentence_tranches(text: str, recommendations: Sequence[Recommendation]) -> list[Tranche]:
    """Years and amounts of the first sentence of a text that states them as `advised_tranches` wants.

    A single amount counts only where the sentence says that it is for that year.
    """
    for sentence in _SENTENCES.split(text):
        tranches = advised_tranches(sentence, recommendations)
        if len(tranches) > 1 or (tranches and _FOR_THE_YEAR.search(sentence)):
            return tranches
    return []


def year_amount_pairs(text: str) -> list[tuple[FinancialYear, Decimal]]:
    """Year and amount pairs that a text leaves no doubt about; none where one amount spans several years."""
    amounts = [amount for amount in find_amounts(text) if amount.high is None and amount.per not in ("month", "each")]
    years = _years(text)
    if not amounts or not years:
        return []
    yearly = [amount for amount in amounts if amount.per == "year"]
    if len(yearly) == 1 and len(years) > 1 and len(amounts) <= 2:
        return [(year, yearly[0].value) for year in years]
    if (
        len(amounts) == len(years) + 1
        and len(years) > 1
        and amounts[0].value == sum(amount.value for amount in amounts[1:])
    ):
        amounts = amounts[1:]
    if len(amounts) > 2 and 1 < len(amounts) - 1 < len(years) and amounts[0].value == sum(a.value for a in amounts[1:]):
        text, amounts = text[amounts[1].start :], find_amounts(text[amounts[1].start :])
        years = _years(text)
    if len(amounts) > 2 and len(years) == 1 and amounts[0].value == sum(amount.value for amount in amounts[1:]):
        amounts = amounts[:1]
    if len(amounts) == len(years) and (len(years) == 1 or _alternate(text, amounts)):
        return [(year, amount.value) for year, amount in zip(years, amounts, strict=True)]
    return []


def _years(text: str) -> list[FinancialYear]:
    """The financial years a text names, a span with those between its ends."""
    years = []
    for period in find_periods(text):
        if len(period.years) <= 12 and (len(period.years) > 2 or not find_years(period.text)):
            years += [(period.start, year) for year in period.years]
    used_years = {year for _, year in years}
    years += [(year.start, year.value) for year in find_years(text) if year.value not in used_years]
    if not years and len(dates := find_dates(text)) == 2:
        first, last = sorted(date.value for date in dates)
        years = [(0, FinancialYear.of(first))] if FinancialYear.of(first) == FinancialYear.of(last) else []
    return [year for _, year in sorted(years)]


def _alternate(text: str, amounts: Sequence[AmountMatch]) -> bool:
    """Whether amounts and years take turns, so that each amount has its own year."""
    marks = sorted([(amount.start, "a") for amount in amounts] + [(year.start, "y") for year in find_years(text)])
    order = "".join(mark for _, mark in marks)
    return order in ("ay" * len(amounts), "ya" * len(amounts))


def with_kinds(tranches: Sequence[Tranche], recommendations: Sequence[Recommendation], lead: str) -> list[Tranche]:
    """Say what each tranche's money is: as its column, the recommendation for the same money, or the lead says."""
    kinds = [tranche.kind for tranche in tranches]
    by_fund: dict[str | None, list[int]] = {}
    for number, tranche in enumerate(tranches):
        by_fund.setdefault(tranche.fund, []).append(number)
    for recommendation in recommendations:
        kind = _KIND_OF_ACTION.get(recommendation.action)
        for amount in recommendation.amounts if kind else ():
            group = next((g for g in by_fund.values() if sum(tranches[n].amount for n in g) == amount), None)
            single = [[n] for n, tranche in enumerate(tranches) if tranche.amount == amount]
            for number in group or (single[0] if single else []):
                kinds[number] = kind if kinds[number] == "not_stated" and kind else kinds[number]
    actions = {
        _KIND_OF_ACTION.get(recommendation.action) for recommendation in recommendations if recommendation.amounts
    }
    general = next(iter(actions)) if len(actions) == 1 else None
    worded_kind = (
        "bid"
        if re.search(r"\bbids?\b", lead, re.IGNORECASE)
        else "offered"
        if re.search(r"\boffer", lead, re.IGNORECASE)
        else "not_stated"
    )
    final = [kind if kind != "not_stated" else general or worded_kind for kind in kinds]
    return [
        Tranche(tranche.financial_year, tranche.amount, kind, tranche.fund)
        for tranche, kind in zip(tranches, final, strict=True)
    ]


def unstated_tranches(stated: Sequence[Tranche], candidates: Sequence[Tranche]) -> list[Tranche]:
    """The tranches of a second document that the first does not state; the same year and amount in both is one."""
    unmatched = Counter((tranche.financial_year, tranche.amount) for tranche in stated)
    out = []
    for tranche in candidates:
        if unmatched[(tranche.financial_year, tranche.amount)] > 0:
            unmatched[(tranche.financial_year, tranche.amount)] -= 1
        else:
            out.append(tranche)
    return out
