"""What changed between two versions of a Part 1: each place that differs, with its text before and after."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from book.paper import words
from book.part1 import AnyPart1, Part1, newest, v1
from book.part1.offices import DECIDER, ENDORSER, office_label
from book.part1.text import lines_of
from figures.dates import format_date, format_moment
from figures.money import format_money

#: The name of a place in the paper, its text before and its text after.
Place = tuple[str, str, str]
#: The value of a field or member that one of the two versions does not have.
MISSING = object()
#: Fields whose names do not say to a reader what they hold.
LABELS = {
    "executive_summary": "Summary",
    "body": "organisation",
    "part_2": "Part 2",
    "refers_to": "decisions mentioned",
    "outcome": "decision",
    "decided_on": "Date signed",
    "decided_by": "Decision by",
    "id": "identifier",
    "recipient_unit": "unit of the recipient",
    "direction": "received or made",
    "carry_over": "carrying over to the next year",
    "as_stated": "amount as stated",
    "action": "what it asks for",
    "up_to": "the amount is a limit",
    "power": "power relied on",
    "consulted": "who was consulted",
    "consulted_on": "date of the consultation",
    "impact_assessment": "Data protection impact assessment",
    "board_on": "date of the board",
    "author_rank": "rank of the author",
    "author_unit": "unit of the author",
    "needed_by": "decision needed by",
    "needed_why": "why by then",
    "delay_would": "what delay would mean",
    "deferral": "Deferral of the publication",
    "until": "deferred until",
    "exists": "there is a Part 2",
    "reasons": "kinds of reason",
    "review": "to be looked at again",
    "step": "answer",
    "how": "how it was signed",
    "interests": "interests declared",
    "evidence": "proof of the passkey",
    "source_name": "name of the original file",
    "source_sha256": "SHA-256 of the original file",
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
    "explanations": "Check let pass with a reason",
    "commitments": "Item {item} of Part 2",
    "links": "Link to {reference}",
    "conditions": "Condition {number}",
    "onward_awards": "Passed on to others",
    "title_translations": "Title in the language {language}",
    "executive_summary_translations": "Summary in the language {language}",
    "translations": "in the language {language}",
    "options": "Option “{title}”",
    "stakeholders": "Who was asked: {name}",
    "risks": "Risk",
    "attachments": "Background paper “{title}”",
    "consultations": "Comment: {name}",
    "powers": "Power of {holder}",
}
#: What a name in ITEMS says where the paper leaves the field blank.
BLANK = {
    "heading": "section without a heading",
    "financial_year": "year not stated",
    "fund_as_written": "fund not stated",
    "title": "without a title",
    "name": "name not stated",
}
#: Fields that only sort a thing for programs, or that its name says already, by the list.
SKIPPED = {"sections": {"kind", "document"}, "declarations": {"kind"}, "tranches": {"financial_year"}}
#: Words for the values of fields that hold one of a few.
VALUES: dict[str, Mapping[str, str]] = {
    "action": words.ACTIONS,
    "answer": words.ANSWERS,
    "carry_over": {"with_consent": "With consent"},
    "direction": {},
    "how": words.HOW,
    "kind": words.LINKS | words.COMMITTED,
    "office": {key: office_label(key) for key in (ENDORSER, DECIDER)},
    "outcome": words.OUTCOMES,
    "route": {},
    "state": words.IMPACT,
    "step": {},
}
#: Fields that hold pounds and days; everything else is shown as it is written.
AMOUNTS = {"amount", "bid", "offered", "accepted", "as_stated"}
DAYS = {"on", "decided_on", "until", "needed_by", "board_on", "consulted_on"}
#: More words than this are shown as old and new, not compared word by word.
MOST_WORDS = 2_000
#: Nor are texts with more pairs of equal words than this: the cost of comparing grows with the pairs. Two texts of
#: 2,000 words of prose have some 40,000.
MOST_PAIRS = 100_000


def changes(old: AnyPart1, new: AnyPart1) -> list[dict[str, Any]]:
    """Each place that differs, in the order of the paper: {"where", "pieces"} for the difference component."""
    if isinstance(old, v1.Part1) and isinstance(new, v1.Part1):
        places = _places(old.as_plain(), new.as_plain())
    else:
        places = _places(_in_lines(newest(old)), _in_lines(newest(new)))
    return [{"where": where, "pieces": pieces(before, after)} for where, before, after in places if before != after]


def pieces(old: str, new: str) -> list[dict[str, str]]:
    """A text's difference by words: kinds "same", "added", "removed"."""
    # A word with the space after it: spaces by themselves would match everywhere, at great cost.
    a, b = re.findall(r"\S+\s*|\s+", old), re.findall(r"\S+\s*|\s+", new)
    if max(len(a), len(b)) > MOST_WORDS or _pairs_alike(a, b) > MOST_PAIRS:
        return [{"kind": kind, "text": text} for kind, text in (("removed", old), ("added", new)) if text]
    parts = []
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append({"kind": "same", "text": "".join(a[i:j])})
            continue
        removed, added = "".join(a[i:j]), "".join(b[k:m])
        parts += [{"kind": kind, "text": text} for kind, text in (("removed", removed), ("added", added)) if text]
    return parts


