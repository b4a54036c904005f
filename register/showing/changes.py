"""What changed between two versions of a Part 1, place by place, in words."""

import re
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from figures.dates import format_date
from figures.money import format_money
from register.part1 import Part1

LABELS = {
    "executive_summary": "Summary",
    "part_2": "Part 2",
    "decided_on": "Date signed",
    "decided_by": "Decision by",
    "as_stated": "amount as stated",
    "impact_assessment": "Data protection impact assessment",
    "on": "date",
    "at": "moment",
}
#: Names of the things in a list, by the list.
ITEMS = {
    "recommendations": "Recommendation {number}",
    "sections": "{heading}",
    "paragraphs": "paragraph {number}",
    "tranches": "Money {financial_year}, {fund_as_written}",
    "grants": "Grant “{title}”",
    "declarations": "Declaration: {kind}",
    "signatures": "Signature: {name}",
    "statements": "Statement “{heading}”",
    "commitments": "Item {item} of Part 2",
    "links": "Link to {reference}",
}
#: Fields that hold pounds and days; everything else is shown as it is written.
AMOUNTS = {"amount", "bid", "offered", "accepted", "as_stated"}
DAYS = {"on", "decided_on", "until", "needed_by", "board_on", "consulted_on"}
#: More words than this are shown as old and new, not compared word by word.
MOST_WORDS = 2_000


def changes(old: Part1, new: Part1) -> list[dict[str, Any]]:
    """Each place that differs, in the order of the paper: {"where", "pieces"} for the difference component."""
    before, after = _flat(old.as_plain()), _flat(new.as_plain())
    places = dict.fromkeys([*after, *before])
    return [
        {"where": where, "pieces": pieces(before.get(where, ""), after.get(where, ""))}
        for where in places
        if before.get(where, "") != after.get(where, "")
    ]


def pieces(old: str, new: str) -> list[dict[str, str]]:
    """A text's difference by words: kinds "same", "added", "removed"."""
    # A word with the space after it: spaces by themselves would match everywhere, at great cost.
    a, b = re.findall(r"\S+\s*|\s+", old), re.findall(r"\S+\s*|\s+", new)
    if max(len(a), len(b)) > MOST_WORDS:
        return [{"kind": kind, "text": text} for kind, text in (("removed", old), ("added", new)) if text]
    found = []
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append({"kind": "same", "text": "".join(a[i:j])})
            continue
        removed, added = "".join(a[i:j]), "".join(b[k:m])
        found += [{"kind": kind, "text": text} for kind, text in (("removed", removed), ("added", added)) if text]
    return found


def _flat(value: Any, where: str = "", name: str = "") -> dict[str, str]:
    """Every text of a plain value by the words for its place."""
    if isinstance(value, dict):
        found: dict[str, str] = {}
        for key, inner in value.items():
            found |= _flat(inner, _joined(where, LABELS.get(key, key.replace("_", " "))), key)
        return found
    if isinstance(value, list):
        found, used = {}, set()
        outer = where.rpartition(": ")[0] if name in ITEMS else where
        for place, inner in enumerate(value, 1):
            label = _item(name, inner, place)
            label = f"{label} ({place})" if label in used else label
            used.add(label)
            found |= _flat(inner, _joined(outer, label), name)
        return found
    return {where: _text(value, name)}


def _item(name: str, value: Any, place: int) -> str:
    if isinstance(value, dict) and name in ITEMS:
        label = ITEMS[name].format(**value).strip()
        return label if label and not label.endswith((" ", ",")) else f"{name} {place}"
    return str(place)


def _joined(where: str, label: str) -> str:
    return f"{where}: {label}" if where else label[:1].upper() + label[1:]


def _text(value: Any, name: str) -> str:
    if value is None:
        return "not stated"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name in AMOUNTS:
        return format_money(Decimal(value))
    return format_date(date.fromisoformat(value)) if name in DAYS else str(value)
