"""Kinds of decision beyond grants and classes of significance: asked where the profile lists them, kept, published."""

import json
from dataclasses import replace

import psycopg2
import pytest
from django.db import DatabaseError, transaction

import decisions.parts
from book.part1 import v2
from decisions import actions
from decisions.composing import compose
from decisions.missing_from_parts import missing
from decisions.models import Decision
from decisions.parts import _KIND, parts_of, read_part
from drafting.actions import save_part
from drafting.forms.parts import KindForm
from profiles import Choice, ProfileError, current, load, parse
from profiles.reading import ROOT
from tests.decisions.papers import AT, HOUR, draft
from tests.people import People
from tests.profile.active import use

pytestmark = pytest.mark.django_db
KINDS = (Choice("contract", "Contract"), Choice("write_off", "Write-off"))
CLASSES = (Choice("significant_spend", "Significant spend"),)


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The profile in use, with kinds and classes."""
    use(monkeypatch, replace(current(), kinds=KINDS, classes=CLASSES))
    monkeypatch.setitem(decisions.parts.PARTS, "kind", _KIND)


def test_a_body_that_lists_no_kinds_asks_for_none(people: People) -> None:
    assert "kind" not in parts_of(current())
    assert compose(draft(people), AT.date()).kind == v2.Label("grant", "Grant")
    commissioner = load(ROOT / "bodies" / "commissioner.toml")
    assert "kind" in parts_of(commissioner)
    wanted = {"grant", "contract", "estates", "appointment", "policy", "write_off", "delegation"}
    assert {row.key for row in commissioner.kinds} == wanted


@pytest.mark.usefixtures("listed")
def test_the_kind_is_asked_for_and_stands_in_part_1_by_key_and_label(people: People) -> None:
    paper = draft(people)
    assert missing(paper, "kind") == ["Say what kind of decision this is."]
    values = {"kind": "write_off", "significance": "significant_spend"}
    save_part(decision=paper, part="kind", seen=0, values=values, by=people.fatima, at=AT)
    paper.refresh_from_db()
    assert read_part(paper, "kind") == values
    assert missing(paper, "kind") == []
    part1 = compose(paper, AT.date())
    assert part1.kind == v2.Label("write_off", "Write-off")
    assert part1.significance == v2.Label("significant_spend", "Significant spend")
    assert json.loads(part1.to_json())["kind"] == {"key": "write_off", "label": "Write-off"}
    assert not KindForm({"kind": "bribe"}).is_valid()


@pytest.mark.parametrize("column", ["kind", "significance"])
def test_the_database_keeps_the_kind_once_the_paper_is_submitted(people: People, column: str) -> None:
    paper = draft(people)
    rows = Decision.objects.filter(pk=paper.pk)
    assert rows.update(**{column: "contract"}) == 1
    paper.refresh_from_db()
    actions.submit(decision=paper, seen=paper.version, by=people.fatima, at=AT + HOUR)
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        rows.update(**{column: "policy"})
    assert isinstance(caught.value.__cause__, psycopg2.Error)
    assert caught.value.__cause__.diag.constraint_name == "decision_is_fixed"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ('[[kinds]]\nkey = "a_b"\nlabel = "A"\n[[kinds]]\nkey = "a_b"\nlabel = "B"', "stands twice"),
        ('[[classes]]\nkey = "Big"\nlabel = "Big"', "small letters"),
        ('[[kinds]]\nkey = "delegated"\nlabel = "D"', "not “delegated”"),
    ],
)
def test_a_profile_with_an_unusable_key_of_a_kind_or_class_is_refused(rows: str, words: str) -> None:
    with pytest.raises(ProfileError, match=words):
        parse(f"{current().source}\n{rows}\n", "body.toml")
