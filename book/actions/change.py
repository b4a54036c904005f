"""What is published later about a decision: corrections, outcomes, withdrawal. Each is an entry of its own."""

from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from accounts.models import Person
from book.actions.publish import decision_files, publish_due
from book.actions.waiting import Attachment, Prepared, hold_the_book, newest_version, note, queue, require, require_two
from book.canonical import NotCanonical, canonical
from book.entries import Correction, Outcome, OutcomeAmount, Result, Withdrawal
from book.models import Entry, EntryFile, PublishedDecision
from book.part1 import AnyPart1, read_part1
from book.projection import project, project_outcome
from components.refusals import Refused
from figures.references import Reference
from figures.text import plain_text


def correct(
    *,
    reference: Reference,
    text: str,
    part1: bytes | None = None,
    pdf: bytes | None = None,
    pages: int | None = None,
    build: str = "",
    by: Person,
    agreed_by: Person,
    at: datetime,
) -> None:
    """Publish a correction now: a note beside the decision and, with `part1`, a new version beside the old one.

    The database takes it only where a confirmed proposal says the same (book/actions/propose.py).

    Raises:
        Refused: the decision is not published, the note is empty, or the new version is of another decision or says
            nothing new.
    """
    text = published_text(text, "Say what is corrected.")
    with transaction.atomic():
        require_two(by, agreed_by, "publish", at)
        version = published_version(reference, by=by, at=at)
        refuse_repetition(reference, Entry.Kind.CORRECTION, text)
        new = version + 1 if part1 else None
        if part1:
            content = _read_version(reference, part1, version)
            prepared = Prepared(
                kind=Entry.Kind.DECISION,
                reference=reference,
                version=version + 1,
                summary=content.title,
                payload=part1,
                projection=project(content),
                files=decision_files(reference, pdf=pdf, pages=pages, build=build, original=None),
            )
            queue(prepared, due_at=at, by=by, at=at)
        digest = sha256(part1).hexdigest() if part1 else None
        payload = Correction("correction/1", str(reference), version, new, digest, text)
        correction = Prepared(Entry.Kind.CORRECTION, reference, new or version, text, canonical(payload))
        queue(correction, due_at=at, by=by, at=at)
        publish_due()
        note(
            verb="correct",
            reference=reference,
            sentence=f"{by.name} and {agreed_by.name} published a correction of {reference}.",
            by=by,
            at=at,
            agreed_by=agreed_by.pk,
            version=new or version,
        )


def publish_again(*, reference: Reference, text: str, by: Person, agreed_by: Person, at: datetime) -> None:
    """Publish a withdrawn decision again at its address: the same signed paper as a new version, with a correction.

    What was published by mistake and withdrawn, and why, stays in the open beside it.

    Raises:
        Refused: the decision is not withdrawn, its content was removed by law, or nothing is said.
    """
    text = published_text(text, "Say what was wrong, and what is right now.")
    with transaction.atomic():
        require_two(by, agreed_by, "publish", at)
        entry = withdrawn_entry(reference, by=by, at=at)
        payload, new = bytes(entry.payload or b""), entry.version + 1
        prepared = Prepared(
            kind=Entry.Kind.DECISION,
            reference=reference,
            version=new,
            summary=entry.summary,
            payload=payload,
            projection=project(read_part1(payload)),
            files=tuple(_file_again(use) for use in entry.files.select_related("file").order_by("id")),
        )
        queue(prepared, due_at=at, by=by, at=at)
        correction = Correction("correction/1", str(reference), entry.version, new, entry.payload_sha256, text)
        queue(Prepared(Entry.Kind.CORRECTION, reference, new, text, canonical(correction)), due_at=at, by=by, at=at)
        publish_due()
        note(
            verb="publish again",
            reference=reference,
            sentence=f"{by.name} and {agreed_by.name} published {reference} again after its withdrawal.",
            by=by,
            at=at,
            agreed_by=agreed_by.pk,
            version=new,
        )


def withdrawn_entry(reference: Reference, *, by: Person, at: datetime) -> Entry:
    """The newest version of a withdrawn decision, with the book locked.

    Raises:
        Refused: the person does not publish, the decision is not withdrawn, or its content was removed by law.
    """
    require(by, "publish", at)
    hold_the_book()
    shown = PublishedDecision.objects.using("default").filter(key=reference.key).first()
    if shown is None or shown.status != PublishedDecision.Status.WITHDRAWN:
        raise Refused(f"{reference} is not withdrawn. Publish a correction instead.")
    entry = Entry.objects.using("default").get(number=shown.entry_id)
    if entry.is_expunged:
        raise Refused(f"The content of {reference} was removed because the law orders it. It is not published again.")
    return entry


