"""The table of changes that nobody makes alone: who proposes, who confirms, who gets letters, what then happens."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from accounts.models import Person
from accounts.offices import Office
from accounts.proposals.model import WAITS, Proposal

#: An address and the name of whom it belongs to.
Addressee = tuple[str, str]


def _nothing(proposal: Proposal, person: Person, at: datetime) -> None:
    """No further condition."""


def _nobody(proposal: Proposal) -> Sequence[Addressee]:
    return ()


def _no_links(proposal: Proposal) -> Sequence[tuple[str, str]]:
    return ()


def _no_texts(proposal: Proposal, person: Person, at: datetime) -> Sequence[tuple[str, str]]:
    return ()


@dataclass(frozen=True, kw_only=True)
class Verb:
    """One kind of change. The database keeps the same table of offices (accounts_proposal_rule)."""

    name: str
    label: str
    proposers: frozenset[Office]
    confirmers: frozenset[Office]
    #: Makes the change, in the transaction of the confirmation.
    perform: Callable[[Proposal, datetime], None]
    #: Raises Refused for a person who may neither propose nor confirm this one, beyond the office: an author, say.
    check: Callable[[Proposal, Person, datetime], None] = field(default=_nothing)
    #: Takes back what was prepared for it, when it is dropped.
    dropped: Callable[[Proposal, Person, datetime], None] = field(default=_nothing)
    #: Who gets a letter when it is proposed, and again when it is settled.
    concerned: Callable[[Proposal], Sequence[Addressee]] = field(default=_nobody)
    #: What to read before confirming: words and addresses of the desk's pages.
    links: Callable[[Proposal], Sequence[tuple[str, str]]] = field(default=_no_links)
    #: The very text that is agreed to, as heading and text, for a person who may read it.
    texts: Callable[[Proposal, Person, datetime], Sequence[tuple[str, str]]] = field(default=_no_texts)
    waits: timedelta = WAITS
    #: The holder of an office proposes what concerns their own, whatever office it is.
    anybody_proposes: bool = False

    def office_names(self, offices: Iterable[Office]) -> str:
        """These offices in words."""
        return " or ".join(sorted(Office(office).label for office in offices))


_VERBS: dict[str, Verb] = {}


def register(verbs: Iterable[Verb]) -> None:
    """Add verbs, when the program starts."""
    _VERBS.update({verb.name: verb for verb in verbs})


def verb_named(name: str) -> Verb:
    """The verb of this name; KeyError where no app registered it."""
    return _VERBS[name]


def all_verbs() -> list[Verb]:
    """Every verb, by name."""
    return [_VERBS[name] for name in sorted(_VERBS)]
