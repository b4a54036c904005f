"""Days and amounts as ledgers and spreadsheets keep them."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from figures.dates import parse_date
from figures.money import MOST, parse_signed_money

#: Day 0 of a spreadsheet's calendar, which counts a 29 February 1900 that never was; from 1 March 1900 it is right.
_DAY_0, _DAY_0_OF_1904 = date(1899, 12, 30), date(1904, 1, 1)
_SERIAL = re.compile(r"^\d{5}(\.\d+)?$")
_WITH_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
#: How a spreadsheet shows nil in its format for accounts.
_NIL = frozenset({"-", "\u2013", "£-", "£ -", "- £"})


def read_day(cell: Any, *, from_1904: bool = False) -> date:
    """The day of a cell: a day, a serial number of a spreadsheet (43378), or text, the day before the month.

    Raises ValueError with a sentence.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _of_serial(cell, from_1904)
    text = " ".join(str("" if cell is None else cell).replace("\u00a0", " ").split())
    if not text:
        raise ValueError("There is no day.")
    if _SERIAL.match(text):
        return _of_serial(float(text), from_1904)
    return parse_date(_WITH_TIME.sub("", text))


def _of_serial(serial: float, from_1904: bool) -> date:
    if not 20_000 <= serial < 80_000:
        raise ValueError("This number is no day of a spreadsheet.")
    return (_DAY_0_OF_1904 if from_1904 else _DAY_0) + timedelta(days=int(serial))


def read_amount(cell: Any) -> Decimal:
    """The pounds of a cell; a blank one and a dash are nil.

    A spreadsheet keeps fifteen digits, and its numbers are read with those, so that 0.1 + 0.2 is 30p. Parts of a penny
    are refused, not rounded. Raises ValueError with a sentence.
    """
    if cell is None or isinstance(cell, bool):
        return Decimal(0) if cell is None else _refuse()
    if isinstance(cell, int | float | Decimal):
        amount = Decimal(f"{cell:.15g}" if isinstance(cell, float) else str(cell))
        if not amount.is_finite() or abs(amount) > MOST:
            raise ValueError("Enter an amount below £1 trillion.")
        if amount != (exact := amount.quantize(Decimal("0.01"))):
            raise ValueError("The amount has parts of a penny. Round it in the ledger.")
        return exact
    text = " ".join(str(cell).replace("\u00a0", " ").split())
    return Decimal(0) if not text or text in _NIL else parse_signed_money(text)


def _refuse() -> Decimal:
    raise ValueError("Enter an amount in pounds.")
