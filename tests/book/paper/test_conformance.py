"""Every kind of paper, unsealed, sealed and time-stamped, before independent readers."""

import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from book.paper import DecisionPaper, draw
from book.paper.sealing import reason
from book.part1 import AnyPart1
from documents.keys import SealKeys, as_pem
from documents.sealing import seal_pdf
from documents.verifying import check_seal
from tests.book.paper import papers
from tests.book.part1.papers import full_paper
from tests.documents.conformance import (
    attachment,
    failures,
    openssl_verifies,
    pdfsig,
    reading_order,
    smallest_type,
    structure_failures,
)
from tests.documents.sealed import NOW, authority, make_keys, trusting

PAPERS: dict[str, Callable[[], AnyPart1]] = {
    "decided": papers.decided_paper,
    "draft": papers.draft_paper,
    "refused in ink": papers.refused_in_ink,
    "transcript": papers.transcript,
    "hostile": papers.hostile_paper,
    "wide": papers.wide_paper,
    "shaped": full_paper,
    "shaped draft": lambda: full_paper().unsigned(),
}
STATES = ("unsealed", "sealed", "time-stamped")
_drawn: dict[str, DecisionPaper] = {}


def drawn(name: str) -> DecisionPaper:
    """The paper, drawn once for all tests."""
    if name not in _drawn:
        _drawn[name] = draw(PAPERS[name](), draft=name.endswith("draft"))
    return _drawn[name]


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> SealKeys:
    return make_keys(tmp_path_factory.mktemp("keys"))


def in_state(state: str, name: str, keys: SealKeys) -> bytes:
    """The paper's bytes in one of the three states."""
    pdf = drawn(name).pdf
    if state == "unsealed":
        return pdf
    stamper = authority()[1] if state == "time-stamped" else None
    return seal_pdf(pdf, reason=reason(PAPERS[name]()), keys=trusting(keys), at=NOW, timestamper=stamper)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_conforms_in_every_state(name: str, state: str, keys: SealKeys, tmp_path: Path):
    if name.endswith("draft") and state != "unsealed":
        return
    path = tmp_path / "paper.pdf"
    path.write_bytes(in_state(state, name, keys))
    assert failures(path, seals=STATES.index(state)) == []
    assert structure_failures(path.read_bytes()) == []


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_carries_its_data_byte_for_byte(name: str):
    data = PAPERS[name]().to_json()
    assert attachment(drawn(name).pdf) == ("/Data", data)
    assert drawn(name).content == sha256(data).hexdigest()


@pytest.mark.parametrize("name", PAPERS)
def test_nothing_is_set_in_less_than_twelve_points(name: str):
    assert smallest_type(drawn(name).pdf) >= 11.99


@pytest.mark.parametrize("name", [name for name in PAPERS if not name.endswith("draft")])
def test_three_readers_accept_the_seal_with_and_without_a_time_stamp(name: str, keys: SealKeys, tmp_path: Path):
    (tmp_path / "roots.pem").write_bytes(as_pem(keys.roots))
    for state in STATES[1:]:
        sealed = in_state(state, name, keys)
        report = check_seal(sealed, trusting(keys).roots)
        assert (report.verdict, bool(report.timestamped_at)) == ("intact", state == "time-stamped")
        (tmp_path / "paper.pdf").write_bytes(sealed)
        assert "Signature is Valid" in pdfsig(tmp_path / "paper.pdf")
        assert openssl_verifies(sealed, tmp_path / "roots.pem", tmp_path)


@pytest.mark.parametrize("name", ["decided", "transcript"])
def test_a_screen_reader_meets_the_paper_in_its_order(name: str, tmp_path: Path, request: pytest.FixtureRequest):
    """The order is kept in a file beside this one: look at it before you change it."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(drawn(name).pdf)
    golden = Path(__file__).with_name(f"reading_order_{name}.txt")
    assert shutil.which("pdfinfo")
    assert reading_order(path) == golden.read_text()
