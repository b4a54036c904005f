"""Put right what was read of an uploaded paper, fact by fact."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import Person
from audit.actions import record
from components.refusals import NotOpen, Refused
from figures.text import plain_text
from intake.actions.import_published import can_import
from intake.actions.uploads import check_can_upload
from intake.corrections import corrected_reading, known_facts
from intake.models import ReadingCorrection, Upload
from intake.reading.client import Reading


def correct_reading(*, upload: Upload, facts: Mapping[str, str], by: Person, at: datetime) -> int:
    """Store what a person says instead of what was read; returns how many facts that changed.

    `facts` holds texts by the values of `ReadingCorrection.Fact`, days as 2019-03-14. What stands so already is passed
    over. The reading itself stays as it was, and later corrections stand beside earlier ones.

    Raises:
        Refused: the person may not open this upload, or its reading was not kept.
        NotOpen: something has been made of the paper.
    """
    check_can_upload(by, at)
    with transaction.atomic():
        row = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
        if not Upload.objects.open_to(by, enters_history=can_import(by, at)).filter(pk=row.pk).exists():
            raise Refused("Somebody else uploaded this paper.")
        if row.decision_id:
            raise NotOpen("Something has been made of this paper. Correct that instead.")
        if not row.reading:
            raise Refused("What was read of this paper was not kept. Upload it again.")
        facts_so_far = known_facts(corrected_reading(row, Reading.from_json(row.reading)).paper)
        changes = {fact: text for fact, text in _clean(facts).items() if text != facts_so_far[fact]}
        ReadingCorrection.objects.bulk_create(
            ReadingCorrection(upload=row, fact=fact, before=facts_so_far[fact], after=text, by=by, at=at)
            for fact, text in changes.items()
        )
        if changes:
            record(
                verb="decision.correct_reading",
                at=at,
                by=by,
                subject=f"upload:{row.pk}",
                sentence=f"{by.name} put right what was read of a paper: {_labels(changes)}.",
                words=" ".join(changes.values()),
                details={"facts": sorted(changes), "sha256": row.sha256},
            )
    return len(changes)


def _clean(facts: Mapping[str, str]) -> dict[str, str]:
    """Texts without characters that print nothing; a title and a name on one line."""
    texts = {fact: plain_text(text).strip() for fact, text in facts.items()}
    return {
        fact: text if fact == ReadingCorrection.Fact.SUMMARY else " ".join(text.split()) for fact, text in texts.items()
    }


def _labels(facts: Mapping[str, str]) -> str:
    return ", ".join(ReadingCorrection.Fact(fact).label.lower() for fact in facts)
