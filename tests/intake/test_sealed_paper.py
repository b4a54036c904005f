"""The register's own sealed papers read back whole; a changed one, or another's seal, is read from its pages."""

from functools import cache

from book.paper import draw, seal_paper
from book.part1 import read_part1
from book.seal import trusted_roots
from intake.parsing import read_paper
from intake.reading.papers import read_all_in
from intake.sealed_paper import paper_sealed_in
from tests.book.papers import PCD_510
from tests.documents.sealed import NOW
from text_readers.reader import read_text


@cache
def sealed() -> bytes:
    return seal_paper(PCD_510, draw(PCD_510), at=NOW)


def test_a_sealed_paper_comes_back_with_all_that_it_says():
    (original,) = read_all_in("PCD-510.pdf", sealed(), at=NOW)
    assert not isinstance(original, str)
    read = original.paper
    assert (str(read.reference), read.title, read.decided_on) == ("PCD 510", PCD_510.title, PCD_510.decided_on)
    assert [(r.text, r.action) for r in read.recommendations] == [(r.text, r.action) for r in PCD_510.recommendations]
    stated = {(t.financial_year, value) for t in PCD_510.tranches for value in (t.bid, t.offered, t.accepted) if value}
    assert {(str(t.financial_year), t.amount) for t in read.tranches} == stated
    assert [s.kind for s in read.sections] == [s.kind for s in PCD_510.sections]
    assert [(s.name, s.on) for s in read.signatures] == [(s.name, s.on) for s in PCD_510.signatures]
    assert not read.unplaced


def test_a_paper_whose_bytes_were_changed_is_not_believed():
    changed = sealed() + b"\n% added after the seal"
    assert paper_sealed_in(changed, trusted_roots(at=NOW)) is None


def test_a_paper_under_anothers_seal_is_not_believed():
    assert paper_sealed_in(sealed(), ()) is None


def test_the_visible_pages_of_a_sealed_paper_have_its_title_and_reference():
    text = read_text("PCD-510.pdf", sealed())
    read = read_paper(text)
    assert str(read.reference) == "PCD 510"
    assert read.title == PCD_510.title
    assert any(remark.code == "attachments" for remark in text.remarks)


def test_what_the_seal_covers_is_the_published_json():
    assert read_part1(PCD_510.to_json()) == PCD_510
