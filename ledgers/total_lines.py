"""Lines of a report of the ledger that book nothing: they add up the lines above them."""

import re

from spreadsheets.sheets import Line, cell_text

#: “Total”, “Sub-total”, “Grand total:”, “Total for CC7”; not “Total Gas & Power”, which is a supplier.
_TOTAL = re.compile(r"((grand|report|page|overall) )?(sub-? ?)?totals?( (for|of) .{1,80})?:?", re.IGNORECASE)


def total_words(line: Line) -> str:
    """The words by which a line says that it is a sum of others; empty where it says none."""
    texts = (cell_text(cell) for cell in line.cells.values() if isinstance(cell, str))
    return next((text for text in texts if _TOTAL.fullmatch(text)), "")
