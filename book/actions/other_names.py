"""Keeping other names of bodies and funds, by which the public search finds decisions too."""

from datetime import datetime

from django.db import connection, transaction

from accounts.models import Person
from accounts.offices import labels, offices_that_may
from audit.actions import record
from book.other_names import known_other_names
from components.refusals import NotAllowed, Refused
from figures.dates import london_day
from figures.text import one_line

#: Whoever keeps the table: the public reads it at once, so those who publish, and nobody else.
KEEPERS = offices_that_may("publish")
LONGEST = 80  # letters of a name; a sentence is none


@transaction.atomic
def keep_other_name(*, other: str, name: str, by: Person, at: datetime) -> None:
    """Have the search find `name` by `other` too, and the other way round. It is public at once.

    Raises:
        NotAllowed: the person keeps no names.
        Refused: the two are alike, one is too long for a name, or `other` is known as another name of something else.
    """
    check_keeper(by, at)
    other, name = one_line(other), one_line(name)
    if max(len(other), len(name)) > LONGEST:
        raise Refused(f"A name has {LONGEST} letters at most. Enter what people call it, not a sentence.")
    if other.casefold() == name.casefold():
        raise Refused(f"“{other}” is the usual name itself. Enter another name beside it.")
    known = {row.other.casefold(): row for row in known_other_names("default")}
    row = known.get(other.casefold())
    if row and row.name.casefold() == name.casefold():
        raise Refused(f"“{row.other}” is known as another name of {row.name} already.")
    if row:
        raise Refused(
            f"“{row.other}” is another name of {row.name}. Take it back there first: a name that means two bodies "
            "finds the wrong one."
        )
    if usual := known.get(name.casefold()):
        raise Refused(f"“{name}” is itself another name of {usual.name}. Enter {usual.name} as the usual name.")
    _write(other, name, in_use=True, by=by, at=at, sentence=f"{by.name} made “{other}” another name of {name}.")


@transaction.atomic
def take_back_other_name(*, other: str, by: Person, at: datetime) -> None:
    """Have the search no longer take `other` for another name; one that the profile ships can be taken back too.

    Raises:
        NotAllowed: the person keeps no names.
        Refused: it is no other name today.
    """
    check_keeper(by, at)
    row = next((row for row in known_other_names("default") if row.other.casefold() == other.strip().casefold()), None)
    if row is None:
        raise Refused(f"“{other}” is no other name of anything today.")
    sentence = f"{by.name} took back “{row.other}” as another name of {row.name}."
    _write(row.other, row.name, in_use=False, by=by, at=at, sentence=sentence)


def check_keeper(by: Person, at: datetime) -> None:
    """Say who keeps names; raises NotAllowed for anybody else."""
    if not by.offices_on(london_day(at)) & KEEPERS:
        raise NotAllowed(f"Other names are kept by whoever holds the office of {labels(KEEPERS)} today.")


def _write(other: str, name: str, *, in_use: bool, by: Person, at: datetime, sentence: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT book.keep_other_name(%s, %s, %s)", [other, name, in_use])
        (number,) = cursor.fetchone()
    verb = "keep other name" if in_use else "take back other name"
    record(verb=verb, at=at, by=by, subject=f"other_name:{number}", sentence=sentence)
