"""What the desk keeps of an import: files and faults by their path inside the folder, which another machine has too."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from accounts.models import Person
from intake.actions.catalogue import keep_catalogue
from intake.bulk_import.files import Outcome
from intake.catalogue.audit import Fault
from intake.catalogue.enter import Entry


def keep_import(
    outcomes: Sequence[Outcome],
    entries: Sequence[Entry],
    faults: Sequence[Fault],
    *,
    folder: Path,
    by: Person,
    at: datetime,
) -> None:
    """Keep an import for the pages of the desk. Raises NotAllowed for who may not enter earlier decisions."""
    keep_catalogue(
        entries=[replace(entry, path=_relative_path(entry.path, folder)) for entry in entries],
        faults=[replace(fault, file=str(_relative_path(Path(fault.file), folder))) for fault in faults],
        digests={str(_relative_path(outcome.path, folder)): outcome.sha256 for outcome in outcomes},
        by=by,
        at=at,
    )


def _relative_path(path: Path, folder: Path) -> Path:
    """The path inside the folder of the import; the file's name where the import is of that file alone."""
    return path.relative_to(folder) if path != folder and path.is_relative_to(folder) else Path(path.name)
