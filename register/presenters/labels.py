"""The words for values of the book, as the public pages print them."""

from book.amount_bands import BANDS
from book.models import Fund, Funder
from book.paper.words import COLUMNS
from figures.years import FinancialYear
from http_cache.book_version import book_version
from register.search.filters import FLAGS, FORCE, KINDS
from register.search.named import name_of, slug_of

#: The paper's words: page, paper and data name money alike.
MONEY = COLUMNS
#: What a later decision does to an earlier one, and how the earlier one's page says it.
LINKS = {"continues": "Continues", "amends": "Amends", "replaces": "Replaces", "revokes": "Revokes"}
LINKED = {"continues": "Continued by", "amends": "Amended by", "replaces": "Replaced by", "revokes": "Revoked by"}
RESULTS = {
    "offered": "An offer was made",
    "accepted": "The money was accepted",
    "declined": "The offer was declined",
    "unsuccessful": "The bid was unsuccessful",
    "lapsed": "It lapsed",
}
ENTRIES = {
    "decision": "Decision",
    "correction": "Correction",
    "outcome": "Outcome",
    "release": "Release from Part 2",
    "transcript": "Transcript drawn",
    "evidence": "Evidence record made",
    "withdrawal": "Withdrawal",
    "expunged": "Removal of content",
}
_BANDS = {band.slug: band.label for band in BANDS}


def year_words(start: int) -> str:
    """2018/19 for the financial year that begins in 2018."""
    return str(FinancialYear(start))


def bodies() -> dict[str, tuple[str, str]]:
    """Name and slug of every funder ("funder:…") and fund ("fund:…"), by facet."""
    return book_version.remembered("bodies", _bodies)


def _bodies() -> dict[str, tuple[str, str]]:
    funders = {f"funder:{funder.id}": (funder.name, funder.slug) for funder in Funder.objects.all()}
    return funders | {f"fund:{fund.id}": (fund.name, fund.slug) for fund in Fund.objects.all()}


def also_written() -> dict[str, tuple[str, ...]]:
    """How else each fund is written, by identifier: the names of the funds that were merged with it."""
    return book_version.remembered("names of merged funds", _also_written)


def _also_written() -> dict[str, tuple[str, ...]]:
    names: dict[str, dict[str, str]] = {}
    for merged in Fund.objects.filter(stands__isnull=False).select_related("stands").order_by("name", "id"):
        if merged.stands and merged.name.casefold() != merged.stands.name.casefold():
            names.setdefault(merged.stands.id, {}).setdefault(merged.name.casefold(), merged.name)
    return {fund: tuple(written.values()) for fund, written in names.items()}


def facet_words(facet: str) -> str:
    """What a facet's value is called: 2018/19, Home Office, Bid."""
    name, _, value = facet.partition(":")
    if name == "year":
        return year_words(int(value))
    if name in ("funder", "fund"):
        return bodies().get(facet, (value, ""))[0]
    if name == "recipient":
        return name_of(facet)
    words = {"band": _BANDS, "kind": KINDS, "force": FORCE}.get(name)
    if words:
        return words.get(value, value)
    if name == "status":
        # "In force" is the name of another filter, which finds amended and continued decisions as well.
        return f"Status: {value}"
    return FLAGS.get(name, value)


def facet_value(facet: str) -> str:
    """How an address names a facet's value: 2018-19, home-office."""
    name, _, value = facet.partition(":")
    if name == "year":
        return FinancialYear(int(value)).slug
    if name in ("funder", "fund"):
        return bodies().get(facet, ("", value))[1]
    if name == "recipient":
        return slug_of(name_of(facet))
    return value
