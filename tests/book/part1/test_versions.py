"""Every version of Part 1 that was ever published is read, and a published format never changes."""

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import jsonschema
import pytest

from book.canonical import NotCanonical
from book.part1 import RELEASED, VERSIONS, Part1, newest, part1_schema, read_part1, v1, v1_trial
from book.part1.text import lines_of
from book.projection import project
from tests.book.paper.papers import decided_paper
from tests.book.part1.papers import full_paper

FROZEN = Path(__file__).parent / "frozen"
EXAMPLES = {
    "part1-1": v1.Part1,
    "part1-1-first-trials": v1_trial.Part1,
    "part1-2": Part1,
}
#: SHA-256 of the schema of each released version; a format that differs is a new version.
SCHEMAS = {"part1/1": "7b4155c1fb6914be13e1e48db3efddeb97ec8f7f1136991139c3869a1c3865a4"}


@pytest.mark.parametrize(("name", "kind"), EXAMPLES.items())
def test_each_version_is_read_and_written_as_the_same_bytes(name, kind):
    data = (FROZEN / f"{name}.json").read_bytes()
    part1 = read_part1(data)
    assert type(part1) is kind
    assert part1.to_json() == data


def test_the_frozen_examples_are_what_the_builders_make():
    assert (FROZEN / "part1-1.json").read_bytes() == decided_paper().to_json()
    assert (FROZEN / "part1-2.json").read_bytes() == full_paper().to_json()


def test_released_schemas_never_change():
    assert set(SCHEMAS) == RELEASED
    for version, digest in SCHEMAS.items():
        schema = part1_schema(version, address="https://register.example/part1")
        assert sha256(json.dumps(schema, sort_keys=True).encode()).hexdigest() == digest


@pytest.mark.parametrize(("name", "version"), [("part1-1", "part1/1"), ("part1-2", "part1/2")])
def test_each_example_is_valid_against_the_schema_of_its_version_alone(name, version):
    content = json.loads((FROZEN / f"{name}.json").read_bytes())
    for known in VERSIONS:
        validator = jsonschema.Draft202012Validator(part1_schema(known, address="https://register.example/part1"))
        assert validator.is_valid(content) == (known == version)


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b'{"schema":"part1/9"}', b'{"schema":["part1/1"]}', b'{"schema":"part1/1"}', b"[" * 9999],
)
def test_what_is_no_part_1_is_refused(data):
    with pytest.raises(NotCanonical):
        read_part1(data)


def test_another_spelling_is_refused_in_every_version():
    for name in EXAMPLES:
        data = (FROZEN / f"{name}.json").read_bytes()
        with pytest.raises(NotCanonical):
            read_part1(data.replace(b'{"', b'{ "', 1))


def test_an_older_paper_in_the_newest_types_says_the_same():
    old = decided_paper()
    new = newest(old)
    assert (new.reference, new.title, new.outcome, new.tranches) == (
        old.reference,
        old.title,
        old.outcome,
        old.tranches,
    )
    assert [signature.office.label for signature in new.signatures] == [
        "Deputy Mayor for Policing and Crime",
        "Chief Executive",
    ]
    texts = [line for section in new.sections for line in lines_of(section.content)]
    assert "1.1. " + old.sections[0].paragraphs[0].text in texts
    assert "- in every borough" in texts


def test_rulings_are_signed_by_who_decides_and_not_by_who_endorses():
    paper = full_paper()
    ruling = paper.recommendations[1].ruling
    assert ruling
    other = replace(paper.recommendations[1], ruling=replace(ruling, outcome="approved"))
    changed = replace(paper, recommendations=(paper.recommendations[0], other))
    assert changed.digest() == paper.digest()
    assert changed.rulings_digest() != paper.rulings_digest()
    assert replace(paper, signatures=()).rulings_digest() == paper.rulings_digest()


def test_what_was_refused_allows_no_money_and_a_change_is_the_amount():
    projection = project(full_paper())
    assert [row["amount"] for row in projection["recommendations"]] == ["400000.00", None]
    assert projection["decision"]["approved"] == "400000.00"


#: Fields of a paper that name somebody.
PEOPLE = {
    "author", "author_rank", "by", "consulted", "decided_by", "holder", "made_by", "name", "on_behalf_of",
    "recorded_by", "whose",
}  # fmt: skip


@pytest.mark.parametrize("paper", [decided_paper(), full_paper()], ids=["part1/1", "part1/2"])
def test_whoever_a_paper_names_is_found_by_search(paper):
    words = project(paper)["decision"]["words"]
    named = set(people_in(json.loads(paper.to_json())))
    assert len(named) > 5
    assert {name for name in named if name not in words} == set()


def people_in(content):
    """Every text of a field that names somebody, however deep it lies."""
    if isinstance(content, list):
        for item in content:
            yield from people_in(item)
    elif isinstance(content, dict):
        for field, value in content.items():
            if field in PEOPLE and isinstance(value, str) and value:
                yield value
            else:
                yield from people_in(value)


def test_every_word_of_a_shaped_text_is_found_by_search():
    words = project(full_paper())["decision"]["words"]
    for expected in (
        "Item 20 | Staff and licences | £20,000",
        "half in London",
        "Letter of 3 October 2018.",
        "Do nothing",
    ):
        assert expected in words
