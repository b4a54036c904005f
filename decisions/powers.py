"""Who may decide what: the powers of the body's profile by office, kind of recommendation and amount, on a day.

A profile that names no power for a kind of recommendation limits nothing. Where it names some, an office among those
that decide together must hold one that covers the day and the amount, and every office that the power consults must
have signed before; a paper is judged by the profile that it was submitted under. The database says the same
(sql/powers.sql).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from accounts.offices import Office, labels
from components.refusals import NotAllowed
from decisions.models import Decision, Recommendation, Ruling, Signature
from decisions.models.content import Action
from decisions.models.profile import profile_of
from figures.money import format_money
from profiles import Power


def check_power(paper: Decision, offices: Sequence[Office], rulings: Iterable[Ruling], day: date) -> None:
    """Let the offices that decide a paper together approve what the powers of one of them cover.

    Args:
        rulings: what is decided on each recommendation; an amount counts as it is decided, not as it was asked.

    Raises:
        NotAllowed: something is beyond their power on the day; the sentence says who may decide it.
    """
    deciding, consulted = {office.value for office in offices}, _consulted(paper)
    lines = {line.number: line for line in paper.recommendations.all()}
    for ruling in rulings:
        if ruling.outcome == Ruling.Outcome.REFUSED:
            continue
        action, amount = Action(lines[ruling.number].action), ruling.amount or Decimal(0)
        if not any(power.action == action.value for power in profile_of(paper).powers):
            continue
        powers = list(_in_force(paper, action, day))
        able = [power for power in powers if power.office in deciding and _covers(power, amount)]
        if not able:
            raise NotAllowed(_beyond(ruling.number, action, amount, offices, powers))
        if not any(_is_consulted(power, consulted) for power in able):
            raise NotAllowed(_not_consulted(ruling.number, able[0], consulted))


def covering_power(
    paper: Decision, line: Recommendation, ruling: Ruling | None, offices: Sequence[Office], day: date
) -> Power | None:
    """The power by which one of the offices decides a recommendation on a day; None where the profile names none."""
    amount = (ruling.amount if ruling else line.amount) or Decimal(0)
    deciding = {office.value for office in offices}
    powers = [power for power in _in_force(paper, Action(line.action), day) if power.office in deciding]
    powers.sort(key=lambda power: power.citation != line.power.strip())  # the one that the paper names, if it covers it
    consulted = _consulted(paper)
    return next((power for power in powers if _covers(power, amount) and _is_consulted(power, consulted)), None)


def _in_force(paper: Decision, action: Action, day: date) -> Iterator[Power]:
    """The powers for a kind of recommendation on a day."""
    for power in profile_of(paper).powers:
        has_begun = power.begins is None or power.begins <= day
        if power.action == action.value and has_begun and (power.ends is None or day <= power.ends):
            yield power


def _consulted(paper: Decision) -> set[str]:
    """The offices that have signed in this round before whoever decides."""
    before = paper.signatures.filter(round=paper.round, step=Signature.Step.ENDORSED)
    return set(before.values_list("office", flat=True))


def _is_consulted(power: Power, consulted: set[str]) -> bool:
    return consulted.issuperset(power.consults)


def _not_consulted(number: int, power: Power, consulted: set[str]) -> str:
    missing_labels = labels([Office(office) for office in power.consults if office not in consulted])
    return (
        f"Recommendation {number} is decided after {missing_labels} has been consulted ({power.citation}), and has "
        "signed. Send the paper back, so that it goes to them first."
    )


def _covers(power: Power, amount: Decimal) -> bool:
    return power.limit is None or amount <= power.limit


def _beyond(number: int, action: Action, amount: Decimal, offices: Sequence[Office], powers: Sequence[Power]) -> str:
    action_words = f"{action.label[0].lower()}{action.label[1:]}"
    money = f" of {format_money(amount)}" if amount else ""
    deciding = [office.value for office in offices]
    own_limits = [power.limit for power in powers if power.office in deciding and power.limit is not None]
    limit_words = f", which ends at {format_money(Decimal(max(own_limits)))}" if own_limits else ""
    able = [power for power in powers if _covers(power, amount)]
    holders = " or ".join(dict.fromkeys(f"{Office(power.office).label} ({power.citation})" for power in able))
    end = f" Whoever may: {holders}." if holders else " No office has it; the decision is not for this body’s officers."
    beyond = f"is beyond the power of the {labels(offices)}{limit_words}"
    return f"Recommendation {number} ({action_words}{money}) {beyond}.{end}"
