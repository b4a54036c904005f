"""In words: as what a line of a paper was understood."""

import re

from intake.parsing.read_paper import ReadPaper

_WORDS = {
    "reference": "Reference",
    "title": "Title",
    "decided_on": "Date signed",
    "decided_by": "Decision by",
    "required_by": "Needed by",
    "executive_summary": "Executive summary",
    "recommendations": "Recommendation",
    "refers_to": "Earlier decision",
    "tranches": "Money by year",
    "declarations": "Declaration",
    "signatures": "Signature",
    "report": "Board report",
    "deferral": "Deferral",
    "part_2": "Part 2",
    "sections": "Section",
}
_DEEPER = re.compile(r"^(?P<root>[a-z_0-9]+?)(?:\[(?P<number>\d+)\])?(?:\.(?P<rest>.+))?$")


def words_of(path: str, paper: ReadPaper) -> str:
    """What a path is called on a page; "" for lines that were set aside."""
    match = _DEEPER.match(path)
    if not match or match["root"] not in _WORDS:
        return ""
    if match["root"] == "sections" and match["number"]:
        section = paper.sections[int(match["number"])]
        return section.heading or f"Section on {section.kind.replace('_', ' ')}, heading lost"
    if match["root"] == "report" and match["rest"]:
        tail = _WORDS.get(re.split(r"[\[.]", match["rest"])[0], "")
        return f"Board report: {tail.lower()}" if tail else "Board report"
    number = f" {int(match['number']) + 1}" if match["number"] and match["root"] == "recommendations" else ""
    return _WORDS[match["root"]] + number
