"""Add files to a draft's background papers, or take one away. They are published with the decision."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from accounts.models import Person
from audit.actions import record
from components.refusals import Refused
from decisions.actions.writers import lock_draft
from decisions.models import Attachment, Decision, PartSave
from decisions.models.attachments import ATTACHMENTS
from documents.text_reader import Unreadable, read_text, unseen_of
from documents.types import media_type_of
from figures.text import one_line, plain_text

#: So many files of so many bytes: what a reader of the page can be expected to look through and to load.
MOST_FILES, LARGEST_FILE = 20, 20 * 1024 * 1024

#: The kinds of file that are published, by the ending of the name: what the content must be, and the type it is given.
KINDS = {
    "pdf": ("application/pdf", "application/pdf"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",) * 2,
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",) * 2,
    "csv": ("text/plain", "text/csv"),
}


@dataclass(frozen=True, kw_only=True)
class AttachmentFacts:
    """A file as it is added; `accessible_in` is the number of the attachment that holds its accessible form."""

    title: str
    file_name: str
    data: bytes
    accessible: str
    accessible_in: int | None = None


def add_attachment(*, decision: Decision, facts: AttachmentFacts, by: Person, at: datetime) -> Attachment:
    """Add a file at the end of the list.

    Raises:
        Refused: it is too large, of a kind that is not published, hides words, is there already, or names an accessible
            form that is not among the attachments.
        NotOpen, NotAllowed: the paper is no draft, or the person writes no papers.
    """
    with transaction.atomic():
        paper = lock_draft(decision, by, at)
        known = list(paper.attachments.defer("data"))
        name, media_type, digest = _checked(facts, known)
        added = Attachment.objects.create(
            decision=paper,
            number=len(known) + 1,
            title=one_line(plain_text(facts.title)).strip()[:200] or name,
            file_name=name,
            media_type=media_type,
            size=len(facts.data),
            sha256=digest,
            data=facts.data,
            accessible=facts.accessible,
            accessible_in=facts.accessible_in if facts.accessible == Attachment.Accessible.OTHER else None,
        )
        _keep_save(paper, f"{by.name} attached a file to {paper.reference_words}.", by, at)
    return added


def remove_attachment(*, decision: Decision, number: int, by: Person, at: datetime) -> None:
    """Take a file away; those after it move up.

    Raises:
        Refused: there is no such attachment, or another names it as its accessible form.
        NotOpen, NotAllowed: the paper is no draft, or the person writes no papers.
    """
    with transaction.atomic():
        paper = lock_draft(decision, by, at)
        rows = list(paper.attachments.defer("data"))
        if not any(row.number == number for row in rows):
            raise Refused(f"There is no attachment {number} any more.")
        if leaning := [row.number for row in rows if row.accessible_in == number]:
            raise Refused(
                f"Attachment {number} is the accessible form of attachment {leaning[0]}. Take that one away first."
            )
        paper.attachments.filter(number=number).delete()
        for row in rows:
            moved = row.accessible_in - 1 if row.accessible_in and row.accessible_in > number else row.accessible_in
            place = row.number - 1 if row.number > number else row.number
            if row.number != number and (place, moved) != (row.number, row.accessible_in):
                Attachment.objects.filter(pk=row.pk).update(number=place, accessible_in=moved)
        _keep_save(paper, f"{by.name} took an attachment away from {paper.reference_words}.", by, at)


def _checked(facts: AttachmentFacts, known: list[Attachment]) -> tuple[str, str, str]:
    """The file's name, type and digest, where it may be published."""
    name = one_line(plain_text(facts.file_name.replace("\\", "/").rpartition("/")[2])).strip()[-200:]
    if len(known) >= MOST_FILES:
        raise Refused(f"A paper has at most {MOST_FILES} attachments. Put several into one file.")
    media_type = check_kind(name, facts.data)
    _check_hides_nothing(name, facts.data)
    digest = sha256(facts.data).hexdigest()
    if same := next((row for row in known if row.sha256 == digest), None):
        raise Refused(f"This file is there already, as attachment {same.number}.")
    if facts.accessible not in Attachment.Accessible.values:
        raise Refused("Say whether the file can be read with a screen reader.")
    others = {row.number for row in known}
    if facts.accessible == Attachment.Accessible.OTHER and facts.accessible_in not in others:
        raise Refused("Add the accessible form first, then say here which attachment it is.")
    return name, media_type, digest


def check_kind(name: str, data: bytes) -> str:
    """The media type of a file, by its name and its bytes.

    Raises Refused when it is empty, too large, or of no kind that is published.
    """
    if not data or len(data) > LARGEST_FILE:
        raise Refused(f"{name} is {'larger than 20MB' if data else 'empty'}. Choose another file.")
    content, media_type = KINDS.get(name.rpartition(".")[2].lower(), ("", ""))
    if not content or media_type_of(data) != content:
        raise Refused(f"{name} is not a PDF, Word (docx), Excel (xlsx) or CSV file, so it cannot be published.")
    return media_type


def _check_hides_nothing(name: str, data: bytes) -> None:
    """Refuse a file that holds words it does not show: they would be published with it. A picture has no words."""
    try:
        unseen = unseen_of(read_text(name, data))
    except Unreadable:
        return
    if unseen:
        raise Refused(f"{name} holds more than it shows. {unseen[0]} Take that out of the file and attach it again.")


def _keep_save(paper: Decision, sentence: str, by: Person, at: datetime) -> None:
    """Put the change into the history: whoever changed attachments is an author of the paper."""
    rows = [
        {"title": row.title, "file_name": row.file_name, "sha256": row.sha256, "accessible": row.accessible}
        for row in paper.attachments.defer("data")
    ]
    version = paper.part_saves.filter(part=ATTACHMENTS).count() + 1
    PartSave.objects.create(
        decision=paper, part=ATTACHMENTS, version=version, content={"rows": rows}, saved_by=by, saved_at=at
    )
    paper.version += 1
    paper.save(update_fields=["version"])
    record(
        verb="decision.attachments",
        at=at,
        by=by,
        subject=paper.subject,
        sentence=sentence,
        words="\n".join(row["file_name"] for row in rows),
        details={"attachments": len(rows), "version": version},
    )
