"""What is said later of a published decision: corrections, outcomes, releases, withdrawal, expunging."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from audit.models import Event
from book.actions import record_outcome
from book.actions.propose import propose_earlier
from book.actions.release import Item
from book.entries import Correction, Notice, OutcomeAmount, Release, read_payload
from book.models import Entry, EntryFile, FacetCount, File, Money, Outcome, PublishedDecision, Total, Waiting
from book.part1.v1 import Commitment
from book.part1.v1 import Link as PaperLink
from components.refusals import Refused
from documents.commitment import commit, new_salt, opens
from figures.references import Reference
from publishing.actions.release import propose_expunging
from tests.book.agreeing import agreed, correct, expunge, publish, release, withdraw
from tests.book.conftest import NOW, Publish
from tests.book.papers import ONLINE, PCD_510, PCD_815, paper
from tests.people import People, confirmed

pytestmark = pytest.mark.committed

REFERENCE = Reference("PCD", 510)


def test_a_note_stands_beside_the_decision_and_changes_nothing_of_it(published: Publish, people: People) -> None:
    published(PCD_510)
    correct(reference=REFERENCE, text="The date on page 2 is wrong.", by=people.dev, at=NOW)
    entry = Entry.objects.get(number=2)
    content: Correction = read_payload("correction", bytes(entry.payload or b""))
    assert (content.note, content.corrects_version, content.new_version) == ("The date on page 2 is wrong.", 1, None)
    decision = PublishedDecision.objects.get()
    assert (decision.version, decision.entry_id, decision.changed_number) == (1, 1, 2)


def test_a_new_version_stands_beside_the_old_one(published: Publish, people: People) -> None:
    published(PCD_510, PCD_815)
    better = replace(PCD_510, title="A better title", tranches=PCD_510.tranches[:1])
    correct(
        reference=REFERENCE,
        text="Two tranches were wrong.",
        part1=better.to_json(),
        pdf=b"%PDF 2",
        by=people.dev,
        at=NOW,
    )
    versions = Entry.objects.filter(key="pcd510", kind="decision").order_by("version")
    assert [bytes(version.payload or b"") for version in versions] == [PCD_510.to_json(), better.to_json()]
    assert [entry.kind for entry in Entry.objects.filter(number__gt=2)] == ["decision", "correction"]
    decision = PublishedDecision.objects.get(key="pcd510")
    assert (decision.title, decision.version, decision.first_number, decision.entry_id) == ("A better title", 2, 1, 3)
    assert (decision.changed_number, decision.status, decision.thread_size) == (4, "continued", 2)
    assert Money.objects.filter(decision="pcd510").count() == 1
    assert not Total.objects.filter(scope="fund", subject="F-2", decisions__gt=0).exists()
    assert FacetCount.objects.get(facet="fund:F-2").count == 0


def test_a_correction_that_changes_nothing_is_refused(published: Publish, people: People) -> None:
    published(PCD_510)
    with pytest.raises(Refused, match="says the same"):
        correct(reference=REFERENCE, text="Better.", part1=PCD_510.to_json(), by=people.dev, at=NOW)
    with pytest.raises(Refused, match="a version of PCD 815"):
        correct(reference=REFERENCE, text="Better.", part1=PCD_815.to_json(), by=people.dev, at=NOW)
    with pytest.raises(Refused, match="Say what is corrected"):
        correct(reference=REFERENCE, text="  ", by=people.dev, at=NOW)
    assert Entry.objects.count() == 1
    assert not Waiting.objects.exists()


def test_a_new_version_without_its_link_leaves_the_thread(published: Publish, people: People) -> None:
    published(PCD_510, PCD_815)
    correct(
        reference=Reference("PCD", 815), text="Not a continuation.", part1=replace(PCD_815, links=()).to_json(),
        by=people.dev, at=NOW,
    )  # fmt: skip
    assert dict(PublishedDecision.objects.values_list("key", "thread")) == {"pcd510": "pcd510", "pcd815": "pcd815"}
    assert PublishedDecision.objects.get(key="pcd510").status == "in force"
    assert FacetCount.objects.get(facet="thread:yes").count == 0


def test_an_outcome_is_published_with_its_money(published: Publish, people: People) -> None:
    published(PCD_510)
    record_outcome(
        reference=REFERENCE, grant="G-0001", result="accepted", happened_on=date(2019, 1, 10), statement="In full.",
        amounts=(OutcomeAmount("2018/19", ONLINE, Decimal("250000"), Decimal("250000")),), by=people.dev, at=NOW,
    )  # fmt: skip
    outcome = Outcome.objects.get()
    assert (outcome.financial_year, outcome.accepted, outcome.result) == (2018, Decimal(250_000), "accepted")
    assert PublishedDecision.objects.get().outcome_result == "accepted"
    with pytest.raises(Refused, match="not about the grant G-9"):
        record_outcome(
            reference=REFERENCE,
            grant="G-9",
            result="declined",
            happened_on=None,
            statement="No.",
            by=people.dev,
            at=NOW,
        )


def test_a_withdrawn_decision_keeps_its_place_and_says_why(published: Publish, people: People) -> None:
    published(PCD_510, paper(600, links=(PaperLink("revokes", "PCD 510"),)))
    withdraw(reference=Reference("PCD", 600), reason="Published by mistake.", by=people.dev, at=NOW)
    decision = PublishedDecision.objects.get(key="pcd600")
    assert (decision.status, decision.withdrawn_reason, decision.changed_number) == (
        "withdrawn",
        "Published by mistake.",
        3,
    )
    assert PublishedDecision.objects.get(key="pcd510").status == "in force"
    assert Entry.objects.get(number=2).payload is not None
    with pytest.raises(Refused, match="is withdrawn"):
        withdraw(reference=Reference("PCD", 600), reason="Again.", by=people.dev, at=NOW)


@pytest.mark.parametrize("name", ["fatima", "clare", "kaya", "sam", "olu", "ada"])
def test_only_dmpc_staff_change_what_is_published(published: Publish, people: People, name: str) -> None:
    published(PCD_510)
    person = getattr(people, name)
    steps: list[Any] = [
        lambda: correct(reference=REFERENCE, text="x", by=person, at=NOW),
        lambda: withdraw(reference=REFERENCE, reason="x", by=person, at=NOW),
        lambda: release(
            reference=REFERENCE, item=Item(1, b"", b""), statement="x", by=person, agreed_by=people.dev, at=NOW
        ),
    ]
    for step in steps:
        with pytest.raises(Refused, match="does not hold the office of DMPC staff"):
            step()
    assert Entry.objects.count() == 1


def test_every_change_is_an_event(published: Publish, people: People) -> None:
    published(PCD_510)
    correct(reference=REFERENCE, text="A slip.", by=people.dev, at=NOW)
    withdraw(reference=REFERENCE, reason="A mistake.", by=people.dora, at=NOW)
    about = Event.objects.about("entry:pcd510")
    assert [event.verb for event in about] == ["authorise publication", "correct", "withdraw publication"]
    assert [event.actor_name for event in about] == ["Dev Desai", "Dev Desai", "Dora Dunn"]


def with_items(*contents: bytes) -> tuple[Any, list[bytes]]:
    """PCD 510 with commitments to these items, the last one a file."""
    salts = [new_salt() for _ in contents]
    commitments = tuple(
        Commitment(n, "file" if n == len(contents) else "text", commit(salt, content))
        for n, (salt, content) in enumerate(zip(salts, contents, strict=True), 1)
    )
    return replace(PCD_510, part_2=replace(PCD_510.part_2, commitments=commitments)), salts


def test_a_released_item_opens_its_commitment(published: Publish, people: People) -> None:
    part1, salts = with_items("Tactics – all of them".encode(), b"%PDF annex")
    published(part1)
    release(
        reference=REFERENCE, item=Item(1, salts[0], "Tactics – all of them".encode()), statement="No longer sensitive.",
        by=people.dev, agreed_by=people.dora, at=NOW,
    )  # fmt: skip
    content: Release = read_payload("release", bytes(Entry.objects.get(number=2).payload or b""))
    assert content.text == "Tactics – all of them"
    assert opens(part1.part_2.commitments[0].digest, bytes.fromhex(content.salt), content.text.encode())
    release(
        reference=REFERENCE, item=Item(2, salts[1], b"%PDF annex", "annex.pdf", "application/pdf"), statement="",
        by=people.dev, agreed_by=people.dora, at=NOW,
    )  # fmt: skip
    use = EntryFile.objects.get(role="released")
    assert (use.name, use.item, bytes(use.file.content or b"")) == ("annex.pdf", 2, b"%PDF annex")
    content = read_payload("release", bytes(Entry.objects.get(number=3).payload or b""))
    assert (content.file_sha256, content.text) == (use.file_id, None)


def test_what_was_not_approved_cannot_be_released(published: Publish, people: People) -> None:
    part1, salts = with_items(b"One.", b"%PDF")
    published(part1)
    more: dict[str, Any] = {
        "reference": REFERENCE,
        "statement": "x",
        "by": people.dev,
        "agreed_by": people.dora,
        "at": NOW,
    }
    for item in (
        Item(1, salts[0], b"Another."),
        Item(1, new_salt(), b"One."),
        Item(3, salts[0], b"One."),
        Item(1, b"x", b"One."),
    ):
        with pytest.raises(Refused, match="does not open"):
            release(item=item, **more)
    with pytest.raises(Refused, match="Two different people"):
        release(item=Item(1, salts[0], b"One."), **more | {"agreed_by": people.dev})
    release(item=Item(1, salts[0], b"One."), **more)
    with pytest.raises(Refused, match="released already"):
        release(item=Item(1, salts[0], b"One."), **more)


def test_expunging_takes_the_content_from_every_table_and_leaves_leaf_and_notice(
    published: Publish, people: People, sql: Any
) -> None:
    secret = "Xanthippe"
    published(
        paper(900, title=f"About {secret}", executive_summary=secret), original=("x.txt", "text/plain", secret.encode())
    )
    published(PCD_510)
    leaf = bytes(Entry.objects.get(number=1).leaf)
    notice = expunge(number=1, reason="A court ordered it.", by=people.dev, at=NOW)
    assert notice == 3
    entry = Entry.objects.get(number=1)
    assert (entry.payload, entry.is_expunged, bytes(entry.leaf)) == (None, True, leaf)
    content: Notice = read_payload("expunged", bytes(Entry.objects.get(number=3).payload or b""))
    assert (content.entry, content.reason, content.agreed_by) == (
        1,
        "A court ordered it.",
        ("Dev Desai", "Ada Archer"),
    )
    assert File.objects.filter(content=None).count() == 2
    tables = sql(
        "owner",
        "SELECT schemaname, tablename FROM pg_tables WHERE schemaname = 'book' OR tablename LIKE 'register%'",
    )
    for schema, table in tables:
        (row,) = sql("owner", f'SELECT count(*) FROM "{schema}"."{table}" t WHERE t::text ILIKE %s OR t::text LIKE %s',
                     [f"%{secret}%", f"%{secret.encode().hex()}%"])  # fmt: skip
        assert row == (0,), table
    decision = PublishedDecision.objects.get(key="pcd900")
    assert (decision.expunged, decision.title, decision.reference, decision.changed_number) == (True, "", "PCD 900", 3)
    assert PublishedDecision.objects.get(key="pcd510").title == PCD_510.title


def test_an_older_version_is_expunged_without_touching_the_newer(published: Publish, people: People) -> None:
    published(paper(900, title="With a name"), PCD_510)
    correct(
        reference=Reference("PCD", 900),
        text="Names taken out.",
        part1=paper(900, title="Without").to_json(),
        by=people.dev,
        at=NOW,
    )
    expunge(number=1, reason="A name.", by=people.dev, at=NOW)
    assert PublishedDecision.objects.get(key="pcd900").title == "Without"
    assert [entry.is_expunged for entry in Entry.objects.filter(key="pcd900", kind="decision")] == [True, False]


def test_one_person_alone_expunges_nothing(published: Publish, people: People, sql: Any) -> None:
    published(PCD_510)
    with pytest.raises(Refused, match="Entry 2 has no content"):
        expunge(number=2, reason="x", by=people.dev, at=NOW)
    proposal = agreed(
        "publication.expunge", "pcd510", {"entry": 1}, by=people.dev, other=people.ada, at=NOW, reason="x"
    )
    waiting = propose_expunging(number=1, reason="A court ordered it.", by=people.dev, at=NOW)
    for number, notice in ((waiting.pk, b"{}"), (0, b"{}"), (proposal.pk, b'{"entry":1,"reason":"x","agreed_by":[]}')):
        with pytest.raises(IntegrityError, match=r"Two people must agree|The notice must say"), transaction.atomic():
            connection.cursor().execute("SELECT book.expunge_agreed(%s, %s)", [number, notice])
    assert Entry.objects.get().payload is not None


def test_taking_an_authorisation_back_leaves_no_trace_in_the_book(published: Publish, people: People) -> None:
    from datetime import timedelta

    from book.actions import cancel, lengthen

    later = NOW + timedelta(days=36_500)
    publish(part1=PCD_510.to_json(), pdf=b"%PDF", due_at=later, by=people.dev, at=NOW)
    with pytest.raises(Refused, match="Deputy Mayor"):
        lengthen(reference=REFERENCE, due_at=later + timedelta(days=1), by=people.dev, at=NOW)
    lengthen(reference=REFERENCE, due_at=later + timedelta(days=1), by=people.kaya, at=NOW)
    sooner = propose_earlier(reference=REFERENCE, due_at=later - timedelta(days=1), by=people.dev, at=NOW)
    with pytest.raises(IntegrityError, match="published earlier"), transaction.atomic():
        Waiting.objects.update(due_at=later - timedelta(days=1))
    confirmed(sooner, by=people.dora, at=NOW)
    assert Waiting.objects.get().due_at == later - timedelta(days=1)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Waiting.objects.update(summary="Another")
    cancel(reference=REFERENCE, reason="The operation goes on.", by=people.dev, at=NOW)
    assert not Waiting.objects.exists()
    published(PCD_815)
    assert [entry.number for entry in Entry.objects.all()] == [1]
