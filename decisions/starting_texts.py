"""Texts that a draft of a kind begins with, from the body's profile, and what of them is still to be filled in."""

from collections.abc import Mapping
from typing import Any

from decisions.parts import FORM, PARTS, REPORT, Values
from profiles import current
from profiles.model import BLANK, Draft


def kinds_of_draft() -> list[tuple[str, str]]:
    """The kinds of draft that the body has texts for, with their labels."""
    return [(draft.key, draft.label) for draft in current().drafts]


def starting_texts(kind: str) -> dict[str, str]:
    """The texts of a kind of draft by the key of the part; none for a kind that the body has not."""
    draft: Draft | None = next((draft for draft in current().drafts if draft.key == kind), None)
    return {_part_of(name): text for name, text in draft.texts.items()} if draft else {}


def _part_of(name: str) -> str:
    """The key of the part that a profile calls by its section: "report-facts" is that of the report's facts."""
    kind = name.removeprefix("report-")
    section = (FORM if kind == name else REPORT, kind)
    return next((key for key, part in PARTS.items() if part.section == section), name)


def open_blanks(values: Mapping[str, Any]) -> list[str]:
    """What the starting texts asked to be filled in and a part still has, as it stands there, each once."""
    blanks = frozenset(blank for draft in current().drafts for blank in draft.blanks())
    text = "\n".join(str(value) for value in values.values() if isinstance(value, str))
    plain = text.replace("\\[", "[").replace("\\]", "]")
    return list(dict.fromkeys(blank for blank in BLANK.findall(plain) if blank in blanks))


def with_starting_text(values: Values, text: str) -> Values:
    """A part's values with a starting text where nothing is written: the summary's, or the section's."""
    field = "text" if "text" in values else "executive_summary"
    return values if str(values[field]).strip() else values | {field: text}
