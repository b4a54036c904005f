"""What somebody who leaves still has in hand. Apps that know it register a function when the program starts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accounts.models import Person


@dataclass(frozen=True)
class OpenWork:
    """Something that a person looks after, and the page on which it is given to a colleague."""

    title: str
    address: str


Source = Callable[[Person], Iterable[OpenWork]]

_SOURCES: list[Source] = []


def register(source: Source) -> None:
    """Have an app asked what a person has in hand."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def open_work(person: Person) -> list[OpenWork]:
    """Everything that a person has in hand, as far as any app knows."""
    return [work for source in _SOURCES for work in source(person)]
