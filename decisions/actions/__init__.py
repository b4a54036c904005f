"""Every change to a paper, each all or nothing: keyword-only, with who does it (`by`) and when (`at`)."""

from decisions.actions.approve import approve
from decisions.actions.check import check
from decisions.actions.endorse import endorse
from decisions.actions.explain import explain
from decisions.actions.give_papers import give_papers
from decisions.actions.leak_override import propose_overruling
from decisions.actions.publish import publish
from decisions.actions.record_ink import Scan, record_ink
from decisions.actions.refuse import refuse
from decisions.actions.send_back import send_back
from decisions.actions.submit import submit
from decisions.actions.take_back import take_back
from decisions.actions.withdraw import withdraw

__all__ = [
    "Scan",
    "approve",
    "check",
    "endorse",
    "explain",
    "give_papers",
    "propose_overruling",
    "publish",
    "record_ink",
    "refuse",
    "send_back",
    "submit",
    "take_back",
    "withdraw",
]
