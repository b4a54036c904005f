"""Pounds and pence: read as people write them, shown as the register prints them."""

import re
from decimal import ROUND_HALF_UP, Decimal

#: The largest amount, as MoneyColumn stores it: more than any grant, so that a larger one is a typing mistake.
MOST = Decimal("999999999999.99")

_TYPED = re.compile(r"""^£?\s*(?P<pounds>\d{1,3}(?:[,\s]\s?\d{3})+|\d+)(?P<pence>\.\d{1,2})?\s*$""", re.VERBOSE)
_SIGNED = re.compile(
    r"""^£?\s*(?P<brackets>\(?)\s*£?\s*(?P<before>[-+]?)\s*£?\s*
    (?P<amount>\d[\d,.\s]*?)\s*(?P<after>-|CR|DR|)\s*\)?$""",
    re.VERBOSE | re.IGNORECASE,
)
_SHORTENED = re.compile(
    r"^£?\s*(?P<number>\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,6})?|\d{1,9}(?:\.\d{1,6})?)\s*"
    r"(?P<unit>k|thousand|mn?|mill?ions?|mil|bn|billion)\.?(?: pounds)?$",
    re.IGNORECASE,
)
_TIMES = {"k": 1_000, "t": 1_000, "m": 1_000_000, "b": 1_000_000_000}


def parse_money(text: str) -> Decimal:
    """The amount that a person typed, in pounds with two places: "£250,000", "250000.5", "1 200".

    Raises ValueError with a sentence for the person when it is no amount, is negative, has parts of
    a penny, or is beyond what any grant could be.
    """
    typed = " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())
    if typed.startswith(("-", "\u2212", "£-", "(")):
        raise ValueError("Enter an amount that is not negative, such as £250,000.")
    match = _TYPED.match(typed)
    if not match:
        raise ValueError(_in_full(typed) or "Enter an amount in pounds, such as £250,000 or 1,234.50.")
    digits = re.sub(r"\D", "", match["pounds"])
    if len(digits) > 15:
        raise ValueError("Enter an amount below £1 trillion.")
    amount = Decimal(digits + (match["pence"] or "")).quantize(Decimal("0.01"))
    if amount > MOST:
        raise ValueError("Enter an amount below £1 trillion.")
    return amount


def parse_signed_money(text: str) -> Decimal:
    """An amount that may be negative, as ledgers and people write it: "(1,234.50)", "-£12", "£-12", "12.00-", "12 CR".

    Raises ValueError with a sentence, as `parse_money` does.
    """
    typed = " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2212", "-").split())
    match = _SIGNED.match(typed)
    if not match:
        raise ValueError("Enter an amount in pounds, such as 1,234.50, or (1,234.50) for a credit.")
    negative = bool(match["brackets"]) + (match["before"] == "-") + (match["after"].upper() in ("-", "CR"))
    if negative > 1 or bool(match["brackets"]) != typed.endswith(")"):
        raise ValueError("Enter an amount with one sign, such as -1,234.50.")
    amount = parse_money(match["amount"])
    return -amount if negative and amount else amount


def _in_full(typed: str) -> str:
    """What to write in place of "£1.2m" or "250k"; refused as such, so that no typing mistake becomes a million."""
    match = _SHORTENED.match(typed)
    if not match:
        return ""
    amount = Decimal(match["number"].replace(",", "")) * _TIMES[match["unit"][0].lower()]
    return f"Write the amount in full, such as {format_money(amount).removeprefix('£')}." if amount <= MOST else ""


def format_money(amount: Decimal | None) -> str:
    """£250,000 or, where there are pence, £1,234.50; nothing for a blank amount."""
    if amount is None:
        return ""
    exact = Decimal(amount).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return f"£{exact:,.0f}" if exact == exact.to_integral_value() else f"£{exact:,.2f}"


def format_signed_money(amount: Decimal | None) -> str:
    """As `format_money`, with a true minus sign before a negative amount: −£1,234.50."""
    if amount is None:
        return ""
    return f"\u2212{format_money(-amount)}" if amount < 0 else format_money(amount)


def canonical_money(amount: Decimal) -> str:
    """The one spelling for machines: pounds with two places, no separators ("250000.00")."""
    return f"{Decimal(amount).quantize(Decimal('0.01')):f}"
