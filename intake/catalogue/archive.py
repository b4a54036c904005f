"""An archive of the back catalogue, read at the desk as a folder is by the command; two people publish it."""

from datetime import datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from accounts.models import Person
from documents.text_reader import Unreadable
from intake.actions.import_published import check_can_import
from intake.bulk_import.files import files_in, read_all
from intake.catalogue.audit import audit
from intake.catalogue.enter import enter_all
from intake.catalogue.keeping import keep_import
from intake.reading.client import Member, members_of


def import_archive(*, name: str, data: bytes, by: Person, at: datetime) -> int:
    """Keep the papers of an archive for people to propose and confirm, and their faults; how many files it had.

    Raises:
        NotAllowed: the person may not enter earlier decisions.
        Unreadable: it is no archive, or larger than its readers allow.
    """
    check_can_import(by, at)
    members = members_of(name, data) if data.startswith(b"PK") else []
    if not members:
        raise Unreadable(f"{name} is no zip of papers. Put the saved pages and files into a zip, or upload one alone.")
    with TemporaryDirectory(prefix="catalogue-") as temporary:
        folder = Path(temporary)
        for member in members:
            (path := _place(folder, member)).parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(member.data)
        outcomes = list(read_all(files_in([folder])))
        entries = list(enter_all(outcomes, by=by, moment=lambda: at))
        keep_import(outcomes, entries, audit(outcomes), folder=folder, by=by, at=at)
    return len(members)


def _place(folder: Path, member: Member) -> Path:
    """Where a file of the archive goes: inside the folder, whatever its name says."""
    parts = [part for part in PurePosixPath(member.name.replace("\\", "/")).parts if part not in ("/", "..", ".")]
    return folder.joinpath(*(part.lstrip(".")[:120] or "file" for part in parts or ["file"]))
