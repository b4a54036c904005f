"""The form's standing texts and the list of powers: one administrator proposes a change, another confirms it."""

from datetime import date, datetime
from hashlib import sha256

from accounts.models import Person, Proposal
from accounts.proposals.actions import propose
from components.refusals import Refused
from decisions.models import Power, StandingText
from figures.dates import format_date, london_day
from figures.text import one_line, plain_text


def propose_standing_text(*, key: str, heading: str, text: str, from_on: date, by: Person, at: datetime) -> Proposal:
    """Propose other words for a standing text of the form, from a day on.

    Raises:
        NotAllowed: the person is no administrator.
        Refused: there is no such text, no words, a day that is past, or a text from that day.
    """
    if not StandingText.objects.filter(key=key).exists():
        raise Refused("The form has no such text.")
    if not text.strip():
        raise Refused("Write the text.")
    _check_day(from_on, at)
    _check_free(key, from_on)
    heading, text = one_line(heading), plain_text(text).strip()
    return propose(
        verb="wording.text",
        subject=f"wording:{key}",
        target=from_on.isoformat(),
        sentence=f"Change the form’s text “{heading or key}” from {format_date(from_on)} on.",
        arguments={"heading": heading, "text": text, "from_on": from_on.isoformat()},
        reason=text,
        by=by,
        at=at,
    )


def confirmed_text(proposal: Proposal, at: datetime) -> None:
    """What confirming new words does. Confirmed after their first day, they begin today: earlier papers keep theirs."""
    key, arguments = proposal.subject.removeprefix("wording:"), proposal.arguments
    from_on = max(date.fromisoformat(arguments["from_on"]), london_day(at))
    _check_free(key, from_on)
    StandingText.objects.create(key=key, from_on=from_on, heading=arguments["heading"], text=arguments["text"])


def propose_power(
    *, action: str, citation: str, from_on: date, until_on: date | None, by: Person, at: datetime
) -> Proposal:
    """Propose a power that recommendations of a kind can rely on, from a day, to a day or until further notice.

    Raises:
        NotAllowed: the person is no administrator.
        Refused: a day is past, or the last is before the first.
    """
    _check_day(from_on, at)
    if until_on and until_on < from_on:
        raise Refused("The last day of the power is before its first.")
    citation = one_line(citation)
    return propose(
        verb="wording.power",
        subject="wording:powers",
        target=sha256(f"{action} {citation}".encode()).hexdigest(),
        sentence=f"Add the power “{citation}” from {format_date(from_on)} on.",
        arguments={
            "action": action,
            "citation": citation,
            "from_on": from_on.isoformat(),
            "until_on": until_on.isoformat() if until_on else None,
        },
        by=by,
        at=at,
    )


def confirmed_power(proposal: Proposal, at: datetime) -> None:
    """What confirming a power does."""
    arguments = proposal.arguments
    until_on = date.fromisoformat(arguments["until_on"]) if arguments["until_on"] else None
    from_on = max(date.fromisoformat(arguments["from_on"]), london_day(at))
    if until_on and until_on < from_on:
        raise Refused("The last day of the power has passed.")
    Power.objects.create(action=arguments["action"], citation=arguments["citation"], from_on=from_on, until_on=until_on)


def propose_end_of_power(*, power: Power, until_on: date, by: Person, at: datetime) -> Proposal:
    """Propose to let a power end on a day that has not passed.

    Raises:
        NotAllowed: the person is no administrator.
        Refused: the day is past, or before the power's first; or the power has ended, or ends by then already.
    """
    if until_on < london_day(at):
        raise Refused("Papers of earlier days rely on the power: let it end today or later.")
    if power.until_on and power.until_on < london_day(at):
        raise Refused(f"The power ended on {format_date(power.until_on)}.")
    _check_ends_sooner(power, until_on)
    if until_on < power.from_on:
        raise Refused("The last day of the power is before its first.")
    return propose(
        verb="wording.end_power",
        subject=f"power:{power.pk}",
        sentence=f"End the power “{power.citation}” on {format_date(until_on)}.",
        arguments={"until_on": until_on.isoformat()},
        by=by,
        at=at,
    )


def confirmed_end_of_power(proposal: Proposal, at: datetime) -> None:
    """What confirming the end of a power does."""
    power = Power.objects.select_for_update().get(pk=proposal.number_of("power"))
    until_on = max(date.fromisoformat(proposal.arguments["until_on"]), london_day(at))
    _check_ends_sooner(power, until_on)
    power.until_on = until_on
    power.save(update_fields=["until_on"])


def _check_ends_sooner(power: Power, until_on: date) -> None:
    if power.until_on and until_on >= power.until_on:
        raise Refused(f"The power ends on {format_date(power.until_on)} already. To let it last longer, add it anew.")


def _check_day(day: date, at: datetime) -> None:
    if day < london_day(at):
        raise Refused("Papers of earlier days keep their words: let the new text begin today or later.")


def _check_free(key: str, from_on: date) -> None:
    if StandingText.objects.filter(key=key, from_on=from_on).exists():
        raise Refused(f"There is a text from {format_date(from_on)} already. Choose a later day.")
