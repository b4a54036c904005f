"""What a line opens, recognised by its words alone, whatever number, mark or emphasis it carries."""

import re
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from intake.parsing.layouts import LABELS, SECTIONS, ZONES, Opening
from intake.parsing.lines import Piece, fold

_INLINE = re.compile(r"^(?P<head>[^:]{3,80}?)\s*:\s+(?P<rest>\S.*)$", re.DOTALL)
_DASHED = re.compile(r"^(?P<head>[A-Za-z/&() ]{3,60}?)\s+[\u2013\u2014-]\s+(?P<rest>[A-Z].{30,})$", re.DOTALL)
_BARE_NUMBER = re.compile(r"^(?P<number>\d{1,2})[.)]?\s+(?=[A-Z])")
_LONGEST = 110


class Heading(NamedTuple):
    """A recognised heading: what it opens, its words, its number, and text after it on the same line."""

    opening: Opening
    text: str
    number: str
    rest: str = ""


@lru_cache(maxsize=4096)
def opening_of(text: str) -> Opening | None:
    """What words open, when they are a heading and nothing else."""
    if len(text) > _LONGEST:
        return None
    folded = fold(text)
    for pattern, opening in ZONES:
        if pattern.fullmatch(folded):
            return opening
    for pattern, kind in SECTIONS:
        if pattern.fullmatch(folded):
            return Opening("section", kind)
    return None


def heading_of(piece: Piece) -> Heading | None:
    """The heading that a piece is or begins with; None for running text."""
    text, number = piece.text, piece.numeral
    if not number and (match := _BARE_NUMBER.match(text)) and opening_of(text[match.end() :]):
        text, number = text[match.end() :], match["number"]
    if opening := opening_of(text):
        single = " " not in text.strip()
        if single and piece.mark and not number:
            return None  # a bullet of one word is an item of a list
        return Heading(opening, _clean(text), number)
    for pattern in (_INLINE, _DASHED):
        match = pattern.match(text)
        opening = opening_of(match["head"]) if match else None
        if match and opening and not (piece.mark and not number and opening.zone == "section"):
            return Heading(opening, _clean(match["head"]), number, match["rest"])
    return None


def _clean(text: str) -> str:
    return re.sub(r"[¹²³⁰⁴-⁹]+$", "", text.strip()).rstrip(" :.").strip()


def label_of(text: str) -> tuple[str, str] | None:
    """The field a label names and the value after it on the line ("" for none); None where no label begins the line."""
    head, sep, value = text.partition(":")
    if "\t" in text and (not sep or text.index("\t") < len(head)):
        head, sep, value = text.partition("\t")
    head_folded = fold(head)
    if len(head_folded) > 70:
        return None
    field = _field_of(head_folded)
    if field is None or not (sep or not field.startswith("meta") or not value):
        return None
    return field, value.strip(" \t:")


@lru_cache(maxsize=4096)
def _field_of(label: str) -> str | None:
    """The field that a folded label names."""
    return next((field for pattern, field in LABELS if pattern.fullmatch(label)), None)


_NEXT_PARAGRAPH = re.compile(r"(?<=[.;:!?)”\"’a-z])\s+(?P<number>\d{1,2}\.\d{1,2})\.?\s+(?=[A-Z£])")
_NEXT_HEADING = re.compile(r"(?<=[.;:!?)”\"’a-z])\s+(?P<number>\d{1,2})\.\s+(?P<head>[A-Z][A-Za-z/&, ]{3,60})$")
_LAST_HEADING = re.compile(r"(?<=[.!?])\s+(?P<head>[A-Z][a-z]+(?:[ /&]+[A-Za-z]+){1,5})$")
_LEADING_HEADING = re.compile(r"^(?P<head>[A-Za-z/&, ]{4,80}?)\s+(?P<rest>\d{1,2}\.\d{1,2}\.?\s+[A-Z£].*)$", re.DOTALL)
_LABELS_INSIDE = re.compile(
    r"(?<=\S)\s+(?=(?:Reference(?: code| number)?|Date signed|Date of decision|Decision by|Decision date|"
    r"Date published|Decision type|Directorate|Title)\s*:)"
)


def split_piece(piece: Piece) -> list[Piece]:
    """The parts of a line in which a file ran paragraphs, headings or labels together."""
    if piece.note or "\t" in piece.text or piece.hint in ("furniture", "address", "title", "header"):
        return [piece]
    if len(piece.text) < 160 and label_of(piece.text) and len(parts := _LABELS_INSIDE.split(piece.text)) > 1:
        return [replace(piece, text=part, gap=piece.gap if n == 0 else False) for n, part in enumerate(parts)]
    match = _LEADING_HEADING.match(piece.text)
    if match and opening_of(match["head"]):
        head = replace(piece, text=match["head"])
        number, _, remainder = match["rest"].partition(" ")
        return [
            head,
            *split_piece(replace(piece, text=remainder.strip(), numeral=number.rstrip("."), mark="", gap=True)),
        ]
    return _split_after(piece)


def _split_after(piece: Piece) -> list[Piece]:
    """Cut off what follows the first paragraph: the next number in order, or a heading at the end."""
    expected = _followers(piece.numeral)
    for match in _NEXT_PARAGRAPH.finditer(piece.text):
        if match["number"] in expected:
            head = replace(piece, text=piece.text[: match.start()])
            tail = replace(piece, text=piece.text[match.end() :], numeral=match["number"], mark="", gap=True)
            return [*_split_heading(head), *_split_after(tail)]
    return _split_heading(piece)


def _followers(numeral: str) -> tuple[str, ...]:
    major, _, minor = numeral.partition(".")
    return (f"{major}.{int(minor) + 1}", f"{int(major) + 1}.1") if minor.isdigit() else ()


def _split_heading(piece: Piece) -> list[Piece]:
    """A heading that the paragraph before it swallowed."""
    for pattern in (_NEXT_HEADING, _LAST_HEADING):
        match = pattern.search(piece.text[-90:])
        if not match or len(piece.text) < len(match[0]) + 15:
            continue
        opening = opening_of(match["head"])
        if opening and opening.zone == "section":
            at = max(0, len(piece.text) - 90)
            number = match.groupdict().get("number") or ""
            head = replace(piece, text=piece.text[: at + match.start()])
            return [head, replace(piece, text=match["head"], numeral=number, mark="", gap=True, hint="")]
    return [piece]
