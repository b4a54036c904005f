"""The sample that a trial starts with: every sealed paper of it conforms, unsealed and sealed."""

from pathlib import Path

import pytest
from django.utils import timezone

from book.paper import draw
from book.part1 import read_part1
from decisions.models import SealedPaper
from sample.loading import load
from tests.documents.conformance import attachment, failures, structure_failures


@pytest.mark.committed
def test_every_sealed_paper_of_the_sample_is_accessible_and_archival(tmp_path: Path) -> None:
    load(password="trial", at=timezone.now(), tell=lambda line: None)
    papers = list(SealedPaper.objects.select_related("decision"))
    assert len(papers) >= 6
    for paper in papers:
        part1, sealed = bytes(paper.decision.part1 or b""), bytes(paper.pdf)
        unsealed = draw(read_part1(part1)).pdf
        assert sealed.startswith(unsealed)
        assert attachment(sealed)[1] == part1
        for pdf, seals in ((unsealed, 0), (sealed, 1)):
            file = tmp_path / "paper.pdf"
            file.write_bytes(pdf)
            assert failures(file, seals=seals) == []
            assert structure_failures(pdf) == []
