"""Every change to people and their offices: all or nothing, with who (`by`) and when (`at`), told to the history."""

from accounts.actions.administrators import create_administrators
from accounts.actions.holdings import confirm_office, delegate_office, end_office, give_office
from accounts.actions.people import (
    change_person,
    close_account,
    create_person,
    end_sessions,
    remove_second_factor,
    reopen_account,
)
from components.refusals import Refused

__all__ = [
    "Refused",
    "change_person",
    "close_account",
    "confirm_office",
    "create_administrators",
    "create_person",
    "delegate_office",
    "end_office",
    "end_sessions",
    "give_office",
    "remove_second_factor",
    "reopen_account",
]
