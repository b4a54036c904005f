"""The invented book: as whole as a real one, and the same whenever it is made."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from book.integrity import check_book
from book.models import Entry, FacetCount, Funder, Link, PublishedDecision, TreeHead
from book.part1.v1 import Part1
from tests.book.conftest import Publish
from tests.book.papers import PCD_510

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "book", "owner"])


@pytest.fixture(autouse=True)
def own_keys(settings: Any, tmp_path: Path) -> None:
    """Keys of this test alone."""
    settings.VAR = tmp_path


def test_a_synthetic_book_is_complete_and_consistent(published: Publish) -> None:
    call_command("make_book", "--entries", "300", stdout=StringIO())
    assert [fault.sentence for fault in check_book("default", roots=None)] == []
    assert TreeHead.objects.get().size == Entry.objects.count() == PublishedDecision.objects.count() == 300
    assert Link.objects.count() > 30
    assert Funder.objects.filter(decisions__gt=1).count() > 3
    assert set(PublishedDecision.objects.values_list("status", flat=True)) >= {"in force", "continued", "replaced"}
    assert FacetCount.objects.filter(facet="late:yes", count__gt=0).exists()
    for entry in Entry.objects.all()[:20]:
        Part1.from_json(bytes(entry.payload or b""))
    # Real entries follow it, by the ordinary way.
    published(PCD_510)
    assert [fault.sentence for fault in check_book("default", roots=None)] == []


def test_a_book_with_entries_gets_no_synthetic_ones(published: Publish, settings: Any) -> None:
    published(PCD_510)
    with pytest.raises(CommandError, match="has entries already"):
        call_command("make_book")
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="in production"):
        call_command("make_book")
    assert Entry.objects.count() == 1
