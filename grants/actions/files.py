"""Add a file that shows what was agreed or what happened to a grant's money."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError, transaction

from accounts.models import Person
from components.refusals import NotOpen, Refused
from components.uploads import MOST
from documents.types import media_type_of
from figures.dates import london_day
from figures.text import one_line, plain_text
from grants.actions.common import check_can_enter_grants, record_event, rule_of, subject_of
from grants.models import Actual, Agreement, AgreementTerm, Grant, GrantFile

#: A grant of ten years with a file for each month's return has fewer.
MOST_FILES = 500
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: The kinds of file by the ending of the name: what the content must be, and the type with which it is given out.
KINDS = {
    "pdf": ("application/pdf", "application/pdf"),
    "docx": (_WORD, _WORD),
    "xlsx": (_EXCEL, _EXCEL),
    "csv": ("text/plain", "text/csv"),
    "txt": ("text/plain", "text/plain"),
    "png": ("image/png", "image/png"),
    "jpg": ("image/jpeg", "image/jpeg"),
    "jpeg": ("image/jpeg", "image/jpeg"),
}


@dataclass(frozen=True, kw_only=True)
class GrantFileFacts:
    """A file as it is uploaded; what it shows stands in one of `agreement`, `term` and `actual`, or in none."""

    about: str
    file_name: str
    data: bytes
    title: str = ""
    agreement: Agreement | None = None
    term: AgreementTerm | None = None
    actual: Actual | None = None

    def grants(self) -> set[int]:
        """The grants that what it shows belongs to."""
        rows = (
            self.agreement and self.agreement.grant_id,
            self.term and self.term.agreement.grant_id,
            self.actual and self.actual.tranche.grant_id,
        )
        return {number for number in rows if number}


def add_grant_file(*, grant: Grant, facts: GrantFileFacts, by: Person, at: datetime) -> GrantFile:
    """Add a file to a grant. It stays: a newer one is added beside it.

    Raises:
        Refused: it is too large, empty, of another kind than its name says, or shows what belongs to another grant.
        NotOpen: the same file stands there already.
    """
    check_can_enter_grants(by, london_day(at))
    name, media_type = _checked(facts)
    if facts.grants() - {grant.pk}:
        raise Refused(f"What the file shows belongs to another grant than {grant.code}.")
    if grant.files.count() >= MOST_FILES:
        raise Refused(f"A grant has at most {MOST_FILES} files. Put several into one.")
    try:
        with transaction.atomic():
            grant_file = GrantFile.objects.create(
                grant=grant,
                about=GrantFile.About(facts.about),
                agreement=facts.agreement,
                term=facts.term,
                actual=facts.actual,
                title=one_line(plain_text(facts.title))[:200] or name,
                file_name=name,
                media_type=media_type,
                size=len(facts.data),
                sha256=sha256(facts.data).hexdigest(),
                data=facts.data,
                added_by=by,
                added_at=at,
            )
            sentence = f"{by.name} added a file to {grant.code}: {grant_file.get_about_display().lower()}."
            words = f"{grant_file.title} {grant_file.file_name}"
            record_event("add grant file", subject_of(grant), sentence, by, at, words=words, sha256=grant_file.sha256)
    except IntegrityError as error:
        if rule_of(error) != "grant_file_once":
            raise
        raise NotOpen("This file stands there already.") from error
    return grant_file


def _checked(facts: GrantFileFacts) -> tuple[str, str]:
    """The file's name and type, where it may be kept; what a name or a browser claims is never trusted."""
    name = one_line(plain_text(facts.file_name.replace("\\", "/").rpartition("/")[2])).strip()[-200:]
    if not facts.data or len(facts.data) > MOST:
        larger = f"larger than {MOST // 1024 // 1024} MB"
        raise Refused(f"{name} is {larger if facts.data else 'empty'}. Choose another file.")
    content, media_type = KINDS.get(name.rpartition(".")[2].lower(), ("", ""))
    if not content or media_type_of(facts.data) != content:
        raise Refused(f"{name} is not a PDF, Word (docx), Excel (xlsx), CSV, text, PNG or JPEG file.")
    return name, media_type
