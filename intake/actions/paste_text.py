"""Put text that was pasted whole into the parts of a draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Person
from decisions.actions.writers import lock_draft
from decisions.models import Decision
from decisions.parts import PARTS, as_stored, parts_on, read_part
from drafting.actions.save_part import part_version, save_part
from intake.actions.uploads import keep_exemptions
from intake.pasted_text import PastedText


@dataclass(frozen=True)
class Filling:
    """What a pasted text did: labels of the parts that it filled, and of those in which something stood already."""

    filled: tuple[str, ...]
    kept: tuple[str, ...]


def paste_text(*, decision: Decision, pasted: Sequence[PastedText], by: Person, at: datetime) -> Filling:
    """Fill what is still empty in a draft with what pasted texts say; what is written already is left as it is.

    Declarations and signatures are never taken. The sections of the Freedom of Information Act that a text relies on go
    into the confidential Part 2, where that is still empty.

    Raises:
        NotOpen: the paper is no draft any more.
        NotAllowed: the person does not write papers.
    """
    filled_labels: dict[str, None] = {}
    kept_labels: dict[str, None] = {}
    with transaction.atomic():
        paper = lock_draft(decision, by, at)
        for text in pasted:
            for key in (key for key in parts_on(paper) if key in text.parts):
                fresh = Decision.objects.get(pk=paper.pk)
                present = read_part(fresh, key)
                values, differs = _merged(present, text.parts[key])
                if as_stored(values) != as_stored(present):
                    save_part(decision=fresh, part=key, seen=part_version(fresh, key), values=values, by=by, at=at)
                    filled_labels[PARTS[key].full_label] = None
                if differs:
                    kept_labels[PARTS[key].full_label] = None
            if text.paper.part_2.sections and not (paper.exemptions.exists() or paper.part_2_items.exists()):
                keep_exemptions(paper, text.paper, by, at)
    return Filling(tuple(filled_labels), tuple(kept_labels))


def _merged(present: dict[str, Any], pasted: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """A part with its empty fields filled, and whether a field that was not empty says something else."""
    values, differs = dict(present), False
    for name, value in pasted.items():
        if not value or value == present.get(name):
            continue
        if name == "title" and "executive_summary" in present and "board" not in present:
            continue  # the paper has its title from its beginning
        if name == "heading" and present.get("text") and present["text"] != pasted.get("text"):
            continue  # the heading of a text that is not taken
        if _is_empty(name, present.get(name)):
            values[name] = value
        else:
            differs = True
    return values, differs


def _is_empty(name: str, value: Any) -> bool:
    """Whether a field holds nothing, or what every paper begins with."""
    if name == "rows":
        return not any(row.get("text") or row.get("earlier_reference") for row in value or () if isinstance(row, dict))
    return not value or (name == "marking" and value == "OFFICIAL")
