"""The changes to the form's words that nobody makes alone; config/proposals.py registers them."""

from django.urls import reverse

from accounts.models import Proposal
from accounts.offices import Office
from accounts.proposals.registry import Verb
from wording import actions

_ADMINISTRATORS = frozenset({Office.ADMINISTRATOR})


def _link_to_wording(proposal: Proposal) -> list[tuple[str, str]]:
    return [("The form’s words and powers", reverse("desk:wording_list"))]


VERBS = (
    Verb(
        name="wording.text",
        label="Change a standing text of the form",
        proposers=_ADMINISTRATORS,
        confirmers=_ADMINISTRATORS,
        perform=actions.confirmed_text,
        links=_link_to_wording,
    ),
    Verb(
        name="wording.power",
        label="Add a power",
        proposers=_ADMINISTRATORS,
        confirmers=_ADMINISTRATORS,
        perform=actions.confirmed_power,
        links=_link_to_wording,
    ),
    Verb(
        name="wording.end_power",
        label="End a power",
        proposers=_ADMINISTRATORS,
        confirmers=_ADMINISTRATORS,
        perform=actions.confirmed_end_of_power,
        links=_link_to_wording,
    ),
)
