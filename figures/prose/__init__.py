"""Amounts, financial years, days, periods and references as they stand in running text.

Every finder takes linear time: no pattern holds a repetition within a repetition that both could take, and context is
looked up in windows of fixed size.
"""

from figures.prose.amounts import find_amounts
from figures.prose.days import find_dates, find_periods, find_years
from figures.prose.matches import AmountMatch, DateMatch, PeriodMatch, ReferenceMatch, TextMatch, YearMatch
from figures.prose.references import find_references, own_series

__all__ = [
    "AmountMatch",
    "DateMatch",
    "PeriodMatch",
    "ReferenceMatch",
    "TextMatch",
    "YearMatch",
    "find_amounts",
    "find_dates",
    "find_periods",
    "find_references",
    "find_years",
    "own_series",
]
