"""The book as Django sees it, and what waits outside it."""

from register.models.entries import Entry, EntryFile, File, State
from register.models.format_requests import FormatRequest
from register.models.hand_overs import HandOver
from register.models.letters import Letter
from register.models.log import Head, Node
from register.models.money import Money, Outcome, Recommendation, Total
from register.models.projections import Decision, FacetCount, Fund, Funder, Link, Released
from register.models.waiting import Waiting, WaitingFile, WaitingLink
from register.models.witnesses import Cosignature, WitnessPolicy, WitnessState

__all__ = [
    "Cosignature",
    "Decision",
    "Entry",
    "EntryFile",
    "FacetCount",
    "File",
    "FormatRequest",
    "Fund",
    "Funder",
    "HandOver",
    "Head",
    "Letter",
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
    "WitnessPolicy",
    "WitnessState",
]
