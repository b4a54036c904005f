"""Write the confidential Part 2. Its text never enters the history of saves or the events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import Person
from audit.actions import record
from components.refusals import Refused
from decisions.actions.writers import lock_draft
from decisions.confidentiality import check_can_read_part_2
from decisions.models import Decision, Exemption, Part2File, Part2Item, PartSave
from decisions.models.confidential import PART_2
from documents.commitment import new_salt
from documents.types import media_type_of
from drafting.stale_part import StalePart
from figures.dates import london_day

LARGEST_FILE = 20 * 1024 * 1024
_ALLOWED = ("application/pdf", "image/png", "image/jpeg", "text/plain", "application/vnd.openxmlformats")


@dataclass(frozen=True, kw_only=True)
class ItemFacts:
    """An item of Part 2: a text, a new file, or (`keep`) a file that is there already, by the item's number."""

    title: str
    text: str = ""
    file_name: str = ""
    file_data: bytes = b""
    keep: int | None = None
    review_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ExemptionFacts:
    """A section and limb of the Freedom of Information Act 2000 relied on, its reason and public-interest balance."""

    section: str
    limb: str = ""
    reason: str = ""
    balance: str = ""
    lapses_on: date | None = None


def save_part_2(
    *,
    decision: Decision,
    items: Sequence[ItemFacts],
    exemptions: Sequence[ExemptionFacts],
    seen: int = 0,
    by: Person,
    at: datetime,
) -> int:
    """Save the items and exemptions of Part 2; gives the new version. `seen` is the version the person started from.

    Raises StalePart (without the other's text: both may read it on the page), NotOpen or Refused with a sentence.
    """
    with transaction.atomic():
        paper = lock_draft(decision, by, at)
        check_can_read_part_2(paper, by, london_day(at))
        latest = paper.part_saves.filter(part=PART_2).order_by("-version").select_related("saved_by").first()
        if latest and latest.version != seen:
            own = latest.saved_by_id == by.pk
            raise StalePart(PART_2, {}, latest.saved_by.name, latest.saved_at, latest.version, own=own)
        files = {
            item.number: (item.file.name, item.file.media_type, bytes(item.file.data))
            for item in paper.part_2_items.filter(kind=Part2Item.Kind.FILE).select_related("file")
        }
        paper.part_2_items.all().delete()
        for number, facts in enumerate(items, 1):
            _write_item(paper, number, facts, files)
        paper.exemptions.all().delete()
        Exemption.objects.bulk_create(
            Exemption(
                decision=paper,
                section=facts.section,
                limb=facts.limb,
                reason=facts.reason,
                balance=facts.balance,
                lapses_on=facts.lapses_on,
                salt=new_salt(),
            )
            for facts in exemptions
        )
        version = (latest.version if latest else 0) + 1
        PartSave.objects.create(decision=paper, part=PART_2, version=version, content={}, saved_by=by, saved_at=at)
        paper.version += 1
        paper.save(update_fields=["version"])
        record(
            verb="decision.save_part_2",
            at=at,
            by=by,
            subject=paper.subject,
            sentence=f"{by.name} saved Part 2 of {paper.reference_words}.",
            details={"items": len(items), "exemptions": len(exemptions), "version": version},
        )
    return version


def _write_item(paper: Decision, number: int, facts: ItemFacts, files: dict[int, tuple[str, str, bytes]]) -> None:
    is_file = bool(facts.file_data) or facts.keep is not None
    item = Part2Item.objects.create(
        decision=paper,
        number=number,
        kind=Part2Item.Kind.FILE if is_file else Part2Item.Kind.TEXT,
        title=facts.title,
        text="" if is_file else facts.text,
        salt=new_salt(),
        review_on=facts.review_on,
    )
    if facts.file_data:
        name, media_type, data = facts.file_name[:200], media_type_of(facts.file_data), facts.file_data
        if len(data) > LARGEST_FILE:
            raise Refused(f"{name} is larger than 20MB. Split it, or save it smaller.")
        if not media_type.startswith(_ALLOWED):
            raise Refused(f"{name} is not a PDF, Office, image or text file, so it is not taken.")
        Part2File.objects.create(item=item, name=name, media_type=media_type, data=data)
    elif facts.keep is not None:
        if facts.keep not in files:
            raise Refused("A file that the page still names is gone. Add it again.")
        name, media_type, data = files[facts.keep]
        Part2File.objects.create(item=item, name=name, media_type=media_type, data=data)
