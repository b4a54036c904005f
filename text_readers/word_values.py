"""Values as Word files write them: switches, and lengths in the format's own units or with a unit behind them."""

import re
from typing import Any

from docx.oxml.ns import qn

#: What switches something off that would otherwise be on by being there (ISO/IEC 29500-1, 22.9.2.7).
OFF = ("0", "false", "off")
#: Points to the unit (ISO/IEC 29500-1, 22.9.2.15).
_POINTS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0, "pc": 12.0, "pi": 12.0}
_LENGTH = re.compile(r"(-?[0-9]{1,7}(?:\.[0-9]{1,6})?)(mm|cm|in|pt|pc|pi|%)?")


def value_of(element: Any, name: str) -> str:
    """The w:val of a child; "" when there is none."""
    child = element.find(qn(name)) if element is not None else None
    return (child.get(qn("w:val")) or "") if child is not None else ""


def is_on(element: Any, name: str) -> bool:
    """Whether a child switches something on: one without a value does."""
    child = element.find(qn(name)) if element is not None else None
    return child is not None and child.get(qn("w:val"), "1") not in OFF


def length(text: str | None, per_point: int = 20) -> int | None:
    """A length in units of which so many make a point (20: twips, 2: half points); a share in per cent as it is.

    None for what is no length.
    """
    match = _LENGTH.fullmatch(text or "")
    if match is None:
        return None
    number = float(match[1])
    return int(number * _POINTS[match[2]] * per_point) if match[2] in _POINTS else int(number)
