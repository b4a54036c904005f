"""Every change to a paper, each all or nothing: keyword-only, with who does it (`by`) and when (`at`)."""

from decisions.actions.deciding import approve, endorse, record_ink, refuse
from decisions.actions.moving import check, send_back, submit, withdraw
from decisions.actions.publishing import publish
from decisions.actions.writing import begin_paper, explain, save_part

__all__ = [
    "approve",
    "begin_paper",
    "check",
    "endorse",
    "explain",
    "publish",
    "record_ink",
    "refuse",
    "save_part",
    "send_back",
    "submit",
    "withdraw",
]
