"""Keep the form's standing texts and the list of powers: each new one is dated, earlier ones stay."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import Person
from accounts.offices import Office
from audit.actions import record
from components.refusals import Refused
from decisions.models import Power, StandingText
from figures.dates import format_date, london_day


def _require(by: Person, at: datetime, from_on: date) -> None:
    if not by.holds(Office.ADMINISTRATOR, london_day(at)):
        raise Refused("To change the form’s texts or powers you need the office Administrator on the day.")
    if from_on < london_day(at):
        raise Refused("Papers of earlier days keep their words: let the new text begin today or later.")


def add_standing_text(*, key: str, heading: str, text: str, from_on: date, by: Person, at: datetime) -> StandingText:
    """Let a standing text of the form be in other words from a day on. Raises Refused with a sentence."""
    _require(by, at, from_on)
    if not StandingText.objects.filter(key=key).exists():
        raise Refused("The form has no such text.")
    if not text.strip():
        raise Refused("Write the text.")
    with transaction.atomic():
        made, is_new = StandingText.objects.get_or_create(
            key=key, from_on=from_on, defaults={"heading": heading.strip(), "text": text.strip()}
        )
        if not is_new:
            raise Refused(f"There is a text from {format_date(from_on)} already. Choose a later day.")
        record(
            verb="wording.text",
            at=at,
            by=by,
            subject=f"wording:{key}",
            sentence=f"{by.name} changed the form’s text “{made.heading or key}” from {format_date(from_on)} on.",
            details={"heading": made.heading, "text": made.text},
        )
    return made


def add_power(*, action: str, citation: str, from_on: date, until_on: date | None, by: Person, at: datetime) -> Power:
    """Add a power that recommendations of a kind can rely on, from a day, to a day or until further notice."""
    _require(by, at, from_on)
    if until_on and until_on < from_on:
        raise Refused("The last day of the power is before its first.")
    with transaction.atomic():
        made = Power.objects.create(action=action, citation=citation.strip(), from_on=from_on, until_on=until_on)
        record(
            verb="wording.power",
            at=at,
            by=by,
            subject=f"power:{made.pk}",
            sentence=f"{by.name} added the power “{made.citation}” from {format_date(from_on)} on.",
            details={"action": action, "citation": made.citation},
        )
    return made


def end_power(*, power: Power, until_on: date, by: Person, at: datetime) -> None:
    """Let a power end on a day that has not passed."""
    _require(by, at, until_on)
    if until_on < power.from_on:
        raise Refused("The last day of the power is before its first.")
    with transaction.atomic():
        power.until_on = until_on
        power.save(update_fields=["until_on"])
        record(
            verb="wording.power",
            at=at,
            by=by,
            subject=f"power:{power.pk}",
            sentence=f"{by.name} ended the power “{power.citation}” on {format_date(until_on)}.",
            details={"citation": power.citation},
        )
