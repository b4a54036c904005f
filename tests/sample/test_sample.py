"""The sample that a trial starts with: its papers conform, its dates are possible, and it shows what the desk does."""

from datetime import datetime
from pathlib import Path

import pytest
from django.utils import timezone

from book.models import MistakeReport, Planned
from book.paper import draw
from book.part1 import read_part1
from decisions.models import Attachment, Condition, Decision, Note, SealedPaper
from figures.dates import london_day
from grants.days_at_risk import days_at_risk
from grants.models import ClosedYear, Fund, Grant
from sample.loading import load
from tests.documents.conformance import attachment, failures, structure_failures


@pytest.fixture(scope="module")
def loaded(committed_module: None) -> datetime:
    """The moment at which the sample was loaded."""
    now = timezone.now()
    load(password="trial", at=now, report=lambda line: None)
    return now


@pytest.mark.usefixtures("loaded")
def test_the_sample_shows_what_people_say_to_each_other_and_what_staff_do_beside_publishing() -> None:
    assert Note.objects.filter(reply_to__isnull=False).exists()
    assert Note.objects.filter(asked__isnull=False, wanted_on__isnull=False).exists()
    assert Condition.objects.filter(met__isnull=False).count() == 1
    assert Condition.objects.filter(met__isnull=True).exists()
    assert Decision.objects.filter(urgent=True).exists()
    assert Attachment.objects.exists()
    assert Fund.objects.filter(merged_into__isnull=False).exists()
    assert Planned.objects.using("default").exists()
    assert MistakeReport.objects.exists()


def test_no_money_of_the_sample_is_accepted_after_its_year_began(loaded: datetime) -> None:
    accepted = Grant.objects.filter(tranches__accepted__gt=0).distinct()
    rows = days_at_risk(accepted, london_day(loaded))
    assert len(rows) > 2
    assert {row.grant.title: row.until_decided for row in rows if row.until_decided} == {}
    assert Grant.objects.filter(tranches__actuals__isnull=False).distinct().count() == 2
    assert ClosedYear.objects.count() == 1


@pytest.mark.nightly
@pytest.mark.usefixtures("loaded")
def test_every_sealed_paper_of_the_sample_is_accessible_and_archival(tmp_path: Path) -> None:
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
