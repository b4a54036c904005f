"""A paper and all its parts come with one question, and are what each table says, asked one by one."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from attachments.actions import AttachmentFacts, add_attachment
from decisions import actions
from decisions.actions.write_note import settle_note, write_note
from decisions.models import Decision
from decisions.whole_paper import filled, with_parts
from part2.actions import ExemptionFacts, ItemFacts, save_part_2
from part2.reader_actions import name_part_2_reader
from tests.decisions import papers
from tests.decisions.papers import AT, HOUR
from tests.people import People

pytestmark = pytest.mark.django_db

#: Every relation that a paper of one question holds.
RELATIONS = (
    "sections", "recommendations", "declarations", "links", "decision_grants", "explanations", "considerations",
    "attachments", "exemptions", "overrules", "part_2_readers", "part_saves", "moves", "submissions", "signatures",
    "rulings", "conditions", "notes",
)  # fmt: skip


def rich_paper(people: People) -> Decision:
    """A decided paper with rows in nearly every table."""
    line = {"text": "Accept it.", "action": "other", "grant": None, "amount": Decimal("0.10"), "up_to": True}
    paper = papers.draft(people, part_2=papers.STATED, recommendations={"rows": [line | {"power": "4.8"}]})
    costs = AttachmentFacts(title="Costs", file_name="costs.csv", data="Ort,£\nÄ,1\n".encode(), accessible="no")
    add_attachment(decision=paper, facts=costs, by=people.fatima, at=AT)
    exemption = ExemptionFacts(section="31", limb="(1)(a)", reason="Crime.", balance="It outweighs.")
    save_part_2(
        decision=paper, items=[ItemFacts(title="Detail", text=papers.SECRET)], exemptions=[exemption], by=people.fatima,
        at=AT,
    )  # fmt: skip
    name_part_2_reader(decision=paper, person=people.felix, by=people.fatima, at=AT)
    note = write_note(decision=paper, text="“Who pays?”\nWe.", part="legal", asked=people.abel, by=people.dev, at=AT)
    write_note(decision=paper, text="The boroughs.", reply_to=note, by=people.abel, at=AT + timedelta(seconds=1))
    settle_note(note=note, by=people.abel, at=AT + timedelta(minutes=1, microseconds=7))
    paper = Decision.objects.get(pk=paper.pk)
    actions.submit(decision=paper, seen=paper.version, by=people.fatima, at=AT + HOUR)
    actions.check(decision=paper, seen=paper.version, note="Fit.", by=people.dev, at=AT + 2 * HOUR)
    actions.endorse(**papers.signing(paper), by=people.clare, at=AT + 3 * HOUR)
    actions.approve(**papers.signing(paper), by=people.kaya, at=AT + 4 * HOUR)
    return paper


def values(row: Any) -> dict[str, Any]:
    """What a row says, column by column, those that were left out asked for."""
    said = {column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields}
    return {name: bytes(value) if isinstance(value, memoryview) else value for name, value in said.items()}


def test_a_paper_of_one_question_says_what_its_tables_say(people: People) -> None:
    paper = rich_paper(people)
    with CaptureQueriesContext(connection) as queries:
        whole = filled(with_parts(Decision.objects.all()).get(pk=paper.pk))
        loaded = {name: list(getattr(whole, name).all()) for name in RELATIONS}
        sealed = whole.sealed_paper
        note = next(note for note in loaded["notes"] if note.reply_to_id is None)
        people_named = [note.asked.name, note.settled_by.name, loaded["part_2_readers"][0].person.name]
        replies = [reply.text for reply in note.replies.all()]
        assert all(row.decision is whole for rows in loaded.values() for row in rows)
    assert len(queries) == 1
    assert people_named == ["Abel Adeyemi", "Abel Adeyemi", "Felix Farrow"]
    assert replies == ["The boroughs."]
    plain = Decision.objects.get(pk=paper.pk)
    for name in RELATIONS:
        assert [values(row) for row in loaded[name]] == [values(row) for row in getattr(plain, name).all()], name
    assert {name for name, rows in loaded.items() if not rows} == {
        "links", "explanations", "considerations", "overrules", "conditions",
    }, "every other table is compared row by row"  # fmt: skip
    assert (sealed.size, sealed.sha256) == (len(plain.sealed_paper.pdf), plain.sealed_paper.sha256)  # type: ignore[attr-defined]


def test_a_paper_without_a_sealed_one_has_none_and_nobody_is_asked(people: People) -> None:
    paper = papers.draft(people)
    whole = filled(with_parts(Decision.objects.all()).get(pk=paper.pk))
    with CaptureQueriesContext(connection) as queries:
        assert not hasattr(whole, "sealed_paper")
    assert len(queries) == 0


def test_a_fact_is_asked_once_for_a_page_and_each_time_where_the_paper_may_change(people: People) -> None:
    paper = papers.draft(people)
    asked: list[int] = []
    shown, changing = (
        filled(with_parts(Decision.objects.all()).get(pk=paper.pk), for_page=for_page) for for_page in (True, False)
    )
    for whole in (shown, shown, changing, changing):
        whole.once("a fact", lambda: asked.append(1))
    assert len(asked) == 3


def test_parts_are_asked_anew_after_the_paper_was_read_again(people: People) -> None:
    paper = papers.draft(people)
    whole = filled(with_parts(Decision.objects.all()).get(pk=paper.pk))
    write_note(decision=paper, text="A late one.", by=people.fatima, at=AT)
    assert list(whole.notes.all()) == []
    whole.refresh_from_db()
    assert [note.text for note in whole.notes.all()] == ["A late one."]
