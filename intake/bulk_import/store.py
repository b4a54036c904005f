"""Puts papers that were read into the register, as a command does it: in batches, each file whole or not at all."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from accounts.models import Person
from components.refusals import Refused
from decisions.models import Decision
from intake.actions.import_published import Original, import_published
from intake.actions.uploads import begin_from_paper
from intake.bulk_import.files import REFUSED, Outcome

#: Papers entered in one transaction; one that is refused makes its batch go one by one.
_BATCH = 100


class StoringRefused(Exception):
    """Nobody, or no known person, is named as who enters the papers; the message is the sentence that says so."""


class Storing:
    """Stores outcomes as published entries or as drafts, in the name of a person."""

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

    def known(self, digest: str) -> str:
        """A sentence when a file with these bytes was entered before; nothing otherwise."""
        entered = Decision.objects.filter(imported_from__sha256=digest, imported=self.published).first()
        return f"This file is in the register already, as {entered.reference_words}." if entered else ""

    def store(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """The outcomes in order, once what can be stored is stored; what cannot becomes refused with its sentence."""
        batch: list[Outcome] = []
        for outcome in outcomes:
            batch.append(outcome)
            if len(batch) >= _BATCH:
                yield from self._store_batch(batch)
                batch = []
        yield from self._store_batch(batch)

    def _store_batch(self, batch: list[Outcome]) -> list[Outcome]:
        """Store a batch in one transaction; if one of its papers is refused, store each in its own."""
        ready = [outcome for outcome in batch if outcome.is_read]
        if not self.published:
            return [self._store_outcome(outcome) for outcome in batch]
        try:
            import_published(originals=[_original(outcome) for outcome in ready], by=self.person, at=self.now())
        except Refused:
            return [self._store_outcome(outcome) for outcome in batch]
        return batch

    def _store_outcome(self, outcome: Outcome) -> Outcome:
        if not outcome.is_read:
            return outcome
        try:
            if self.published:
                import_published(originals=[_original(outcome)], by=self.person, at=self.now())
            else:
                begin_from_paper(original=_original(outcome), by=self.person, at=self.now())
        except Refused as error:
            return replace(outcome, state=REFUSED, sentence=f"{outcome.path.name}: {error}")
        return outcome


def _original(outcome: Outcome) -> Original:
    """What the actions take: the paper with its file. The bytes are read again, so that a batch holds few at a time."""
    if outcome.read is None:
        raise ValueError("There is no paper to store.")
    reading = outcome.reading.as_json() if outcome.reading else None
    return Original(outcome.read, outcome.path.name, outcome.path.read_bytes(), reading=reading)
