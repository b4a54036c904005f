"""The changes to what is published, or waits to be, that nobody makes alone; config/proposals.py registers them."""

from datetime import datetime

from accounts.models import Person, Proposal
from accounts.offices import Office, offices_that_may
from accounts.proposals.registry import Verb
from book.actions import close, propose
from figures.references import Reference

_STAFF = offices_that_may("publish")


def _page(proposal: Proposal) -> list[tuple[str, str]]:
    slug = Reference.parse(proposal.arguments["reference"]).slug
    return [("The public page as it stands", f"/decisions/{slug}/")]


def _correction(proposal: Proposal, person: Person, at: datetime) -> list[tuple[str, str]]:
    """What the page will say of the correction, as the public will read it."""
    text = f"Correction\n\n{proposal.reason}"
    if "part1_sha256" in proposal.arguments:
        text = f"The decision is published again as it was signed; its withdrawal stays in the open.\n\n{text}"
    return [("On the page, under “What happened since”", text)]


def _withdrawal(proposal: Proposal, person: Person, at: datetime) -> list[tuple[str, str]]:
    """What will stand at the address in place of the page."""
    reference = proposal.arguments["reference"]
    return [("In place of the page", f"{reference} is withdrawn from the register.\n\n{proposal.reason}")]


def _closing(proposal: Proposal, person: Person, at: datetime) -> list[tuple[str, str]]:
    """What every public page will say from then on."""
    name, address = proposal.arguments["successor_name"], proposal.arguments["successor_address"]
    text = f"This register is closed. {name} answers for it: {address}\n\n{proposal.reason}"
    return [("On every public page", text)]


VERBS = (
    Verb(
        name="publication.withdraw",
        label="Withdraw what is published",
        proposers=_STAFF,
        confirmers=_STAFF,
        perform=propose.confirmed_withdrawal,
        links=_page,
        texts=_withdrawal,
    ),
    Verb(
        name="publication.correct",
        label="Publish a correction",
        proposers=_STAFF,
        confirmers=_STAFF,
        perform=propose.confirmed_correction,
        links=_page,
        texts=_correction,
    ),
    Verb(
        name="publication.early",
        label="Publish a deferred decision earlier",
        proposers=_STAFF,
        confirmers=_STAFF,
        perform=propose.confirmed_earlier,
    ),
    Verb(
        name=close.VERB,
        label="Close the register for good",
        proposers=frozenset({Office.CHECKER}),
        confirmers=frozenset({Office.ENDORSER, Office.DECIDER}),
        perform=close.confirmed_closing,
        texts=_closing,
    ),
)
