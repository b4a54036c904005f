"""Every change to people and their offices: all or nothing, with who (`by`) and when (`at`), each in the history."""

from accounts.actions.administrators import create_administrators
from accounts.actions.holdings import (
    confirm_office,
    delegate_office,
    end_office,
    give_office,
    propose_end_of_office,
)
from accounts.actions.people import (
    change_person,
    create_person,
    end_sessions,
    factor_changed,
    propose_for_person,
)
from components.refusals import Refused

__all__ = [
    "Refused",
    "change_person",
    "confirm_office",
    "create_administrators",
    "create_person",
    "delegate_office",
    "end_office",
    "end_sessions",
    "factor_changed",
    "give_office",
    "propose_end_of_office",
    "propose_for_person",
]
