"""Every change to a paper, each all or nothing: keyword-only, with who does it (`by`) and when (`at`)."""

from decisions.actions.agreeing import agree, drop, propose
from decisions.actions.confidential import (
    ExemptionFacts,
    ItemFacts,
    name_part_2_reader,
    record_part_2_view,
    remove_part_2_reader,
    save_part_2,
)
from decisions.actions.deciding import Scan, approve, endorse, record_ink, refuse
from decisions.actions.gate import overrule
from decisions.actions.moving import check, send_back, submit, withdraw
from decisions.actions.publishing import publish
from decisions.actions.writing import begin_paper, explain, save_part

__all__ = [
    "ExemptionFacts",
    "ItemFacts",
    "Scan",
    "agree",
    "approve",
    "begin_paper",
    "check",
    "drop",
    "endorse",
    "explain",
    "name_part_2_reader",
    "overrule",
    "propose",
    "publish",
    "record_ink",
    "record_part_2_view",
    "refuse",
    "remove_part_2_reader",
    "save_part",
    "save_part_2",
    "send_back",
    "submit",
    "withdraw",
]
