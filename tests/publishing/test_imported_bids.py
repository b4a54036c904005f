"""A bid of an imported decision is asked about until the register tells what became of it."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.urls import reverse

from book import actions as book
from figures.dates import london_day
from figures.references import Reference
from intake.actions.import_published import Original, import_published
from intake.parsing import read_paper
from publishing.bids import imported_bids_without_outcome
from tests.decisions.desk.conftest import NOW, As
from tests.people import People
from text_readers.reader import read_text

PAPER = Path(__file__).parents[2] / "sample" / "mopac" / "pcd_510.txt"


@pytest.mark.django_db
def test_the_bid_of_pcd_510_is_asked_about_until_its_outcome_is_published(people: People, signed_in: As):
    data = PAPER.read_bytes()
    original = Original(paper=read_paper(read_text(PAPER.name, data), name=PAPER.name), name=PAPER.name, data=data)
    import_published(originals=[original], by=people.dev, at=NOW)
    (bid,) = imported_bids_without_outcome(5)
    assert (bid.reference, bid.number, bid.amount) == ("PCD 510", 2, Decimal(120_000))
    page = signed_in(people.dora).get(reverse("desk:desk_home")).content.decode()
    assert "PCD 510, recommendation 2: bid of £120,000" in page
    where = reverse("desk:decision_publication", args=[bid.paper])
    telling = signed_in(people.dora).get(where).content.decode()
    assert "What became of it?" in telling
    assert 'name="record_outcome-grant"' not in telling, "the grant of an imported paper has no number here"
    book.record_outcome(
        reference=Reference.parse("PCD 510"), grant="", result="unsuccessful", happened_on=london_day(NOW),
        statement="It was lost.", amounts=(), by=people.dora, at=NOW,
    )  # fmt: skip
    assert imported_bids_without_outcome(5) == []
