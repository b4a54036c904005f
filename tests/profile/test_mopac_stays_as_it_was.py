"""Under bodies/mopac.toml Part 1 and the drawn paper are, byte for byte, what they were before there was a profile."""

import re
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from book.paper import draw
from book.part1 import Part1
from tests.book.paper import papers as drawn_papers
from tests.decisions import papers
from tests.people import People

GOLDEN = Path(__file__).parent / "golden"
DRAWN: dict[str, Callable[[], Part1]] = {
    "decided": drawn_papers.decided_paper,
    "transcript": drawn_papers.transcript,
}


def _compare(name: str, made: bytes) -> None:
    """Compare with what was frozen; a missing file is an error, so that nothing freezes itself."""
    assert made == (GOLDEN / name).read_bytes()


@pytest.mark.parametrize("name", DRAWN)
def test_a_paper_is_drawn_in_the_same_bytes(name: str) -> None:
    paper = DRAWN[name]()
    _compare(f"{name}.json", paper.to_json())
    _compare(f"{name}.sha256", sha256(draw(paper).pdf).hexdigest().encode())


def test_a_draft_is_drawn_in_the_same_bytes() -> None:
    paper = drawn_papers.decided_paper().unsigned()
    _compare("draft.sha256", sha256(draw(paper, draft=True).pdf).hexdigest().encode())


@pytest.mark.django_db
def test_a_paper_written_and_signed_at_the_desk_has_the_same_part_1(people: People) -> None:
    paper = papers.approved(people, at=papers.AT + timedelta(days=1))
    bytes_of_it = bytes(paper.part1 or b"")
    # Ids of grants, funds and organisations count up over all tests of a run.
    plain = re.sub(rb"(?<=[A-Z])-?\d+(?=\")", b"-n", bytes_of_it)
    digest = Part1.from_json(bytes_of_it).digest().encode()
    _compare("desk.json", plain.replace(digest, b"digest"))
