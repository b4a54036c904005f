"""By what authority a paper was decided: the powers relied on, who holds them, and what appointed those who do."""

from collections.abc import Iterable, Iterator
from datetime import date

from accounts.models import Holding
from accounts.offices import Office
from book.part1.v2 import Authority, Power
from decisions.models import Decision, Ruling, Signature
from decisions.models.profile import profile_of
from decisions.powers import covering_power
from figures.dates import format_date
from profiles import Appointment


def authority_of(paper: Decision, rulings: Iterable[Ruling], day: date) -> Authority:
    """The chain of authority of a paper that is approved on a day, from the powers back to the appointments.

    A power is named once, in the order of the recommendations; what is refused relies on none. Then come whoever
    signed the decision, with what appointed them, and for whom they stood in. `gap` says in sentences what is not
    recorded, so that a broken chain is seen.
    """
    signatures = list(paper.signatures.filter(round=paper.round).exclude(step=Signature.Step.ENDORSED).order_by("pk"))
    links: list[Power] = []
    gaps: list[str] = []
    for link, gap in [*_powers(paper, rulings, signatures, day), *_appointments(paper, signatures, day)]:
        if link and link not in links:
            links.append(link)
        if gap and gap not in gaps:
            gaps.append(gap)
    return Authority(powers=tuple(links), gap=" ".join(gaps))


def _powers(
    paper: Decision, rulings: Iterable[Ruling], signatures: list[Signature], day: date
) -> Iterator[tuple[Power | None, str]]:
    """The power that each recommendation relies on, of an office that decided."""
    offices = [Office(signature.office) for signature in signatures]
    rulings_by_number = {ruling.number: ruling for ruling in rulings}
    for line in paper.recommendations.order_by("number"):
        ruling = rulings_by_number.get(line.number)
        if ruling is not None and ruling.outcome == Ruling.Outcome.REFUSED:
            continue
        power = covering_power(paper, line, ruling, offices, day)
        if power is None:
            yield None, f"No power is recorded for recommendation {line.number}."
            continue
        gap = "" if power.rests_on else f"Nothing is recorded on which “{power.citation}” rests."
        yield Power(Office(power.office).label, power.citation, power.rests_on, power.begins), gap


def _appointments(paper: Decision, signatures: list[Signature], day: date) -> Iterator[tuple[Power | None, str]]:
    """Who decided, and what appointed them; for whom they stood in."""
    for signature in signatures:
        label = Office(signature.office).label
        holding = _holding(signature, day)
        if signature.delegated_from:
            since = holding.from_on if holding else None
            yield Power(signature.name, f"Stands in for {signature.delegated_from} as {label}", "", since), ""
            holding = holding.delegated_by if holding else None
        appointment = _appointment(paper, signature.office, day)
        if appointment is not None:
            holder = signature.delegated_from or signature.name
            since = holding.from_on if holding else appointment.begins
            words = f"{label}, under the {appointment.under}" if appointment.under else label
            yield Power(holder, words, appointment.decision, since), ""
        if appointment is None or not appointment.decision:
            yield None, f"No published decision is recorded that appointed the {label} of {format_date(day)}."


def _holding(signature: Signature, day: date) -> Holding | None:
    """The holding in which somebody signed: the lent one where they stood in."""
    if signature.person is None:
        return None
    holdings = signature.person.holdings.on(day).filter(office=signature.office)
    return holdings.filter(delegated_by__isnull=not signature.delegated_from).select_related("delegated_by").first()


def _appointment(paper: Decision, office: str, day: date) -> Appointment | None:
    for appointment in profile_of(paper).appointments:
        has_begun = appointment.begins is None or appointment.begins <= day
        if appointment.office == office and has_begun and (appointment.ends is None or day <= appointment.ends):
            return appointment
    return None
