"""Under bodies/mopac.toml Part 1 and the drawn paper are, byte for byte, what they were before there was a profile."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from book.paper import draw
from book.part1 import read_part1, v1
from tests.book.paper import papers as drawn_papers

GOLDEN = Path(__file__).parent / "golden"
DRAWN: dict[str, Callable[[], v1.Part1]] = {
    "decided": drawn_papers.decided_paper,
    "transcript": drawn_papers.transcript,
}


def _compare(name: str, data: bytes) -> None:
    """Compare with what was frozen; a missing file is an error, so that nothing freezes itself."""
    assert data == (GOLDEN / name).read_bytes()


@pytest.mark.parametrize("name", DRAWN)
def test_a_paper_is_drawn_in_the_same_bytes(name: str) -> None:
    paper = DRAWN[name]()
    _compare(f"{name}.json", paper.to_json())
    _compare(f"{name}.sha256", sha256(draw(paper).pdf).hexdigest().encode())


def test_a_draft_is_drawn_in_the_same_bytes() -> None:
    paper = drawn_papers.decided_paper().unsigned()
    _compare("draft.sha256", sha256(draw(paper, draft=True).pdf).hexdigest().encode())


def test_a_paper_written_and_signed_at_the_desk_then_is_read_as_it_was() -> None:
    data = (GOLDEN / "desk.json").read_bytes()
    paper = read_part1(data)
    assert isinstance(paper, v1.Part1)
    assert paper.to_json() == data
    assert [signature.office for signature in paper.signatures] == ["chief_executive", "deputy_mayor"]
