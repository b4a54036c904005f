"""The end of the register: proposed and confirmed at the desk, carried out where the log's key is."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db import connections, transaction

from accounts.models import Person, Proposal
from accounts.proposals.actions import propose
from audit.actions import record
from book.actions.change import published_text
from book.actions.waiting import WORKER
from book.canonical import canonical
from book.entries import CONTENT, Closing, format_of, read
from book.log.heads import sign_head
from book.log.keys import log_key, origin
from book.log.notes import verifier_key
from book.log.retirement import Retirement, retire
from book.models import Entry, TreeHead, Waiting
from book.part1 import VERSIONS
from book.seal import seal_keys
from book.succession import closing_entry, is_closed
from components.refusals import NotOpen, Refused
from documents.keys import fingerprint
from figures.text import one_line

VERB = "register.close"
#: Every format in which the book holds anything, for whoever reads it when the program is gone.
FORMATS = tuple(
    sorted(
        {"leaf/1", "leaf/2", *VERSIONS, *(format_of(content) for contents in CONTENT.values() for content in contents)},
    )
)


@dataclass(frozen=True, slots=True)
class Closed:
    """The result of closing: the number of the last entry, and the statement by which the keys retired."""

    number: int
    statement: str


def check_open() -> None:
    """Raise NotOpen where the register is closed."""
    if is_closed("default"):
        raise NotOpen("The register is closed: nothing more is published in it.")


@transaction.atomic
def propose_closing(*, successor_name: str, successor_address: str, reason: str, by: Person, at: datetime) -> Proposal:
    """Propose to close the register for good, in favour of a successor.

    Raises:
        Refused: a successor has no name or no address on the web, or no reason is given.
        NotOpen: the register is closed.
    """
    check_open()
    name, address = one_line(successor_name), successor_address.strip()
    if not name:
        raise Refused("Name the successor: who answers for these decisions from now on.")
    check_address(address)
    return propose(
        verb=VERB,
        subject="register:closing",
        sentence=f"Close the register for good. Its successor is {name}, {address}.",
        arguments={"successor_name": name, "successor_address": address},
        reason=published_text(reason, "Say why the register is closed."),
        by=by,
        at=at,
    )


def check_address(address: str) -> None:
    """Raise Refused for what is no address of a site."""
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or any(character.isspace() for character in address):
        raise Refused("Enter the register's address on the web, beginning with https://.")


def confirmed_closing(proposal: Proposal, at: datetime) -> None:
    """Confirming only checks: `manage.py close_register` carries the closing out, where the log's key is."""
    check_open()


def close_register(*, at: datetime) -> Closed:
    """Carry out the closing that two people agreed: the last entry, its signed head, and the retirement of the keys.

    It needs the database's owner and the log's key, so no process that serves pages can do it. A run that was stopped
    in between is finished by the next one.

    Raises:
        Refused: nobody has agreed to it, or something waits for publication.
        IntegrityError: it was done before.
    """
    agreed = Proposal.objects.filter(verb=VERB, confirmed_at__isnull=False).order_by("-confirmed_at").first()
    if agreed is None or agreed.confirmed_by is None:
        raise Refused("Nobody has agreed to close the register. It is proposed at the desk, and confirmed by another.")
    if not is_closed("default"):
        _add_last_entry(agreed, agreed.confirmed_by)
    sign_head()
    names = f"{agreed.proposed_by.name} and {agreed.confirmed_by.name}"
    number = _last_entry().number
    with transaction.atomic():
        record(
            verb="close register",
            at=at,
            by=WORKER,
            subject="register:closing",
            sentence=f"The register was closed, as {names} agreed: entry {number}.",
            details={"entry": number, "proposal": agreed.pk},
        )
        # Last: it is another connection, and when it refuses, the event above is rolled back.
        return _retire_keys(at)


def _add_last_entry(agreed: Proposal, confirmed_by: Person) -> None:
    if waiting := Waiting.objects.count():
        raise Refused(f"{waiting} entries wait for publication. Publish them or take them back first.")
    payload = Closing(
        schema="closing/1",
        reason=agreed.reason,
        successor_name=agreed.arguments["successor_name"],
        successor_address=agreed.arguments["successor_address"],
        formats=FORMATS,
        agreed_by=(agreed.proposed_by.name, confirmed_by.name),
    )
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT book.close_agreed(%s, %s)", [agreed.pk, canonical(payload)])


def _retire_keys(at: datetime) -> Closed:
    closing = _last_entry()
    head = TreeHead.objects.using("default").order_by("-size").first()
    assert head is not None  # the last entry has just been signed
    key = log_key()
    verifier = verifier_key(origin(), key.public_key().public_bytes_raw())
    successor = _successor(closing)
    seal = seal_keys(at=at).signer.signing_cert
    statement = Retirement(verifier, closing.number, head.size, bytes(head.root), successor, (fingerprint(seal),))
    note = retire(statement, key)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT book.add_retirement(%s, %s, %s)", [verifier, note, at])
    return Closed(closing.number, note)


def _last_entry() -> Entry:
    entry = closing_entry("default")
    assert entry is not None  # it has just been added, or was found
    return entry


def _successor(entry: Entry) -> str:
    closing = read(Closing, bytes(entry.payload or b""))
    return f"{closing.successor_address} {closing.successor_name}"
