"""Other names of bodies and funds: those that the profile ships and those that administrators keep."""

from dataclasses import dataclass

from book.models import OtherName
from profiles.reading import current


@dataclass(frozen=True, slots=True)
class KnownName:
    """That `other` is another name of `name`, and whether it is so because the profile ships it."""

    other: str
    name: str
    shipped: bool


def known_other_names(using: str) -> list[KnownName]:
    """Every other name in use, by usual name; what administrators keep goes before what the profile ships.

    Args:
        using: the database alias to read the book by.
    """
    names = {
        other.casefold(): KnownName(other, name, shipped=True)
        for name, others in current().other_names.items()
        for other in others
    }
    for row in OtherName.objects.using(using):
        names.pop(row.other.casefold(), None)
        if row.in_use:
            names[row.other.casefold()] = KnownName(row.other, row.name, shipped=False)
    return sorted(names.values(), key=lambda known: (known.name.casefold(), known.other.casefold()))
