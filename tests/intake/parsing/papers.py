"""The papers that reading is tried on: two real ones beside the repository, and the corpus of our own making."""

import re
import textwrap
from pathlib import Path
from typing import Any

import pytest

from intake.parsing import ReadPaper, read_paper
from text_readers.reader import read_text

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
ROOT = Path(__file__).resolve().parents[3]
#: The folder beside the repository, or beside the folder of its work trees, with papers that are not in it.
SHARED = next((p / "shared" for p in ROOT.parents if (p / "shared" / "cases").exists()), ROOT.parent / "shared")
SEEDS = SHARED / "seeds"


def corpus(name: str) -> ReadPaper:
    """A paper of the corpus, read."""
    return read_paper(read_text(name, (CORPUS / name).read_bytes()), name=name)


def seed_text(name: str) -> str:
    """The text of one of the two real papers; the test is skipped where they are not there."""
    path = SEEDS / name
    if not path.exists():
        pytest.skip("the two real papers are not beside this repository")
    return path.read_text(encoding="utf-8")


def seed(name: str) -> ReadPaper:
    """One of the two real papers, read."""
    return read_paper(seed_text(name), name=name)


def facts(paper: ReadPaper) -> dict[str, Any]:
    """What must not change when only the look of a file changes."""
    shown = paper.as_json()
    return {
        **{
            key: shown[key]
            for key in ("reference", "title", "decided_on", "decided_by", "required_by", "tranches", "refers_to")
        },
        "asked": [
            (recommendation.action, recommendation.amounts, recommendation.up_to)
            for recommendation in paper.recommendations
        ],
        "sections": [
            (section.document, section.kind, section.heading, [p.number for p in section.paragraphs if p.number])
            for section in paper.sections
        ],
        "declared": [(declaration.kind, declaration.confirmed) for declaration in paper.declarations],
        "signed": shown["signatures"],
        "report": {
            key: shown["report"][key] for key in ("board", "board_on", "author", "on_behalf_of", "title", "marking")
        },
        "deferred": paper.deferral.deferred,
        "part_2": (
            paper.part_2.exists,
            paper.part_2.marking,
            paper.part_2.reasons,
            [section.section for section in paper.part_2.sections],
        ),
        "warned": sorted({warning.code for warning in paper.warnings}),
        "unplaced": [line.text for line in paper.unplaced],
    }


def wrapped(text: str, width: int = 90) -> str:
    """The text with its lines broken as a PDF breaks them."""
    lines = []
    for line in text.split("\n"):
        long = len(line) > width and "\t" not in line
        lines += textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) if long else [line]
    return "\n".join(lines)


def without_gaps(text: str) -> str:
    """The text without empty lines."""
    return re.sub(r"\n\n+", "\n", text)
