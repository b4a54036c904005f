"""Models of the book's tables, and of the desk's tables around it: what waits, requests of the public, alerts."""

from book.models.alerts import Alert, Subscriber
from book.models.entries import Entry, EntryFile, File, State
from book.models.evidence import EvidenceDue
from book.models.format_requests import FormatRequest
from book.models.forward_plan import Planned
from book.models.hand_overs import HandOver
from book.models.log import Node, TreeHead
from book.models.merged_funds import MergedFund
from book.models.mistakes import MistakeReport
from book.models.money import Money, Outcome, Recommendation, Total
from book.models.other_names import OtherName
from book.models.projections import FacetCount, Fund, Funder, Link, PublishedDecision, Released, Word
from book.models.retirements import Retirement
from book.models.verification import Verification
from book.models.waiting import Waiting, WaitingFile, WaitingLink
from book.models.witnesses import Cosignature, WitnessPolicy, WitnessState

__all__ = [
    "Alert",
    "Cosignature",
    "Entry",
    "EntryFile",
    "EvidenceDue",
    "FacetCount",
    "File",
    "FormatRequest",
    "Fund",
    "Funder",
    "HandOver",
    "Link",
    "MergedFund",
    "MistakeReport",
    "Money",
    "Node",
    "OtherName",
    "Outcome",
    "Planned",
    "PublishedDecision",
    "Recommendation",
    "Released",
    "Retirement",
    "State",
    "Subscriber",
    "Total",
    "TreeHead",
    "Verification",
    "Waiting",
    "WaitingFile",
    "WaitingLink",
    "WitnessPolicy",
    "WitnessState",
    "Word",
]
