"""Parts and sections that papers of some kinds have alone: at the desk, in Part 1, and fixed with the paper."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import QueryDict

from accounts.actions import confirm_office, create_administrators, create_person, give_office
from accounts.models import Person
from accounts.offices import Office
from decisions.composing import compose
from decisions.missing_from_parts import missing
from decisions.models import Decision, Status
from decisions.parts import parts_on, read_part
from drafting.actions import begin_paper, save_part
from drafting.forms.rows import PREFIX, open_rows
from profiles import current
from tests.people import MADE_AT, PROOF, SINCE

OPTION = {"title": "Do nothing", "text": "The lease ends.", "answer": "Nobody could work there."}
pytestmark = pytest.mark.skipif(not current().parts, reason="this body has no further parts")


@pytest.fixture
def author(db: None) -> Person:
    """Somebody who writes papers of the body."""
    ada, amir = create_administrators(
        first={"email": "ada@example.org", "name": "Ada Archer"},
        second={"email": "amir@example.org", "name": "Amir Aziz"},
        at=MADE_AT,
        is_trial=True,
    )
    fatima = create_person(
        email="fatima@example.org", name="Fatima Finch", job_title="", by=ada, at=MADE_AT, is_trial=True
    )
    holding = give_office(person=fatima, office=Office.ORIGINATOR, from_on=SINCE, by=ada, at=MADE_AT)
    confirm_office(holding=holding, by=amir, at=MADE_AT, proof=PROOF)
    return fatima


def paper_of_kind(author: Person, kind: str) -> Decision:
    """A draft of a kind of decision."""
    paper = begin_paper(title="A new front counter", grants=[], by=author, at=MADE_AT)
    save_values(paper, author, "kind", {"kind": kind, "significance": ""})
    return Decision.objects.get(pk=paper.pk)


def save_values(paper: Decision, author: Person, part: str, values: dict[str, Any]) -> None:
    """Save a part for the first time."""
    save_part(decision=paper, part=part, seen=0, values=values, by=author, at=MADE_AT)


def sent(key: str, row: dict[str, str]) -> QueryDict:
    """What the page of rows sends with one row."""
    data = QueryDict(mutable=True)
    data.update({f"{PREFIX}-TOTAL_FORMS": "1", f"{PREFIX}-INITIAL_FORMS": "0"})
    data.update({f"{PREFIX}-0-{name}": value for name, value in row.items()})
    return data


def test_a_paper_has_the_parts_of_its_kind(author: Person) -> None:
    estates, grant = paper_of_kind(author, "estates"), paper_of_kind(author, "grant")
    assert {"property", "list-of-options", "list-of-risks", "dates"} <= parts_on(estates).keys()
    assert parts_on(grant).keys().isdisjoint({"property", "contract", "list-of-options", "list-of-risks"})
    assert {"dates", "list-of-stakeholders"} <= parts_on(grant).keys()
    assert missing(estates, "list-of-options") == ["Options compared: nothing is written yet."]
    assert missing(grant, "list-of-options") == []


def test_what_was_weighed_is_written_in_rows_and_stands_in_part_1(author: Person) -> None:
    paper = paper_of_kind(author, "estates")
    data = sent("list-of-options", {**OPTION, "is_chosen": ""})
    rows = open_rows(paper, "list-of-options", {"rows": []}, data, button="", today=date(2026, 3, 2))
    assert rows.is_valid(), rows.errors
    save_values(paper, author, "list-of-options", rows.values())
    save_values(paper, author, "list-of-risks", {"rows": [{"title": "Late builders", "answer": "A penalty."}]})
    save_values(paper, author, "list-of-stakeholders", {"rows": [{"title": "The council", "answer": "Content."}]})
    save_values(paper, author, "dates", {"received_on": date(2026, 2, 2), "effective_from": date(2026, 4, 1)})
    save_values(paper, author, "property", {"text": "A shop in the high street."})
    saved = Decision.objects.get(pk=paper.pk)
    assert read_part(saved, "list-of-options")["rows"] == [{**OPTION, "is_chosen": False}]
    part1 = compose(saved, date(2026, 3, 2))
    option = part1.options[0]
    assert (option.title, option.text, option.chosen, option.reason) == (
        "Do nothing",
        "The lease ends.",
        False,
        "Nobody could work there.",
    )
    assert (part1.risks[0].text, part1.risks[0].mitigation) == ("Late builders", "A penalty.")
    assert (part1.stakeholders[0].name, part1.stakeholders[0].view) == ("The council", "Content.")
    assert (part1.received_on, part1.effective_from) == (date(2026, 2, 2), date(2026, 4, 1))
    assert [section.heading for section in part1.sections] == ["The property"]


def test_what_belongs_to_another_kind_is_kept_and_is_no_part_of_the_paper(author: Person) -> None:
    paper = paper_of_kind(author, "estates")
    save_values(paper, author, "property", {"text": "A shop in the high street."})
    save_values(paper, author, "list-of-options", {"rows": [{**OPTION, "is_chosen": True}]})
    values = {"kind": "grant", "significance": ""}
    save_part(decision=paper, part="kind", seen=1, values=values, by=author, at=MADE_AT)
    part1 = compose(Decision.objects.get(pk=paper.pk), date(2026, 3, 2))
    assert part1.sections == ()
    assert part1.options == ()
    assert paper.considerations.count() == 1


def test_the_database_keeps_what_was_weighed_once_the_paper_is_no_draft(author: Person) -> None:
    paper = paper_of_kind(author, "estates")
    save_values(paper, author, "list-of-options", {"rows": [{**OPTION, "is_chosen": True}]})
    Decision.objects.filter(pk=paper.pk).update(status=Status.WITHDRAWN)
    changes = (
        "UPDATE decisions_consideration SET answer = 'other' WHERE decision_id = %s",
        "DELETE FROM decisions_consideration WHERE decision_id = %s",
        "UPDATE decisions_decision SET title_translation = 'other' WHERE id = %s",
        "UPDATE decisions_decision SET effective_from = '2026-05-01' WHERE id = %s",
    )
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change, [paper.pk])
