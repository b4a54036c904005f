"""Under bodies/mopac.toml Part 1, the drawn paper and its seal are, byte for byte, what was frozen.

`decided` and `transcript` are of `part1/1` and the design `paper/1`, which never change. `shaped` is of `part1/2` and
`paper/2`, which may change until they are released: look at the paper, then freeze what it has become.
"""

import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from book.paper import draw, seal_paper
from book.part1 import AnyPart1, read_part1, v1
from tests.book.paper import papers as drawn_papers
from tests.book.part1.papers import full_paper
from tests.documents.sealed import NOW

GOLDEN = Path(__file__).parent / "golden"
DRAWN: dict[str, Callable[[], AnyPart1]] = {
    "decided": drawn_papers.decided_paper,
    "transcript": drawn_papers.transcript,
    "shaped": full_paper,
}
#: What every sealing makes anew: the signature's value, where its bytes lie, and what follows from their number.
_MADE_ANEW = re.compile(
    rb"(?<=/Contents <)[0-9A-Fa-f]+|(?<=/ByteRange \[)[0-9 ]+\] *|[0-9]+ 0 obj\s<<\s/W .*", re.DOTALL
)


def _compare(name: str, data: bytes) -> None:
    """Compare with what was frozen; a missing file is an error, so that nothing freezes itself."""
    assert data == (GOLDEN / name).read_bytes()


@pytest.mark.parametrize("name", DRAWN)
def test_a_paper_is_drawn_in_the_same_bytes(name: str) -> None:
    paper = DRAWN[name]()
    _compare(f"{name}.json", paper.to_json())
    _compare(f"{name}.sha256", sha256(draw(paper).pdf).hexdigest().encode())


@pytest.mark.parametrize("name", DRAWN)
def test_a_paper_is_sealed_in_the_same_bytes(name: str) -> None:
    paper = DRAWN[name]()
    drawn = draw(paper)
    sealed = seal_paper(paper, drawn, at=NOW)
    assert sealed.startswith(drawn.pdf)  # whose digest the test above holds
    _compare(f"{name}.seal", _MADE_ANEW.sub(b"", sealed.removeprefix(drawn.pdf)))


def test_a_draft_is_drawn_in_the_same_bytes() -> None:
    paper = drawn_papers.decided_paper().unsigned()
    _compare("draft.sha256", sha256(draw(paper, draft=True).pdf).hexdigest().encode())


def test_a_paper_written_and_signed_at_the_desk_then_is_read_as_it_was() -> None:
    data = (GOLDEN / "desk.json").read_bytes()
    paper = read_part1(data)
    assert isinstance(paper, v1.Part1)
    assert paper.to_json() == data
    assert [signature.office for signature in paper.signatures] == ["chief_executive", "deputy_mayor"]
