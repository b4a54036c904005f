"""What an import of the back catalogue leaves behind: a row for every file and fault, settled or entered by people."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from accounts.models import Person, Proposal
from audit.actions import record
from components.refusals import NotOpen, Refused
from figures.text import plain_text
from intake.actions.enter_history import original_of, propose_entering
from intake.actions.import_published import check_can_import, obstacle
from intake.actions.uploads import must_be_put_right
from intake.catalogue.audit import Fault
from intake.catalogue.enter import Entry
from intake.models import CatalogueFault, CatalogueFile

_BATCH = 500


def keep_catalogue(
    *, entries: Sequence[Entry], faults: Sequence[Fault], digests: Mapping[str, str], by: Person, at: datetime
) -> None:
    """Keep what became of every file of an import, and its faults; run again, it brings both up to date.

    `digests` are the files' SHA-256 by path. A fault that somebody settled stays settled; one of these files that is
    found no longer goes. Raises NotAllowed for who may not enter earlier decisions.
    """
    check_can_import(by, at)
    paths = {str(entry.path) for entry in entries} | set(digests)
    with transaction.atomic():
        CatalogueFile.objects.bulk_create(
            [_file(entry, digests, by, at) for entry in {str(entry.path): entry for entry in entries}.values()],
            batch_size=_BATCH,
            update_conflicts=True,
            unique_fields=["path"],
            update_fields=["sha256", "state", "reference", "reason", "sentence", "upload", "read_by", "read_at"],
        )
        rows = {row.key: row for row in (_fault(fault, digests, at) for fault in faults)}
        CatalogueFault.objects.filter(path__in=[path[:500] for path in paths], settled_at=None).exclude(
            key__in=list(rows)
        ).delete()
        CatalogueFault.objects.bulk_create(rows.values(), batch_size=_BATCH, ignore_conflicts=True)
        record(
            verb="catalogue.import",
            at=at,
            by=by,
            subject="catalogue",
            sentence=f"{by.name} imported {len(paths)} files of the back catalogue; {len(rows)} faults were found.",
            details={"files": len(paths), "faults": len(rows)},
        )


def _file(entry: Entry, digests: Mapping[str, str], by: Person, at: datetime) -> CatalogueFile:
    return CatalogueFile(
        path=str(entry.path)[:500],
        sha256=digests.get(str(entry.path), ""),
        state=entry.state,
        reference=entry.reference,
        reason=entry.reason,
        sentence=entry.sentence,
        upload_id=entry.upload,
        read_by=by,
        read_at=at,
    )


def _fault(fault: Fault, digests: Mapping[str, str], at: datetime) -> CatalogueFault:
    key = sha256("\0".join((fault.check, fault.file, fault.sentence)).encode()).hexdigest()
    return CatalogueFault(
        key=key,
        check_code=fault.check,
        reference=fault.reference,
        path=fault.file[:500],
        sha256=digests.get(fault.file, ""),
        sentence=fault.sentence,
        mend=fault.mend,
        found_at=at,
    )


def settle_fault(*, fault: CatalogueFault, note: str, by: Person, at: datetime) -> CatalogueFault:
    """Note what was done about a fault, or why nothing need be.

    Raises:
        NotAllowed: the person may not enter earlier decisions.
        Refused: the note is empty.
        NotOpen: the fault is settled already.
    """
    check_can_import(by, at)
    if not (text := plain_text(note).strip()):
        raise Refused("Enter what was done about it, or why nothing need be.")
    with transaction.atomic():
        row = CatalogueFault.objects.select_for_update(of=("self",)).get(pk=fault.pk)
        if row.settled_at:
            raise NotOpen("Somebody has settled this already.")
        row.settled_note, row.settled_by, row.settled_at = text, by, at
        row.save(update_fields=["settled_note", "settled_by", "settled_at"])
        record(
            verb="catalogue.settle",
            at=at,
            by=by,
            subject=f"catalogue-fault:{row.pk}",
            sentence=f"{by.name} settled {row.check_code} of {row.reference or 'a file'} in the back catalogue.",
            words=text,
        )
    return row


def propose_waiting(*, files: Sequence[CatalogueFile], by: Person, at: datetime) -> tuple[Proposal | None, list[str]]:
    """Propose to enter and publish papers that waited for a person, as they were read and put right.

    Returns the proposal of those that can be, and a sentence for each that cannot. Raises NotAllowed for who may not.
    """
    check_can_import(by, at)
    uploads, sentences = [], []
    for file in files:
        if (upload := file.upload) is None or not upload.reading:
            sentences.append(f"{file.path} has no reading any more. Import it again.")
            continue
        paper = original_of(upload).paper
        if sentence := obstacle(paper) or must_be_put_right(paper):
            sentences.append(f"{file.path}: {sentence}")
        else:
            uploads.append(upload)
    return propose_entering(uploads=uploads, by=by, at=at) if uploads else None, sentences
