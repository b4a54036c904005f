"""The changes to the form's words that nobody makes alone; config/proposals.py registers them."""

from datetime import date, datetime

from django.urls import reverse

from accounts.models import Person, Proposal
from accounts.offices import Office
from accounts.proposals.registry import Verb
from decisions.models import Power, StandingText
from decisions.models.content import Action
from figures.dates import format_date, london_day
from wording import actions

_ADMINISTRATORS = frozenset({Office.ADMINISTRATOR})


def _new_text(proposal: Proposal, person: Person, at: datetime) -> list[tuple[str, str]]:
    """Which text is changed, its words in force and those that take their place."""
    key, arguments = proposal.subject.removeprefix("wording:"), proposal.arguments
    in_force = StandingText.objects.on(london_day(at)).get(key)
    before = f"{in_force.heading}\n\n{in_force.text}" if in_force else "Nothing yet."
    return [
        (f"In force today ({key})", before),
        (
            f"From {format_date(date.fromisoformat(arguments['from_on']))} on",
            f"{arguments['heading']}\n\n{arguments['text']}",
        ),
    ]


def _new_power(proposal: Proposal, person: Person, at: datetime) -> list[tuple[str, str]]:
    """What the power lets be recommended, where it stands, and when."""
    arguments = proposal.arguments
    last = arguments["until_on"]
    until = f"to {format_date(date.fromisoformat(last))}" if last else "until further notice"
    return [
        ("For recommendations that ask to", str(Action(arguments["action"]).label)),
        ("Where the power stands", arguments["citation"]),
        ("When it counts", f"From {format_date(date.fromisoformat(arguments['from_on']))} {until}"),
    ]


def _ended_power(proposal: Proposal, person: Person, at: datetime) -> list[tuple[str, str]]:
    """Which power it is, and until when it counts today."""
    power = Power.objects.get(pk=proposal.number_of("power"))
    until = f"to {format_date(power.until_on)}" if power.until_on else "until further notice"
    return [
        ("For recommendations that ask to", str(Action(power.action).label)),
        ("When it counts as it stands", f"From {format_date(power.from_on)} {until}"),
    ]


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
        texts=_new_text,
    ),
    Verb(
        name="wording.power",
        label="Add a power",
        proposers=_ADMINISTRATORS,
        confirmers=_ADMINISTRATORS,
        perform=actions.confirmed_power,
        links=_link_to_wording,
        texts=_new_power,
    ),
    Verb(
        name="wording.end_power",
        label="End a power",
        proposers=_ADMINISTRATORS,
        confirmers=_ADMINISTRATORS,
        perform=actions.confirmed_end_of_power,
        links=_link_to_wording,
        texts=_ended_power,
    ),
)
