"""Uploaded papers: kept, begun as a draft, their left-over lines placed or set aside by a person."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from accounts.models import Person
from accounts.offices import labels, offices_that_may
from audit.actions import record
from components.refusals import NotAllowed, Refused
from decisions.actions.writers import can_write, check_can_write, lock_draft
from decisions.models import Decision
from decisions.parts import PARTS, read_part
from drafting.actions.begin_paper import begin_paper
from drafting.actions.save_part import part_version, save_part
from figures.dates import london_day
from intake.actions.import_published import Original, can_import, import_published, store_original
from intake.draft_from_upload import draft_of, filled
from intake.models import Upload
from intake.money_tables import with_money_tables
from intake.parsing.read_paper import ReadPaper
from part2.actions import ExemptionFacts, save_part_2
from part2.forms import SECTIONS


@dataclass(frozen=True)
class Placing:
    """What a person chose for a line that found no place by itself: a part, or Upload.ASIDE."""

    line: int
    text: str
    part: str


def check_can_upload(person: Person, at: datetime) -> None:
    """Raise NotAllowed for who neither writes papers nor enters earlier decisions."""
    if not can_write(person, london_day(at)) and not can_import(person, at):
        raise NotAllowed(f"To upload a paper you need the office {labels(offices_that_may('import'))}.")


def keep_upload(*, original: Original, by: Person, at: datetime, in_catalogue: bool = False) -> Upload:
    """Keep an uploaded paper that was understood, until something is made of it.

    The same file again, while it waits, is the one that waits. One of the back catalogue is open to everybody who
    enters earlier decisions. Raises Refused when the person neither writes papers nor enters earlier decisions.
    """
    check_can_upload(by, at)
    with transaction.atomic():
        waiting_upload = Upload.objects.of(by).waiting().filter(sha256=original.sha256).first()
        if waiting_upload and waiting_upload.ours_because == original.ours_because:
            return waiting_upload
        upload = Upload.objects.create(
            data=original.data,
            name=original.name[:200],
            sha256=original.sha256,
            reading=original.reading,
            ours_because=original.ours_because,
            in_catalogue=in_catalogue,
            by=by,
            at=at,
        )
        record(
            verb="decision.upload",
            at=at,
            by=by,
            subject=f"upload:{upload.pk}",
            sentence=f"{by.name} uploaded a paper"
            + (", and said that it is this body’s although it looks like another’s." if original.ours_because else "."),
            words=" ".join(filter(None, (original.name, original.ours_because))),
            details={"sha256": original.sha256},
        )
    return upload


def begin_from_paper(
    *,
    original: Original,
    by: Person,
    at: datetime,
    upload: Upload | None = None,
    placings: Sequence[Placing] = (),
    leave_out: Collection[str] = (),
) -> Decision:
    """A draft with the parts that were recognised, but for those left out, and the lines that a person placed.

    The file is kept with it. An upload makes one draft: sent twice, the first is given again.
    Raises Refused when the person does not write papers.
    """
    check_can_write(by, london_day(at))
    draft = draft_of(with_money_tables(original.paper, _lines_of(original)))
    with transaction.atomic():
        locked = _locked(upload, original, by, at)
        if locked.decision:
            return locked.decision
        paper = begin_paper(title=draft.title, grants=(), by=by, at=at)
        for key, values in draft.parts.items():
            if key not in leave_out:
                save_part(decision=paper, part=key, seen=0, values=filled(paper, PARTS[key], values), by=by, at=at)
        keep_exemptions(paper, original.paper, by, at)
        _append(paper, placings, by, at)
        paper.refresh_from_db()
        paper.imported_from = store_original(original, at)
        paper.save(update_fields=["imported_from"])
        locked.decision = paper
        _remember(locked, placings)
        record(
            verb="decision.begin_from_paper",
            at=at,
            by=by,
            subject=paper.subject,
            sentence=f"{by.name} began {paper.reference_words} from a paper{_placed_words(placings)}.",
            words=original.name,
            details={
                "sha256": original.sha256,
                "reference": str(original.paper.reference or ""),
                **_placing_details(placings),
            },
        )
    return paper


def _lines_of(original: Original) -> list[str]:
    """The lines that a paper was read from; none where its reading was not kept."""
    return [line for line, _ in (original.reading or {}).get("lines", ())]


def keep_exemptions(paper: Decision, source: ReadPaper, by: Person, at: datetime) -> None:
    """The sections of the Freedom of Information Act that the paper relies on, into Part 2: never into Part 1."""
    exemptions: dict[tuple[str, str], ExemptionFacts] = {}
    for row in source.part_2.sections:
        section, limb = re.match(r"(\d*)(.*)", row.section).groups()  # type: ignore[union-attr]  # both may be empty
        if section in SECTIONS:
            exemptions.setdefault((section, limb), ExemptionFacts(section=section, limb=limb[:40], reason=row.text))
    if exemptions:
        save_part_2(decision=paper, items=[], exemptions=list(exemptions.values()), by=by, at=at)


def enter_upload(*, original: Original, upload: Upload, by: Person, at: datetime) -> Decision:
    """Enter an uploaded paper as an earlier decision and publish it, which two people agreed on.

    Sent twice, the first entry is given again. Raises Refused when the person may not, when the paper has no reference
    or title, when its reference is taken, and while something must be put right.
    """
    if sentence := must_be_put_right(original.paper):
        raise Refused(sentence)
    with transaction.atomic():
        locked = _locked(upload, original, by, at)
        if locked.decision:
            return locked.decision
        locked.decision = import_published(originals=[original], by=by, at=at)[0]
        _remember(locked, ())
    return locked.decision


def must_be_put_right(paper: ReadPaper) -> str:
    """Why a paper is not published as it was read: what must be put right; nothing when nothing must."""
    blocks = [warning.message for warning in paper.warnings if warning.severity == "blocks"]
    return f"This must be put right before the paper is published: {' '.join(blocks)}" if blocks else ""


def discard_upload(*, upload: Upload, by: Person, at: datetime) -> None:
    """Throw away an uploaded paper of which nothing was made.

    Raises Refused when somebody else uploaded it, or when a draft or an earlier decision was made of it meanwhile.
    """
    with transaction.atomic():
        locked = Upload.objects.select_for_update().filter(pk=upload.pk).first()
        if locked is None:
            return  # thrown away already
        if not Upload.objects.open_to(by, enters_history=can_import(by, at)).filter(pk=locked.pk).exists():
            raise Refused("Somebody else uploaded this paper.")
        if locked.decision_id:
            raise Refused("Something has been made of this paper, which rests on it.")
        locked.delete()
        record(
            verb="decision.discard",
            at=at,
            by=by,
            subject=f"upload:{upload.pk}",
            sentence=f"{by.name} threw away a paper of which nothing had been made.",
            words=locked.name,
            details={"sha256": sha256(locked.data).hexdigest()},
        )


def place_lines(*, decision: Decision, placings: Sequence[Placing], by: Person, at: datetime) -> None:
    """Add lines of the paper that found no place to the parts a person chose, each as a paragraph at the end; or
    remember that they are set aside.

    Raises NotOpen when the paper is no draft any more, Refused when the person does not write papers.
    """
    with transaction.atomic():
        paper = lock_draft(decision, by, at)
        paper_upload = _upload_of(paper)
        placings = [placing for placing in placings if str(placing.line) not in paper_upload.placements]
        if not placings:
            return
        _append(paper, placings, by, at)
        _remember(paper_upload, placings)
        record(
            verb="decision.place_lines",
            at=at,
            by=by,
            subject=paper.subject,
            sentence=f"{by.name} went through lines of the paper for {paper.reference_words}{_placed_words(placings)}.",
            words=paper_upload.name,
            details=_placing_details(placings),
        )


def _locked(upload: Upload | None, original: Original, by: Person, at: datetime) -> Upload:
    """The row of an upload, locked; a new one where the paper did not come by the page."""
    if upload is None:
        columns = {"sha256": original.sha256, "reading": original.reading, "ours_because": original.ours_because}
        return Upload.objects.create(name=original.name[:200], by=by, at=at, **columns)
    return Upload.objects.select_for_update(of=("self",)).select_related("decision").get(pk=upload.pk)


def _upload_of(paper: Decision) -> Upload:
    """The upload of this draft; drafts older than this record get theirs now."""
    if paper.imported_from is None:
        raise Refused(f"{paper.reference_words} was not begun from another paper.")
    columns = {"name": paper.imported_from.name, "by": paper.created_by, "at": paper.created_at}
    return Upload.objects.get_or_create(decision=paper, defaults=columns)[0]


def _append(paper: Decision, placings: Iterable[Placing], by: Person, at: datetime) -> None:
    placed = [placing for placing in placings if placing.part != Upload.ASIDE]
    for key in dict.fromkeys(placing.part for placing in placed):
        fresh = Decision.objects.get(pk=paper.pk)
        values = read_part(fresh, key)
        name = "executive_summary" if key == "summary" else "text"
        added_texts = [placing.text for placing in placed if placing.part == key]
        values[name] = "\n\n".join([*([values[name].rstrip()] if values[name].strip() else []), *added_texts])
        save_part(decision=fresh, part=key, seen=part_version(fresh, key), values=values, by=by, at=at)


def _remember(upload: Upload, placings: Iterable[Placing]) -> None:
    """Note where lines went. The paper's bytes are kept with what was made of it from now on, not here."""
    upload.placements = {**upload.placements, **{str(placing.line): placing.part for placing in placings}}
    upload.data = b""
    upload.save(update_fields=["placements", "decision", "data"])


def _placing_details(placings: Sequence[Placing]) -> dict[str, object]:
    """Line numbers for the event's details; the words stay in the kept file, where the law can have them removed."""
    return {
        "placed": {str(placing.line): placing.part for placing in placings if placing.part != Upload.ASIDE},
        "set_aside": [placing.line for placing in placings if placing.part == Upload.ASIDE],
    }


def _placed_words(placings: Sequence[Placing]) -> str:
    """The placed lines in words, for the event's sentence: ", placing lines 4 and 9 and setting aside line 7"."""
    phrases = []
    for verb, aside in (("placing", False), ("setting aside", True)):
        numbers = [str(placing.line) for placing in placings if (placing.part == Upload.ASIDE) is aside]
        if numbers:
            number_list = " and ".join([*([", ".join(numbers[:-1])] if numbers[1:] else []), numbers[-1]])
            phrases.append(f"{verb} line{'s' if numbers[1:] else ''} {number_list}")
    return f", {' and '.join(phrases)}" if phrases else ""
