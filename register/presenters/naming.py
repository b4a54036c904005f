"""Who and what a paper names, each with a link to its page: funders, funds, years, recipients, units, boards."""

from collections.abc import Iterable
from decimal import Decimal

from book.part1 import Part1
from book.projection import decided_amount, identity
from book.search_text import storable
from figures.years import FinancialYear
from register.presenters.labels import bodies
from register.presenters.listing import allowed_words
from register.search.named import of_value

#: A name with the address of its page; None where it has no page, as a name that only an older version has.
Link = dict[str, str | None]


def linked(part1: Part1) -> dict[str, list[Link]]:
    """The rows of the key information that name somebody, by label; an empty list is shown as "Not stated"."""
    funders = [(identity(grant.funder), grant.funder.name) for grant in part1.grants]
    funds = [(identity(tranche.fund), tranche.fund.name) for tranche in part1.tranches]
    recipients = [(identity(grant.recipient), grant.recipient.name) for grant in part1.grants]
    years = sorted({FinancialYear.parse(tranche.financial_year) for tranche in part1.tranches})
    rows: dict[str, list[Link]] = {
        "Decision by": _named("by", [(part1.decided_by, part1.decided_by)]),
        "Funder": _bodies("funder", funders),
        "Fund": _bodies("fund", funds),
        "Recipient": _named("recipient", recipients),
        "Financial year": [{"text": str(year), "href": f"/years/{year.slug}/"} for year in years],
    }
    if part1.report:
        rows["Unit"] = _named("unit", [(" ".join(part1.report.author_unit.split()), part1.report.author_unit)])
        rows["Board"] = _named("board", [(" ".join(part1.report.board.split()), part1.report.board)])
    return {label: links for label, links in rows.items() if links or label in _ALWAYS_SHOWN}


#: Rows that are shown even when the paper names nobody: they then say “Not stated”.
_ALWAYS_SHOWN = ("Decision by", "Funder", "Recipient")


def amount(part1: Part1) -> str:
    """What the decision allows, else what its paper states, by kind of money."""
    lines = [(line.action, decided_amount(line)) for line in part1.recommendations]
    stated = {
        kind: _sum(getattr(t, kind) for t in part1.tranches) for kind in ("accepted", "offered", "bid", "as_stated")
    }
    return allowed_words(lines, stated, refused=part1.outcome == "refused")


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    given = [amount for amount in amounts if amount is not None]
    return sum(given, Decimal(0)) if given else None


def _bodies(what: str, pairs: list[tuple[str, str]]) -> list[Link]:
    known = bodies()
    links: list[Link] = []
    for body, name in dict.fromkeys(pair for pair in pairs if pair[1]):
        slug = known.get(f"{what}:{body}", ("", ""))[1]
        links.append({"text": name, "href": f"/{what}s/{slug}/" if slug else None})
    return links


def _named(kind: str, pairs: list[tuple[str, str]]) -> list[Link]:
    links: list[Link] = []
    for value, name in dict.fromkeys(pair for pair in pairs if pair[1]):
        named = of_value(kind, storable(value))
        links.append({"text": name, "href": named.href if named else None})
    return links