def _file_again(use: EntryFile) -> Attachment:
    file = use.file
    content = bytes(file.content or b"")
    return Attachment(use.role, use.name, file.content_type, content, pages=file.pages, build=file.build, item=use.item)


def record_outcome(
    *,
    reference: Reference,
    grant: str,
    result: Result,
    happened_on: date | None,
    statement: str,
    amounts: tuple[OutcomeAmount, ...] = (),
    by: Person,
    at: datetime,
) -> None:
    """Publish what became of a bid or offer that a published decision approved.

    Raises:
        Refused: the decision is not published, the grant is not one of its grants, or nothing is said.
    """
    statement = published_text(statement, "Say what became of the bid or offer.")
    with transaction.atomic():
        version = published_version(reference, by=by, at=at)
        decision = PublishedDecision.objects.using("default").get(key=reference.key)
        grants = set(decision.money.values_list("grant", flat=True))
        if grant and grant not in grants:
            raise Refused(f"{reference} is not about the grant {grant}.")
        refuse_repetition(reference, Entry.Kind.OUTCOME, statement)
        content = Outcome("outcome/1", str(reference), grant, result, happened_on, statement, amounts)
        outcome = Prepared(
            Entry.Kind.OUTCOME, reference, version, statement, canonical(content), project_outcome(content)
        )
        queue(outcome, due_at=at, by=by, at=at)
        publish_due()
        note(
            verb="publish outcome",
            reference=reference,
            sentence=f"{by.name} published the outcome of {reference}: {result}.",
            by=by,
            at=at,
        )


def withdraw(*, reference: Reference, reason: str, by: Person, agreed_by: Person, at: datetime) -> None:
    """Withdraw a published decision from the register; its address, versions and proofs stay, with the reason.

    Raises:
        Refused: the decision is not published or is withdrawn already, or no reason is given.
    """
    reason = published_text(reason, "Say why the decision is withdrawn.")
    with transaction.atomic():
        require_two(by, agreed_by, "publish", at)
        version = published_version(reference, by=by, at=at)
        payload = canonical(Withdrawal("withdrawal/1", str(reference), reason))
        queue(Prepared(Entry.Kind.WITHDRAWAL, reference, version, reason, payload), due_at=at, by=by, at=at)
        publish_due()
        note(
            verb="withdraw publication",
            reference=reference,
            sentence=f"{by.name} and {agreed_by.name} withdrew {reference} from the register.",
            by=by,
            at=at,
            agreed_by=agreed_by.pk,
        )


def published_text(text: str, otherwise: str) -> str:
    """A text as it is published; raises Refused with the sentence `otherwise` for an empty one."""
    if not text.strip():
        raise Refused(otherwise)
    return plain_text(text).strip()


def refuse_repetition(reference: Reference, kind: str, summary: str) -> None:
    """Refuse a text that the newest entry of its kind has already: a form that was sent twice."""
    newest = Entry.objects.using("default").filter(key=reference.key, kind=kind).order_by("-number").first()
    if newest is not None and newest.summary == summary:
        raise Refused("This is published already, in the same words.")


def published_version(reference: Reference, *, by: Person, at: datetime) -> int:
    """Number of the newest version, with the book locked; raises Refused for who may not, or nothing published."""
    require(by, "publish", at)
    hold_the_book()
    version = newest_version(reference.key)
    if not version:
        raise Refused(f"{reference} is not published.")
    if PublishedDecision.objects.using("default").get(key=reference.key).status == PublishedDecision.Status.WITHDRAWN:
        raise Refused(f"{reference} is withdrawn.")
    return version


def _read_version(reference: Reference, part1: bytes, version: int) -> AnyPart1:
    try:
        content = read_part1(part1)
    except NotCanonical as error:
        raise Refused(f"This is not a Part 1 as the register writes it: {error}.") from None
    if Reference.parse(content.reference).key != reference.key:
        raise Refused(f"This is a version of {content.reference}, not of {reference}.")
    old = Entry.objects.using("default").get(key=reference.key, kind=Entry.Kind.DECISION, version=version)
    if old.payload_sha256 == sha256(part1).hexdigest():
        raise Refused("The new version says the same as the old one.")
    return content
