"""The book as Django sees it, and what waits outside it."""

from book.models.entries import Entry, EntryFile, File, State
from book.models.format_requests import FormatRequest
from book.models.log import Head, Node
from book.models.money import Money, Outcome, Recommendation, Total
from book.models.projections import Decision, FacetCount, Fund, Funder, Link, Released
from book.models.waiting import Waiting, WaitingFile, WaitingLink

__all__ = [
    "Decision",
    "Entry",
    "EntryFile",
    "FacetCount",
    "File",
    "FormatRequest",
    "Fund",
    "Funder",
    "Head",
    "Link",
    "Money",
    "Node",
    "Outcome",
    "Recommendation",
    "Released",
    "State",
    "Total",
    "Waiting",
    "WaitingFile",
    "WaitingLink",
]
