"""The action of each step, by its name in the workflow's table."""

from collections.abc import Callable

from decisions.actions.approve import approve
from decisions.actions.check import check
from decisions.actions.endorse import endorse
from decisions.actions.publish import publish
from decisions.actions.record_ink import record_ink
from decisions.actions.refuse import refuse
from decisions.actions.send_back import send_back
from decisions.actions.submit import submit
from decisions.actions.take_back import take_back
from decisions.actions.withdraw import withdraw

ACTIONS: dict[str, Callable[..., object]] = {
    "submit": submit,
    "take_back": take_back,
    "check": check,
    "endorse": endorse,
    "approve": approve,
    "refuse": refuse,
    "record_ink": record_ink,
    "send_back": send_back,
    "withdraw": withdraw,
    "publish": publish,
}
