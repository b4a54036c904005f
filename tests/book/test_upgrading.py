"""What earlier versions derived from an entry is derived anew when the way of deriving it changes."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connections

from book.integrity import check_book
from book.models import FacetCount, PublishedDecision, Waiting
from book.projection import project
from tests.book.agreeing import publish
from tests.book.conftest import NOW, Publish
from tests.book.papers import PCD_510, PCD_815
from tests.people import People

pytestmark = pytest.mark.committed(owner=True)


def run(step: str, migration: str = "0009_search_texts") -> None:
    """Run a step of a migration as it runs at an upgrade: as the owner."""
    with connections["owner"].schema_editor() as editor:
        getattr(import_module(f"book.migrations.{migration}"), step)(apps, editor)


def test_published_texts_are_read_anew(published: Publish) -> None:
    published(PCD_510)
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE book.decision SET words = 'old'")
    assert any("words" in str(finding) for finding in check_book("default", roots=()))
    run("read_texts_anew")
    assert not any("words" in str(finding) for finding in check_book("default", roots=()))


def test_a_paper_that_waits_over_the_upgrade_gets_the_new_texts_and_stays_guarded(people: People) -> None:
    publish(part1=PCD_815.to_json(), pdf=b"%PDF", due_at=NOW + timedelta(days=36_500), by=people.dev, at=NOW)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE book_waiting DISABLE TRIGGER waiting_fixed")
        cursor.execute("""UPDATE book_waiting SET projection = jsonb_set(projection, '{decision,words}', '"old"')""")
        cursor.execute("ALTER TABLE book_waiting ENABLE ALWAYS TRIGGER waiting_fixed")
    run("read_waiting_texts_anew")
    assert Waiting.objects.get().projection == project(PCD_815)
    with pytest.raises(Exception, match="never changed"):
        Waiting.objects.update(projection={})


def test_recipients_units_and_boards_of_earlier_decisions_become_facets(published: Publish) -> None:
    published(PCD_510)
    facets = set(PublishedDecision.objects.get(key="pcd510").facets)
    counts = dict(FacetCount.objects.values_list("facet", "count"))
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE book.decision SET paper_facets = '{kind:bid}', facets = '{kind:bid}'")
        cursor.execute("DELETE FROM book.facet_count")
    run("facets_anew", "0010_named_facets")
    assert set(PublishedDecision.objects.get(key="pcd510").facets) == facets
    assert {facet.partition(":")[0] for facet in facets} >= {"recipient", "unit", "board"}
    assert dict(FacetCount.objects.values_list("facet", "count")) == counts
    assert not any("facets" in str(finding) for finding in check_book("default", roots=()))


def test_a_paper_that_waits_over_the_upgrade_gets_the_new_facets(people: People) -> None:
    publish(part1=PCD_815.to_json(), pdf=b"%PDF", due_at=NOW + timedelta(days=36_500), by=people.dev, at=NOW)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE book_waiting DISABLE TRIGGER waiting_fixed")
        cursor.execute("UPDATE book_waiting SET projection = jsonb_set(projection, '{decision,paper_facets}', '[]')")
        cursor.execute("ALTER TABLE book_waiting ENABLE ALWAYS TRIGGER waiting_fixed")
    run("waiting_facets_anew", "0010_named_facets")
    assert Waiting.objects.get().projection == project(PCD_815)
