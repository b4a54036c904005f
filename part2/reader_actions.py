"""Let somebody read a Part 2 besides the offices of its approval: who wrote it alone, anybody else by two people."""

from datetime import datetime

from django.db import transaction

from accounts.models import Person, Proposal
from accounts.proposals.actions import propose
from accounts.proposals.registry import Addressee
from audit.actions import record
from components.refusals import NotAllowed, Refused
from decisions.confidentiality import check_can_read_part_2
from decisions.models import Decision, Part2Reader, PartSave
from decisions.models.confidential import PART_2
from figures.dates import london_day

VERB = "decision.part_2_reader"


def authors_of_part_2(decision: Decision) -> list[Person]:
    """Who began the paper and who saved its Part 2: it is theirs to show."""
    saved = PartSave.objects.filter(decision=decision, part=PART_2).values("saved_by")
    return list(Person.objects.filter(pk__in=saved) | Person.objects.filter(pk=decision.created_by_id))


def name_part_2_reader(*, decision: Decision, person: Person, by: Person, at: datetime) -> Proposal | None:
    """Let one more person read Part 2: at once for who wrote it; for others it is proposed, and the authors are told.

    Gives the proposal, None where it is done.

    Raises:
        NotAllowed: who names them may not read it, or holds no office in its approval and wrote none of it.
        Refused: they hold no office, may read it already, or it waits for a second person.
    """
    day = london_day(at)
    check_can_read_part_2(decision, by, day)
    if not person.offices_on(day):
        raise Refused(f"{person.name} holds no office today, so no Part 2 is theirs to read.")
    if decision.part_2_readers.filter(person=person).exists():
        raise Refused(f"{person.name} may read this Part 2 already.")
    if by in authors_of_part_2(decision):
        with transaction.atomic():
            _let_read(decision, person, by, at)
        return None
    return propose(
        verb=VERB,
        subject=decision.subject,
        target=f"person:{person.pk}",
        sentence=f"Let {person.name} ({person.email}) read Part 2 of {decision.reference_words}.",
        arguments={"person": person.pk},
        by=by,
        at=at,
    )


def confirmed_reader(proposal: Proposal, at: datetime) -> None:
    """What confirming does: the person may read the Part 2 from now on."""
    person = Person.objects.get(pk=proposal.arguments["person"])
    if not person.offices_on(london_day(at)):
        raise Refused(f"{person.name} holds no office any more, so no Part 2 is theirs to read.")
    _let_read(_paper_of(proposal), person, proposal.proposed_by, at)


def check_reader(proposal: Proposal, person: Person, at: datetime) -> None:
    """Refuse who may not read the Part 2 themselves, and whom it is about."""
    check_can_read_part_2(_paper_of(proposal), person, london_day(at))
    if person.pk == proposal.arguments["person"]:
        raise NotAllowed("This concerns you. Somebody else must propose and confirm it.")


def authors_to_tell(proposal: Proposal) -> list[Addressee]:
    """Who wrote the Part 2: they learn at once that somebody else would show it."""
    return [(author.email, author.name) for author in authors_of_part_2(_paper_of(proposal))]


def remove_part_2_reader(*, decision: Decision, person: Person, by: Person, at: datetime) -> None:
    """Take that permission back; whoever may read it does so alone."""
    check_can_read_part_2(decision, by, london_day(at))
    with transaction.atomic():
        Part2Reader.objects.filter(decision=decision, person=person).delete()
        sentence = f"{by.name} ended {person.name}’s reading of Part 2 of {decision.reference_words}."
        _record_reader(decision, sentence, by, at)


def _let_read(decision: Decision, person: Person, by: Person, at: datetime) -> None:
    Part2Reader.objects.get_or_create(decision=decision, person=person, defaults={"named_by": by, "named_at": at})
    _record_reader(decision, f"{by.name} let {person.name} read Part 2 of {decision.reference_words}.", by, at)


def _paper_of(proposal: Proposal) -> Decision:
    return Decision.objects.get(pk=proposal.number_of("decision"))


def _record_reader(decision: Decision, sentence: str, by: Person, at: datetime) -> None:
    record(verb="decision.part_2_readers", at=at, by=by, subject=decision.subject, sentence=sentence, details={})
