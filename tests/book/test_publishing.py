"""Publishing: what crosses into the book, how it is numbered, and what the reading tables then say."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256

import pytest

from book.canonical import canonical
from book.entries import Leaf, read
from book.models import (
    Entry,
    EntryFile,
    FacetCount,
    File,
    Fund,
    Funder,
    Link,
    Money,
    PublishedDecision,
    State,
    Total,
    Waiting,
)
from book.part1.v1 import Deferral, LinkKind
from book.part1.v1 import Link as PaperLink
from components.refusals import Refused
from figures.references import Reference
from tests.book.agreeing import publish, withdraw
from tests.book.conftest import NOW, Publish
from tests.book.papers import PCD_510, PCD_815, paper
from tests.people import People

pytestmark = pytest.mark.committed


def test_a_published_paper_is_an_entry_with_the_very_bytes(published: Publish) -> None:
    published(PCD_510)
    entry = Entry.objects.get()
    assert (entry.number, entry.kind, entry.reference, entry.version) == (1, "decision", "PCD 510", 1)
    assert bytes(entry.payload or b"") == PCD_510.to_json()
    file = EntryFile.objects.get(entry=1, role="paper").file
    assert bytes(file.content or b"") == b"%PDF-1.7 sealed PCD 510"
    assert (file.sha256, file.pages, file.size) == (entry.pdf_sha256, 5, 23)


def test_the_leaf_written_by_the_database_is_the_canonical_json_of_python(published: Publish) -> None:
    published(PCD_510, replace(PCD_510, reference="DMPCD 2014 110"), original=("a.txt", "text/plain", b"original"))
    for entry in Entry.objects.all():
        leaf = read(Leaf, bytes(entry.leaf))
        assert canonical(leaf) == bytes(entry.leaf)
        assert leaf.hash() == bytes(entry.leaf_hash)
        assert leaf.published_at == entry.published_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        assert (leaf.number, leaf.reference, leaf.payload_sha256) == (
            entry.number,
            entry.reference,
            entry.payload_sha256,
        )
        assert leaf.files == (sha256(b"original").hexdigest(),)


def test_the_page_of_pcd_510_has_its_facts(published: Publish) -> None:
    published(PCD_510)
    decision = PublishedDecision.objects.get(key="pcd510")
    assert (decision.status, decision.late, decision.version, decision.thread) == ("in force", True, 1, "pcd510")
    assert (decision.bid, decision.offered, decision.accepted) == (Decimal(120_000), Decimal(500_000), None)
    assert (decision.approved, decision.amount) == (Decimal(620_000), Decimal(620_000))
    assert {"year:2018", "year:2019", "funder:GB-GOR-D16", "fund:F-2", "kind:bid", "kind:offer", "decided:2018"} <= set(
        decision.facets
    )
    assert {"band:250k-1m", "late:yes", "status:in force", "force:yes"} <= set(decision.facets)
    assert "thread:yes" not in decision.facets
    assert [(m.financial_year, m.fund, m.offered, m.bid) for m in decision.money.all()] == [
        (2018, "F-1", Decimal(250_000), None),
        (2019, "F-1", Decimal(250_000), None),
        (2018, "F-2", None, Decimal(120_000)),
    ]
    assert decision.pdf_pages == 5


def test_pcd_815_continues_pcd_510_whichever_is_published_first(published: Publish) -> None:
    published(PCD_815)
    assert not Link.objects.exists()
    assert PublishedDecision.objects.get(key="pcd815").facets.count("thread:yes") == 0
    published(PCD_510)
    assert [(object.later_id, object.kind, object.earlier_id) for object in Link.objects.all()] == [
        ("pcd815", "continues", "pcd510")
    ]
    threads = set(PublishedDecision.objects.values_list("thread", "thread_size"))
    assert threads == {("pcd510", 2)}
    assert PublishedDecision.objects.get(key="pcd510").status == "continued"
    assert FacetCount.objects.get(facet="thread:yes").count == 2
    assert not PublishedDecision.objects.get(key="pcd815").late


@pytest.mark.parametrize(
    ("kind", "status", "force"),
    [
        ("continues", "continued", "yes"),
        ("amends", "amended", "yes"),
        ("replaces", "replaced", "no"),
        ("revokes", "revoked", "no"),
    ],
)
def test_a_later_decision_says_where_the_earlier_stands(
    published: Publish, kind: LinkKind, status: str, force: str
) -> None:
    published(PCD_510, paper(600, links=(PaperLink(kind, "PCD 510"),)))
    decision = PublishedDecision.objects.get(key="pcd510")
    assert decision.status == status
    assert f"force:{force}" in decision.facets


def test_a_refused_decision_changes_nothing_of_the_one_it_would_have_revoked(published: Publish) -> None:
    published(PCD_510, paper(600, outcome="refused", links=(PaperLink("revokes", "PCD 510"),)))
    assert PublishedDecision.objects.get(key="pcd510").status == "in force"
    assert PublishedDecision.objects.get(key="pcd600").status == "refused"


def test_totals_leave_out_what_was_replaced_and_never_mix_kinds(published: Publish) -> None:
    published(PCD_510)
    assert Total.objects.get(scope="fund", subject="F-2", financial_year=2018).bid == Decimal(120_000)
    published(paper(600, links=(PaperLink("replaces", "PCD 510"),)))
    total = Total.objects.get(scope="all", financial_year=2018)
    assert (total.decisions, total.bid, total.offered, total.accepted) == (
        1,
        Decimal(120_000),
        Decimal(250_000),
        Decimal(0),
    )
    assert Funder.objects.get().decisions == 2
    assert {fund.slug for fund in Fund.objects.all()} == {
        "police-transformation-fund",
        "regional-organised-crime-unit-online-capability",
    }


def test_stored_counts_equal_what_counting_finds(published: Publish) -> None:
    published(PCD_510, PCD_815, paper(600, links=(PaperLink("revokes", "PCD 815"),)), paper(601, tranches=()))
    counted: dict[str, int] = {}
    for decision in PublishedDecision.objects.all():
        for facet in decision.facets:
            counted[facet] = counted.get(facet, 0) + 1
    assert {f.facet: f.count for f in FacetCount.objects.all() if f.count} == counted


def test_numbers_have_no_gaps_and_moments_rise_with_them(published: Publish) -> None:
    published(*(paper(number) for number in range(700, 720)))
    entries = list(Entry.objects.all())
    assert [entry.number for entry in entries] == list(range(1, 21))
    moments = [entry.published_at for entry in entries]
    assert moments == sorted(set(moments))
    assert State.objects.get().entries == 20


def test_search_finds_an_amount_however_it_is_written_and_words_in_any_form(published: Publish) -> None:
    from django.contrib.postgres.search import SearchQuery

    from book.search_text import searchable

    published(PCD_510, PCD_815)
    for words, keys in {
        "£500,000": {"pcd510"},
        "500000": {"pcd510"},
        "bids": {"pcd510"},
        "strategy": {"pcd510", "pcd815"},
    }.items():
        query = SearchQuery(searchable(words), config="english", search_type="websearch")
        assert set(PublishedDecision.objects.filter(search=query).values_list("key", flat=True)) == keys


def test_a_deferred_paper_is_nowhere_until_it_is_due(published: Publish, people: People) -> None:
    before = State.objects.get().version
    published(paper(1902, deferral=Deferral(True, "Arrests first", None)), due_at=NOW + timedelta(days=36_500))
    published(PCD_510)
    assert [entry.reference for entry in Entry.objects.all()] == ["PCD 510"]
    assert State.objects.get().version == before + 1
    assert Waiting.objects.get().reference == "PCD 1902"


def test_a_paper_is_published_once(published: Publish, people: People) -> None:
    published(PCD_510)
    with pytest.raises(Refused, match="PCD 510 is published already"):
        published(PCD_510)
    publish(part1=PCD_815.to_json(), pdf=None, due_at=NOW + timedelta(days=36_500), by=people.dev, at=NOW)
    with pytest.raises(Refused, match="already authorised"):
        published(PCD_815)


def test_bytes_that_are_no_part_1_are_refused_in_a_sentence(published: Publish, people: People) -> None:
    with pytest.raises(Refused, match="not a Part 1"):
        publish(part1=b'{"a": 1.5}', pdf=None, due_at=NOW, by=people.dev, at=NOW)
    assert not Waiting.objects.exists()


def test_odd_text_is_published_whole(published: Publish) -> None:
    odd = "Nul \x00, lone \\ud800 words, 'quotes', {braces}, %s, \u202e right to left, 😀"
    words = " ".join(f"word{n}" for n in range(300_000))
    published(paper(800, title=odd, executive_summary=words), paper(801, tranches=(), grants=(), recommendations=()))
    entry = Entry.objects.get(key="pcd800")
    assert bytes(entry.payload or b"") == paper(800, title=odd, executive_summary=words).to_json()
    assert PublishedDecision.objects.get(key="pcd800").title.startswith("Nul \ufffd")
    assert PublishedDecision.objects.get(key="pcd801").amount == 0


def test_a_file_that_two_entries_share_is_kept_once(published: Publish) -> None:
    published(PCD_510, PCD_815, original=("scan.pdf", "application/pdf", b"%PDF one scan"))
    assert File.objects.filter(content_type="application/pdf").count() == 3
    assert EntryFile.objects.filter(role="original").count() == 2


def test_money_of_a_fund_known_by_name_alone_is_still_found(published: Publish) -> None:
    from book.part1.v1 import Body
    from tests.book.papers import tranche

    published(paper(802, tranches=(tranche("2018/19", Body("", "Serious Violence Fund"), as_stated="10.50"),)))
    assert Money.objects.get().fund == "name:serious violence fund"
    assert Fund.objects.get().slug == "serious-violence-fund"


def test_a_mirror_hears_of_every_decision_whose_standing_another_changed(published: Publish, people: People) -> None:
    published(PCD_510, paper(700))
    published(PCD_815)
    changed = dict(PublishedDecision.objects.values_list("key", "changed_number"))
    assert changed == {"pcd510": 3, "pcd815": 3, "pcd700": 2}
    withdraw(reference=Reference("PCD", 815), reason="By mistake.", by=people.dev, at=NOW)
    changed = dict(PublishedDecision.objects.values_list("key", "changed_number"))
    assert changed == {"pcd510": 4, "pcd815": 4, "pcd700": 2}
