"""Publishing a decision: authorised by a person, done by the database when its moment has come."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import connections, router, transaction

from accounts.models import Person
from accounts.offices import called, offices_that_may
from book.actions.waiting import Attachment, Prepared, hold_the_book, newest_version, note, queue, require, require_two
from book.canonical import NotCanonical
from book.models import Entry, State, Waiting
from book.part1 import RELEASED, AnyPart1, read_part1, v2
from book.projection import project
from components.refusals import NotOpen, Refused
from figures.dates import format_date, format_moment, london_day
from figures.references import Reference


def publish(
    *,
    part1: bytes,
    pdf: bytes | None,
    pages: int | None = None,
    build: str = "",
    original: tuple[str, str, bytes] | None = None,
    attachments: Sequence[tuple[str, str, bytes]] = (),
    due_at: datetime,
    by: Person,
    at: datetime,
) -> Waiting:
    """Hand a decision over for publication at `due_at` (now, or when its deferral ends).

    Args:
        part1: canonical JSON of the signed Part 1, exactly as frozen.
        pdf: the sealed paper; None for an import whose transcript is not drawn yet.
        original: name, content type and bytes of the file an imported paper came from.
        attachments: the same of each file that Part 1 lists as attached, in its order.

    Raises:
        Refused: the bytes are not a Part 1, the attachments are not those that it lists, or the decision is published
            or waits already.
    """
    content = _publishable(part1)
    reference = Reference.parse(content.reference)
    with transaction.atomic():
        hold_the_book()
        if newest_version(reference.key):
            raise NotOpen(f"{reference} is published already. Publish a correction instead.")
        if Waiting.objects.filter(key=reference.key).exists():
            raise NotOpen(f"{reference} is already authorised for publication.")
        prepared = Prepared(
            kind=Entry.Kind.DECISION,
            reference=reference,
            version=1,
            summary=content.title,
            payload=part1,
            projection=project(content),
            files=(
                *decision_files(reference, pdf=pdf, pages=pages, build=build, original=original),
                *_attached(content, attachments),
            ),
        )
        waiting = queue(prepared, due_at=due_at, by=by, at=at)
        note(
            verb="authorise publication",
            reference=reference,
            sentence=f"{by.name} authorised the publication of {reference}, due {format_moment(due_at)}.",
            by=by,
            at=at,
            due_at=due_at.isoformat(),
            payload_sha256=waiting.payload_sha256,
        )
    return waiting


def publish_due() -> int:
    """Publish everything that is due, and say how many entries that made. Anybody may call it, at any time.

    The desk's connection, where this process has one, waits for whoever is publishing already, and works inside the
    desk's transaction too; the reader's leaves the work to them.
    """
    desk = connections[router.db_for_write(State)]
    if desk.settings_dict.get("USER"):
        connection, statement = desk, "SELECT book.publish_due_now()"
    else:
        connection, statement = connections["book"], "SELECT book.publish_due()"
    published = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            (count,) = cursor.fetchone()
        published += count
        if not count:
            return published


def lengthen(*, reference: Reference, due_at: datetime, by: Person, at: datetime) -> Waiting:
    """Publish a deferred decision later than was signed: who decides, alone.

    Raises:
        Refused: nothing waits under that reference, or the moment is not later.
        NotAllowed: the person does not lengthen deferrals.
    """
    with transaction.atomic():
        waiting = lock_waiting(reference)
        require(by, "postpone", at)
        if due_at <= waiting.due_at:
            raise Refused(f"{reference} is due on {format_moment(waiting.due_at)}. Enter a later day.")
        return _move(waiting, due_at, "later", by, None, at)


def bring_forward(*, reference: Reference, due_at: datetime, by: Person, agreed_by: Person, at: datetime) -> Waiting:
    """Publish a deferred decision earlier: two who publish; the database asks for their confirmed proposal.

    Raises:
        Refused: nothing waits under that reference, or the moment is not earlier.
    """
    with transaction.atomic():
        waiting = lock_waiting(reference)
        require_two(by, agreed_by, "publish", at)
        check_earlier(waiting, due_at, at)
        return _move(waiting, due_at, "earlier", by, agreed_by, at)


def check_earlier(waiting: Waiting, due_at: datetime, at: datetime) -> None:
    """Raise Refused for a moment that is past, or not earlier than the one that waits."""
    if london_day(due_at) < london_day(at):
        raise Refused(f"{format_date(london_day(due_at))} is past. Enter a day from tomorrow on, or publish it now.")
    if due_at >= waiting.due_at:
        raise Refused(
            f"{waiting.reference} is due on {format_moment(waiting.due_at)} already. Only "
            f"{called(offices_that_may('postpone'))} lengthens the deferral."
        )


def _move(waiting: Waiting, due_at: datetime, word: str, by: Person, agreed_by: Person | None, at: datetime) -> Waiting:
    before, waiting.due_at = waiting.due_at, due_at
    waiting.save(update_fields=["due_at"])
    reference = Reference.parse(waiting.reference)
    names = f"{by.name} and {agreed_by.name}" if agreed_by else by.name
    note(
        verb="move publication",
        reference=reference,
        sentence=f"{names} moved the publication of {reference} to {word}: {format_moment(due_at)}.",
        by=by,
        at=at,
        before=before.isoformat(),
        after=due_at.isoformat(),
        agreed_by=agreed_by.pk if agreed_by else None,
    )
    return waiting


def cancel(*, reference: Reference, reason: str, by: Person, at: datetime) -> None:
    """Take back an authorisation before its moment; nothing of it was ever public.

    Raises:
        Refused: nothing waits under that reference, no reason is given, or the person does not publish.
    """
    if not reason.strip():
        raise Refused("Say why the publication is taken back.")
    with transaction.atomic():
        waiting = lock_waiting(reference)
        require(by, "publish", at)
        waiting.delete()
        note(
            verb="take back publication",
            reference=reference,
            sentence=f"{by.name} took back the publication of {reference}.",
            words=reason.strip(),
            by=by,
            at=at,
        )


def decision_files(
    reference: Reference,
    *,
    pdf: bytes | None,
    pages: int | None,
    build: str,
    original: tuple[str, str, bytes] | None,
) -> tuple[Attachment, ...]:
    """The sealed paper and, of an imported decision, the original file."""
    files = []
    if pdf:
        files.append(Attachment("paper", f"{reference.slug}.pdf", "application/pdf", pdf, pages=pages, build=build))
    if original:
        name, content_type, content = original
        files.append(Attachment("original", name, content_type, content))
    return tuple(files)


def _publishable(part1: bytes) -> AnyPart1:
    """A Part 1 that may be published here: in production only of a version whose form is settled."""
    try:
        content = read_part1(part1)
    except NotCanonical as error:
        raise Refused(f"This is not a Part 1 as the register writes it: {error}.") from None
    if settings.PRODUCTION and content.schema not in RELEASED:
        raise Refused(f"{content.schema} is a draft of a format, so only trials publish papers in it.")
    return content


def _attached(content: AnyPart1, files: Sequence[tuple[str, str, bytes]]) -> tuple[Attachment, ...]:
    """The files that Part 1 lists, each with the bytes whose digest stands there."""
    attached = tuple(Attachment("attachment", name, content_type, data) for name, content_type, data in files)
    listed = [row.sha256 for row in content.attachments] if isinstance(content, v2.Part1) else []
    if [file.sha256 for file in attached] != listed:
        raise Refused("The attachments are not those whose digests stand in Part 1.")
    return attached


def lock_waiting(reference: Reference) -> Waiting:
    """What waits under a reference, locked; raises Refused where nothing does."""
    # Publication takes the lock on the book before any row; so does this, or the two could wait for each other.
    hold_the_book()
    waiting = Waiting.objects.select_for_update().filter(key=reference.key, kind=Entry.Kind.DECISION).first()
    if waiting is None:
        raise Refused(f"{reference} does not wait for publication; it may have been published meanwhile.")
    return waiting
