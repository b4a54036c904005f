"""Puts papers that were read into the register, as a command does it: as drafts, or proposed as earlier decisions."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from accounts.models import Person
from components.refusals import Refused
from decisions.models import Decision
from intake.actions import enter_history
from intake.actions.import_published import Original, check_can_import, obstacle
from intake.actions.uploads import begin_from_paper, keep_upload, must_be_put_right
from intake.bulk_import.files import REFUSED, Outcome
from intake.models import Upload

#: Papers of one proposal, which another person looks through and confirms at the desk.
_BATCH = 100


class StoringRefused(Exception):
    """Nobody, or no known person, is named as who enters the papers; the message is the sentence that says so."""


class Storing:
    """Stores outcomes in the name of a person: as drafts, or proposed as earlier decisions, which another publishes."""

    def __init__(self, *, email: str, published: bool, now: Callable[[], datetime]) -> None:
        """`now` gives the moment of each batch.

        Raises StoringRefused when no person is named, or nobody has that address.
        """
        if not email:
            raise StoringRefused("Name the person who enters the papers: --as their email address.")
        person = Person.objects.filter(email__iexact=email, is_active=True).first()
        if person is None:
            raise StoringRefused(f"Nobody in the register has the email address {email}.")
        self.person = person
        self.published = published
        self.now = now
        self._references: set[str] = set()

    def known(self, digest: str) -> str:
        """A sentence when a file with these bytes was entered before, or waits to be; nothing otherwise."""
        entered_decision = Decision.objects.filter(imported_from__sha256=digest, imported=self.published).first()
        if entered_decision:
            return f"This file is in the register already, as {entered_decision.reference_words}."
        waiting_upload = self.published and Upload.objects.waiting().filter(sha256=digest).exists()
        return "This file waits at the desk already." if waiting_upload else ""

    def store(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """The outcomes in order, once what can be stored is stored; what cannot becomes refused with its sentence."""
        if not self.published:
            yield from map(self._begun, outcomes)
            return
        batch: list[Outcome] = []
        for outcome in outcomes:
            batch.append(outcome)
            if len(batch) >= _BATCH:
                yield from self._proposed(batch)
                batch = []
        yield from self._proposed(batch)

    def _proposed(self, batch: list[Outcome]) -> list[Outcome]:
        """Propose to enter the papers of a batch that can be entered, all of them together or none."""
        at = self.now()
        checked = [self._checked(outcome) for outcome in batch]
        try:
            with transaction.atomic():
                check_can_import(self.person, at)
                uploads = [
                    keep_upload(original=_original(outcome), by=self.person, at=at, in_catalogue=True)
                    for outcome in checked
                    if outcome.is_read
                ]
                if uploads:
                    enter_history.propose_entering(uploads=uploads, by=self.person, at=at)
        except Refused as error:
            return [_refused(outcome, str(error)) if outcome.is_read else outcome for outcome in checked]
        return checked

    def _checked(self, outcome: Outcome) -> Outcome:
        """The outcome, refused where its paper cannot be entered or another of these files has its reference."""
        if outcome.paper is None or not outcome.is_read:
            return outcome
        if sentence := obstacle(outcome.paper) or must_be_put_right(outcome.paper):
            return _refused(outcome, sentence)
        reference = str(outcome.paper.reference)
        if reference in self._references:
            return _refused(outcome, f"Another of these files is {reference} as well.")
        self._references.add(reference)
        return outcome

    def _begun(self, outcome: Outcome) -> Outcome:
        """Begin a draft of an outcome that was read."""
        if not outcome.is_read:
            return outcome
        try:
            begin_from_paper(original=_original(outcome), by=self.person, at=self.now())
        except Refused as error:
            return _refused(outcome, str(error))
        return outcome


def _refused(outcome: Outcome, sentence: str) -> Outcome:
    return replace(outcome, state=REFUSED, sentence=f"{outcome.path.name}: {sentence}")


def _original(outcome: Outcome) -> Original:
    """What the actions take: the paper with its file. The bytes are read again, so that a batch holds few at a time."""
    if outcome.paper is None:
        raise ValueError("There is no paper to store.")
    reading = outcome.reading.as_json() if outcome.reading else None
    return Original(outcome.paper, outcome.path.name, outcome.path.read_bytes(), reading=reading)
