"""The offices: what they may do, and which of them may not stand together or be lent.

Keys are neutral and the same in every installation; labels and abilities come from the body's profile
(docs/adr/0010-offices-by-neutral-key.md).
"""

from collections.abc import Iterable

from django.db import models

from profiles import current


class Office(models.TextChoices):
    """What a person may be, from a day to a day."""

    ORIGINATOR = "originator"
    ADVISER = "adviser"
    ENDORSER = "endorser"
    DECIDER = "decider"
    CHECKER = "checker"
    CHIEF_FINANCE_OFFICER = "chief_finance_officer"
    MONITORING_OFFICER = "monitoring_officer"
    CHIEF_CONSTABLE = "chief_constable"
    PUBLISHER = "publisher"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """The office as the body calls it; its key in words where the body has no such office."""
        if self.value not in current().offices:
            return self.value.replace("_", " ").capitalize()
        return current().office(self.value).label

    @property
    def as_subject(self) -> str:
        """The office as the subject of a sentence: The Chief Executive, DMPC staff."""
        if self.value not in current().offices:
            return f"The {self.label.lower()}"
        return current().office(self.value).in_a_sentence


def body_offices() -> list[Office]:
    """The offices that the body has, in the order of their keys."""
    return [office for office in Office if office.value in current().offices]


def offices_that_may(ability: str) -> frozenset[Office]:
    """The offices whose holders have an ability (profiles/model.py lists them)."""
    return frozenset(Office(key) for key in current().with_ability(ability))


def labels(offices: Iterable[str]) -> str:
    """The labels of offices for a sentence: "Finance officer or DMPC staff"."""
    keys = set(offices)
    return " or ".join(office.label for office in body_offices() if office in keys)


def called(offices: Iterable[str]) -> str:
    """Offices within a sentence: "the Deputy Mayor"."""
    keys = set(offices)
    names = [office.as_subject for office in body_offices() if office in keys]
    return " or ".join(name[:1].lower() + name[1:] if name.startswith("The ") else name for name in names)


def signing_offices() -> frozenset[str]:
    """The offices that put a signature on papers."""
    return frozenset(key for step in current().steps if step.signs for move in step.moves for key in move.by)


def second_factor_offices() -> frozenset[str]:
    """Offices that sign, check, publish, certify or give offices: nobody acts in them without a second factor."""
    checking = {key for step in current().steps if step.independent for move in step.moves for key in move.by}
    able = offices_that_may("publish") | offices_that_may("certify")
    return signing_offices() | checking | able | {Office.ADMINISTRATOR}


def delegable_offices() -> frozenset[str]:
    """Offices that their holder may lend for an absence.

    Administrators are given only by administrators, and an auditor's independence is their own: no profile lends them.
    """
    never = {Office.ADMINISTRATOR, Office.AUDITOR}
    return frozenset(key for key, office in current().offices.items() if office.may_be_lent and key not in never)


def clashes(wanted: str, held: str) -> bool:
    """Whether one person may not hold both offices on one day.

    Two offices that sign are two people's work, and an auditor has no hand in what is audited.
    """
    if wanted == held:
        return False
    return {wanted, held} <= signing_offices() or Office.AUDITOR in (wanted, held)
