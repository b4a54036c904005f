"""Earlier decisions are entered and published at the desk by two people: one proposes, another confirms."""

import json
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from accounts.models import Person, Proposal
from accounts.proposals.actions import propose
from components.refusals import NotOpen, Refused
from intake.actions.import_published import Original, check_can_import, obstacle
from intake.actions.uploads import enter_upload, must_be_put_right
from intake.corrections import corrected_reading
from intake.models import Upload
from intake.reading.client import Reading

VERB = "history.enter"


def original_of(upload: Upload) -> Original:
    """An upload as it was read and put right.

    Raises:
        Refused: its reading is not kept any more.
    """
    if not upload.reading:
        raise Refused(f"{upload.name} has no reading any more. Import it again.")
    reading = corrected_reading(upload, Reading.from_json(upload.reading))
    return Original(reading.paper, upload.name, bytes(upload.data), reading=reading.as_json())


def digest_of_reading(original: Original) -> str:
    """SHA-256 of what would be published: of the file and of what was read of it, as people put it right."""
    reading = json.dumps(original.reading, sort_keys=True)
    return sha256(f"{original.sha256}\0{reading}".encode()).hexdigest()


@transaction.atomic
def propose_entering(*, uploads: Sequence[Upload], by: Person, at: datetime) -> Proposal:
    """Propose to enter these papers as earlier decisions and to publish them; another who enters them confirms.

    From then on whoever enters earlier decisions may open the papers.

    Raises:
        NotAllowed: the person may not enter earlier decisions.
        Refused: one of the papers cannot be entered, or the same waits already.
    """
    check_can_import(by, at)
    originals = [original_of(upload) for upload in uploads]
    for original in originals:
        if sentence := obstacle(original.paper) or must_be_put_right(original.paper):
            raise NotOpen(sentence)
    references = [str(original.paper.reference) for original in originals]
    Upload.objects.filter(pk__in=[upload.pk for upload in uploads]).update(in_catalogue=True)
    numbers = ",".join(str(upload.pk) for upload in uploads)
    return propose(
        verb=VERB,
        subject=f"upload:{numbers}" if len(uploads) == 1 else "catalogue",
        target=sha256(numbers.encode()).hexdigest(),
        sentence=f"Enter {_listed(references)} as read from papers made before the register, and publish.",
        arguments={
            "uploads": {
                str(upload.pk): digest_of_reading(original) for upload, original in zip(uploads, originals, strict=True)
            }
        },
        by=by,
        at=at,
    )


def _listed(references: Sequence[str]) -> str:
    """References in words; of many the first and how many more."""
    if len(references) > 5:
        return f"{', '.join(references[:5])} and {len(references) - 5} more"
    return " and ".join(filter(None, (", ".join(references[:-1]), references[-1])))


def confirmed_entering(proposal: Proposal, at: datetime) -> None:
    """What confirming does: each paper is entered and published, in the name of who proposed it, or none is.

    Raises:
        Refused: a paper was thrown away or put right since, or cannot be entered any more.
    """
    for number, digest in proposal.arguments["uploads"].items():
        upload = Upload.objects.select_for_update(of=("self",)).filter(pk=int(number)).first()
        if upload is None:
            raise Refused("One of these papers was thrown away. Drop the proposal, and propose the others again.")
        if upload.decision_id:
            continue
        original = original_of(upload)
        if digest_of_reading(original) != digest:
            raise Refused(f"{upload.name} was put right after this was proposed. Propose it again as it is now.")
        enter_upload(original=original, upload=upload, by=proposal.proposed_by, at=at)
