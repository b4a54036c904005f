"""Access: which office opens which page of the desk, for every identity; each page that is not named opens to none."""

from collections.abc import Iterator

import pytest
from django.test import Client

from components.clock import held_at
from decisions.models import Decision
from tests.decisions import papers
from tests.decisions.papers import AT, HOUR
from tests.people import People

pytestmark = pytest.mark.django_db

EVERYBODY = frozenset({"ada", "amir", "fatima", "felix", "abel", "clare", "cora", "kaya", "dev", "dora", "olu"})
FINANCE = frozenset({"fatima", "felix"})
#: Advisers write their parts of a paper.
WRITERS = FINANCE | {"abel"}
STAFF = frozenset({"dev", "dora"})
ADMINISTRATORS = frozenset({"ada", "amir"})

#: Who gets a page, by address; of a draft that Fatima writes.
OF_A_DRAFT = {
    "grants/add/": FINANCE,
    "paste/": WRITERS,
    "parts/summary/": WRITERS,
    "publication/": frozenset[str](),
    "rulings/": frozenset[str](),
    "conditions/": frozenset[str](),
    "steps/endorse/": frozenset[str](),
}
OF_THE_DESK = {
    "board-packs/": EVERYBODY,
    "proposals/": EVERYBODY,
    "catalogue/": STAFF,
    "catalogue/faults/": STAFF,
    "forward-plan/add/": STAFF,
    "names/": STAFF,
    "funds/": STAFF,
    "mistakes/": STAFF,
    "grants/add/": FINANCE | STAFF,
    "people/add/": ADMINISTRATORS,
}


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """A day in November 2018."""
    with held_at(AT + 9 * HOUR):
        yield


def opened_by(people: People, address: str) -> set[str]:
    """Who gets a page at an address; a stranger and Sam are asked too."""
    names = set()
    for name in (*sorted(EVERYBODY), "sam", "stranger"):
        client = Client()
        if name != "stranger":
            client.force_login(getattr(people, name))
        if client.get(address).status_code == 200:
            names.add(name)
    return names


@pytest.fixture
def draft(people: People) -> Decision:
    return papers.draft(people)


@pytest.mark.parametrize("page", OF_A_DRAFT)
def test_a_page_of_a_draft_opens_to_those_who_write_it(people: People, draft: Decision, page: str) -> None:
    assert opened_by(people, f"/desk/decisions/{draft.pk}/{page}") == OF_A_DRAFT[page]


@pytest.mark.parametrize("page", OF_THE_DESK)
def test_a_page_of_the_desk_opens_to_its_office(people: People, page: str) -> None:
    assert opened_by(people, f"/desk/{page}") == OF_THE_DESK[page]


def test_the_papers_of_a_meeting_are_drawn_for_who_may_open_them(people: People, draft: Decision) -> None:
    meeting = {"day": "2018-11-13", "board": "Portfolio and Investment Board"}
    assert Client().get("/desk/board-pack.pdf", meeting).status_code == 302
    client = Client()
    client.force_login(people.sam)
    assert client.get("/desk/board-pack.pdf", meeting).status_code == 403
    client.force_login(people.fatima)
    assert client.get("/desk/board-pack.pdf", meeting | {"board": "Another board"}).status_code == 404


@pytest.mark.parametrize(("page", "refused"), [("grants/add/", 422), ("paste/", 403)])
def test_who_may_not_write_changes_nothing_by_sending_a_form_all_the_same(
    people: People, draft: Decision, page: str, refused: int
) -> None:
    form = {"form": "Financial comments\n\nNothing is spent.", "title": "x", "funder": "x", "recipient": "x"}
    before = Decision.objects.get(pk=draft.pk).version
    answers = dict.fromkeys(EVERYBODY - WRITERS, refused) | {"sam": 403, "stranger": 302}
    for name, status in answers.items():
        client = Client()
        if name != "stranger":
            client.force_login(getattr(people, name))
        assert client.post(f"/desk/decisions/{draft.pk}/{page}", form).status_code == status, name
    assert Decision.objects.get(pk=draft.pk).version == before
    assert draft.decision_grants.count() == 1
