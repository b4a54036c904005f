"""The Part 2 paper: told apart at a glance and by machine, never sealed."""

from pathlib import Path
from typing import Any, cast

import pikepdf
import pytest

from book.paper import Part2Exemption, Part2Paper, Part2Text, draw_part_2, seal_paper
from book.paper.sealing import NotSealable
from tests.book.paper import papers
from tests.book.paper.test_paper import pages
from tests.documents.conformance import failures, smallest_type, structure_failures
from tests.documents.sealed import NOW

PAPER = Part2Paper(
    reference="PCD 1901",
    title="Home Office money for an online investigation team",
    body="Mayor’s Office for Policing and Crime",
    marking="OFFICIAL-SENSITIVE [ORGANISATIONAL]",
    texts=(
        Part2Text(1, "How the team works", "\n\n".join([papers.ADVICE] * 12 + ["- one\n- two", papers.HOSTILE])),
        Part2Text(2, "Cost of staff", file_name="staff.xlsx", file_size=48_000, file_sha256="0f" * 32, review="2036"),
    ),
    exemptions=(
        Part2Exemption("31", "(1)(a)", "It would help offenders.", "Safety weighs more than knowing.", "2036"),
    ),
)


def test_a_part_2_paper_conforms_and_bears_its_marking_on_every_page(tmp_path: Path):
    drawn = draw_part_2(PAPER, at=NOW)
    assert drawn.pages > 2
    for page in pages(drawn.pdf, tmp_path):
        assert page.count("Part 2 · OFFICIAL-SENSITIVE [ORGANISATIONAL]") == 2
    assert failures(tmp_path / "paper.pdf", seals=0) == []
    assert structure_failures(drawn.pdf) == []
    assert smallest_type(drawn.pdf) >= 11.99


def test_machines_tell_it_from_part_1_and_it_has_no_place_for_a_seal(tmp_path: Path):
    drawn = draw_part_2(PAPER, at=NOW)
    (tmp_path / "paper.pdf").write_bytes(drawn.pdf)
    with pikepdf.open(tmp_path / "paper.pdf") as file:
        assert file.open_metadata()["dc:type"] == {"Decision paper, Part 2, confidential"}
        assert "/AcroForm" not in file.Root
        assert "/AF" not in file.Root


def test_part_2_is_never_sealed():
    with pytest.raises(NotSealable, match="Only Part 1"):
        seal_paper(papers.decided_paper(), cast(Any, draw_part_2(PAPER, at=NOW)), at=NOW)
