"""Text of a paper that was pasted whole, cut into the parts of a draft by its headings, each with the shape it has."""

import re
from dataclasses import dataclass
from typing import Any, Literal

from decisions.models import Section
from decisions.parts import PARTS
from intake.draft_from_upload import draft_of, impact_state, kind_of
from intake.own_body import own_body
from intake.parsing import ReadPaper, read_paper
from markup.read import without_notes
from profiles import current

Document = Literal["form", "report"]

_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$")
_NOTE_CALL = re.compile(r"\[\^[^\]\s]+\](?!:)")
_ESCAPED = re.compile(r"\\([^\w\s])")
_SECTION = re.compile(r"^sections\[(?P<number>\d+)\]")
#: Parts that are declared or named anew, whatever was pasted.
_NOT_FILLED = frozenset({"board-report", "declarations"})


@dataclass(frozen=True)
class PastedText:
    """What a pasted text says: values for parts, by key; what was read; the lines for which there is no place."""

    parts: dict[str, dict[str, Any]]
    paper: ReadPaper
    unplaced: tuple[str, ...]


def read_pasted(text: str, document: Document) -> PastedText:
    """The parts of a draft that a pasted text fills.

    Args:
        text: the desk's markup, as the editor writes it of what was pasted.
        document: the document that the text belongs to, where it does not say so itself.

    Raises:
        NotAPaper: there is nothing in it that a paper has; the message is a sentence.
    """
    lines, notes = without_notes(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    paper = read_paper([_plain(line) for line in lines], own=own_body(), ours=True)
    if document == "report":
        _belong_to_report(paper)
    parts = {key: values for key, values in draft_of(paper).parts.items() if key not in _NOT_FILLED}
    shapes = {number: _with_notes(text_of_section, notes) for number, text_of_section in _shapes(paper, lines).items()}
    called_notes = {key for text_of_section in shapes.values() for key in _called(text_of_section)}
    for key, (text_of_section, heading) in _sections(paper, shapes).items():
        own_heading = {"heading": heading} if heading else {}
        parts[key] = {**parts.get(key, {}), "text": text_of_section, **own_heading}
        if "impact_state" in PARTS[key].fields and (state := impact_state(text_of_section)):
            parts[key]["impact_state"] = state
    unplaced_lines = [line.text for line in paper.unplaced] + [
        note for key, note in notes.items() if key not in called_notes
    ]
    return PastedText(parts, paper, tuple(unplaced_lines))


def _called(text: str) -> list[str]:
    """The notes that a text calls for, each once."""
    return list(dict.fromkeys(match[2:-1] for match in _NOTE_CALL.findall(text)))


def _with_notes(text: str, notes: dict[str, str]) -> str:
    """A section with what the notes say that it calls for; a pasted text has them all at its end."""
    own_notes = "\n".join(f"[^{key}]: {notes[key]}" for key in _called(text) if key in notes)
    return f"{text}\n\n{own_notes}" if own_notes else text


def _plain(line: str) -> str:
    """A line of markup as the words that it shows; cells are set apart by tabs."""
    if _RULE.match(line) and "-" in line:
        return ""
    bare = _NOTE_CALL.sub("", re.sub(r"^#{1,6}[ \t]+", "", line))
    if bare.strip().startswith("|"):
        bare = "\t".join(cell.strip() for cell in re.split(r"(?<!\\)\|", bare.strip().strip("|")))
    return _ESCAPED.sub(r"\1", bare)


def _belong_to_report(paper: ReadPaper) -> None:
    """A text pasted as the board report is one, also where it came without its head."""
    report = paper.report
    for section in paper.sections:
        section.document = "report"
    if not report.executive_summary:
        report.executive_summary, paper.executive_summary = paper.executive_summary, None
    if not report.recommendations:
        report.recommendations, paper.recommendations = paper.recommendations, []
    report.title = report.title or paper.title


def _shapes(paper: ReadPaper, lines: list[str]) -> dict[int, str]:
    """The text of each section, by its number, with everything that stands between its lines: tables, points, notes."""
    texts: dict[int, list[str]] = {}
    current_section: int | None = None
    before, last = "", -1
    for number, line in enumerate(lines, 1):
        path = paper.placed.get(number, "")
        if match := _SECTION.match(path):
            current_section = int(match["number"])
            section = texts.setdefault(current_section, [])
            if path == before and _goes_on(section, line):
                while section and not section[-1].strip():
                    section.pop()
            section.append(line)
            before = path
            last = max(last, current_section)
        elif current_section is not None and (not path or path.startswith("tranches")):
            # An empty line, a rule of a table, a row of money: they belong to what they stand in.
            texts[current_section].append(line)
        else:
            current_section = None
        if current_section is not None and current_section < last:
            current_section = None  # a note from the foot of the page, set back into its section
    return {number: "\n".join(section).strip("\n").rstrip() for number, section in texts.items()}


def _goes_on(section: list[str], line: str) -> bool:
    """Whether a line is the rest of the sentence above the empty lines, which the end of a page cut."""
    above = next((text.rstrip() for text in reversed(section) if text.strip()), "")
    return bool(above) and above[-1] not in ".:;?!|" and line[:1].islower()


def _sections(paper: ReadPaper, shapes: dict[int, str]) -> dict[str, tuple[str, str]]:
    """The text and the own heading of each part that is a section; what has no part of its own follows the one before,
    under its heading.
    """
    keys = {part.section: key for key, part in PARTS.items() if part.section}
    headings = {("report", row.kind): row.heading for row in current().report}
    texts: dict[str, tuple[str, str]] = {}
    before: dict[str, str] = {}
    for number, section in enumerate(paper.sections):
        text, place = shapes.get(number, ""), (section.document, kind_of(section))
        if place[1] == "time_sensitivity" or not text.strip():
            continue
        key = keys.get(place, "")
        if not key or key in texts:
            key = key or before.get(section.document, "")
            if not key:
                continue
            head = f"### {section.heading}\n\n" if section.heading else ""
            earlier_text = texts.get(key, ("", ""))
            texts[key] = ("\n\n".join(filter(None, (earlier_text[0], head + text))), earlier_text[1])
        else:
            own_heading = section.heading if place in headings and section.heading != headings[place] else ""
            texts[key] = (text, own_heading[:_LONGEST_HEADING])
        before[section.document] = key
    return texts


_LONGEST_HEADING: int = Section._meta.get_field("heading").max_length or 200