def _pairs_alike(a: list[str], b: list[str]) -> int:
    """How many pairs of a word of `a` and the same word of `b` there are."""
    times = Counter(b)
    return sum(times[word] for word in a)


def _in_lines(part1: Part1) -> dict[str, Any]:
    """The content with each section's text in lines, and what is a key with a label by its key or label alone."""
    content = part1.as_plain()
    for name in ("schema", "paper", "profile", "language", "register_address"):
        del content[name]
    for section, plain in zip(part1.sections, content["sections"], strict=True):
        plain["text"] = list(lines_of(section.content))
        del plain["content"]
    for declaration in content["declarations"]:
        declaration["kind"] = declaration["kind"]["key"]
    for signature in content["signatures"]:
        signature["office"] = signature["office"]["label"]
    return content


def _places(old: Any, new: Any, where: str = "", name: str = "") -> Iterator[Place]:
    """Every text of two plain values side by side, with the words for its place."""
    if isinstance(old, dict) or isinstance(new, dict):
        before, after = (side if isinstance(side, dict) else {} for side in (old, new))
        for key in dict.fromkeys([*after, *before]):
            if key not in SKIPPED.get(name, ()):
                label = LABELS.get(key, key.replace("_", " "))
                yield from _places(before.get(key, MISSING), after.get(key, MISSING), _place_label(where, label), key)
    elif isinstance(old, list) or isinstance(new, list):
        was, now = (side if isinstance(side, list) else [] for side in (old, new))
        has_objects = any(isinstance(item, dict) for item in (*was, *now))
        yield from (_list_places if has_objects else _lines)(was, now, where, name)
    else:
        # A blank field that was added or removed is not shown as a change.
        blank = "" if MISSING in (old, new) else "not stated"
        yield where, _text(old, name, blank), _text(new, name, blank)


def _list_places(old: list[Any], new: list[Any], where: str, name: str) -> Iterator[Place]:
    """The changed places of two lists. Equal members are left out; others are compared with their namesake."""
    outer = where.rpartition(": ")[0] if name in ITEMS else where
    before, after = _without_common(old, new)
    names = {
        id(member): label for many in (old, new) for member, label in zip(many, _numbered(name, many), strict=True)
    }
    for thing in after:
        namesake = next((candidate for candidate in before if _is_same_thing(name, candidate, thing)), MISSING)
        before = [candidate for candidate in before if candidate is not namesake]
        yield from _places(namesake, thing, _place_label(outer, names[id(thing)]), name)
    for gone in before:
        yield from _places(gone, MISSING, _place_label(outer, names[id(gone)]), name)


def _is_same_thing(name: str, first: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two members stand for one thing; a grant keeps its identifier when its title is corrected."""
    if name == "grants":
        return bool(first["id"] == other["id"])
    return _item(name, first) == _item(name, other)


def _without_common(old: list[Any], new: list[Any]) -> tuple[list[Any], list[Any]]:
    """What is left of two lists without what both have in the same order."""
    before, after = list(old), list(new)
    matcher = SequenceMatcher(None, [repr(item) for item in old], [repr(item) for item in new], autojunk=False)
    for i, k, size in reversed(matcher.get_matching_blocks()):
        del before[i : i + size], after[k : k + size]
    return before, after


def _numbered(name: str, things: list[Any]) -> list[str]:
    """The names of the things in a list, no two alike."""
    labels: list[str] = []
    for place, thing in enumerate(things, 1):
        label = _item(name, thing)
        labels.append(f"{label} ({place})" if label in labels else label)
    return labels


def _item(name: str, thing: dict[str, Any]) -> str:
    values = thing | {key: BLANK[key] for key in BLANK if not thing.get(key)}
    if name == "tranches" and not thing["fund_as_written"]:
        values["fund_as_written"] = thing["fund"]["name"] or BLANK["fund_as_written"]
    if name == "declarations":
        values["kind"] = words.DECLARATIONS[thing["kind"]]
    return ITEMS[name].format(**values).strip()


def _lines(old: list[Any], new: list[Any], where: str, name: str) -> Iterator[Place]:
    """The changed places of two lists of texts: an added or removed line does not make those after it differ."""
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for place in range(max(j - i, m - k)):
            before = old[i + place] if i + place < j else MISSING
            after = new[k + place] if k + place < m else MISSING
            number = (i if after is MISSING else k) + place + 1
            yield f"{where}, line {number}", _text(before, name), _text(after, name)


def _place_label(where: str, label: str) -> str:
    return f"{where}: {label}" if where else label[:1].upper() + label[1:]


def _text(value: Any, name: str, blank: str = "") -> str:
    """A value of Part 1 as the page of differences writes it: money, days and choices in words."""
    if value is MISSING:
        return ""
    if value is None:
        return blank
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name in AMOUNTS:
        return format_money(Decimal(value))
    if name in VALUES:
        return VALUES[name].get(value) or value.replace("_", " ").capitalize()
    if name == "at":
        return format_moment(datetime.fromisoformat(value))
    return format_date(date.fromisoformat(value)) if name in DAYS else str(value)
