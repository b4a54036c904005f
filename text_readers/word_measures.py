"""Lengths as Word files write them: whole numbers of the format's own units, or numbers with a unit behind them."""

import re

#: Points to the unit (ISO/IEC 29500-1, 22.9.2.15).
_POINTS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0, "pc": 12.0, "pi": 12.0}
_LENGTH = re.compile(r"(-?[0-9]{1,7}(?:\.[0-9]{1,6})?)(mm|cm|in|pt|pc|pi|%)?")


def length(text: str | None, per_point: int = 20) -> int | None:
    """A length in units of which so many make a point (20: twips, 2: half points); a share in per cent as it is.

    None for what is no length.
    """
    match = _LENGTH.fullmatch(text or "")
    if match is None:
        return None
    number = float(match[1])
    return int(number * _POINTS[match[2]] * per_point) if match[2] in _POINTS else int(number)
