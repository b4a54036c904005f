"""Pages of the desk ask as many things with many papers, grants and people as with few."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from accounts.models import Person
from decisions import actions
from decisions.actions.write_note import write_note
from decisions.models import Decision
from decisions.parts import parts_on
from drafting.actions import save_part
from tests.decisions import papers
from tests.decisions.papers import AT, HOUR
from tests.people import People
from tests.queries import MOST, CountingClient

As = Callable[[Person], CountingClient]


@pytest.fixture
def signed_in() -> As:
    """A browser that counts, in which a person has signed in."""

    def sign_in(person: Person) -> CountingClient:
        client = CountingClient(raise_request_exception=True)
        client.force_login(person)
        return client

    return sign_in


LISTS = (
    "/desk/", "/desk/decisions/", "/desk/decisions/add/", "/desk/grants/", "/desk/grants/organisations/",
    "/desk/people/", "/desk/people/me/", "/desk/history/", "/desk/requests/", "/desk/wording/", "/desk/profile/",
    "/desk/funds/",
    "/desk/names/",
)  # fmt: skip


def query_counts(client: CountingClient, paths: list[str]) -> dict[str, int]:
    counts = {}
    for path in paths:
        answer = client.get(path)
        if answer.status_code == 200:
            counts[path] = client.query_count
    return counts


WHO = ("fatima", "felix", "abel", "clare", "kaya", "dev", "ada", "olu")


def test_no_page_needs_more_queries_for_more_rows(people: People, signed_in: As) -> None:
    clients = {who: signed_in(getattr(people, who)) for who in WHO}
    grant = papers.home_office_grant(people)
    paper = papers.submitted(people, grant=grant)
    papers.draft(people)
    papers.approved(people)
    own = f"/desk/decisions/{paper.pk}/"
    paths = [*LISTS, own, f"{own}paper/", f"/desk/grants/{grant.pk}/", f"/desk/grants/{grant.pk}/money/"]
    few = {}
    for who, client in clients.items():
        client.get("/desk/")  # what a process keeps from its first page
        few[who] = query_counts(client, paths)
        assert len(few[who]) > 6, who
    for _ in range(2):
        papers.draft(people)
        papers.submitted(people)
        papers.approved(people)
    for who, client in clients.items():
        many = query_counts(client, paths)
        assert {path: count for path, count in many.items() if count > few[who][path]} == {}, who


PAGES_OF_A_PAPER = (
    "page", "paper", "notes", "attachments", "preview", "public_preview", "part_2", "leaks", "agreements",
    "publication",
)  # fmt: skip


def read_pages(person: CountingClient, paper: Decision, names: tuple[str, ...], *steps: str) -> None:
    """A person reads pages of a paper, and those of steps: each must open, and asks no more than a dozen things."""
    for name in names:
        assert person.get(reverse(f"desk:decision_{name}", args=[paper.pk])).status_code == 200, name
    for step in steps:
        assert person.get(reverse("desk:decision_step", args=[paper.pk, step])).status_code == 200, step


def test_no_page_of_a_paper_asks_more_than_a_dozen_things_wherever_it_stands(people: People, signed_in: As) -> None:
    who = (people.fatima, people.dev, people.dora, people.clare, people.kaya)
    fatima, dev, dora, clare, kaya = (signed_in(person) for person in who)
    earlier = papers.published(people)
    paper = papers.paper_with(people, introduction={"text": papers.SECRET})
    kinds = {"continues": str(earlier.reference), "amends": "PCD 3"}
    links = [{"kind": kind, "earlier_reference": reference} for kind, reference in kinds.items()]
    save_part(decision=paper, part="earlier", seen=0, values={"rows": links}, by=people.fatima, at=AT)
    write_note(decision=paper, text="Which power?", part="legal", asked=people.dev, by=people.fatima, at=AT)
    read_pages(fatima, paper, PAGES_OF_A_PAPER[:-2], "submit", "withdraw")
    for key in parts_on(paper):
        assert fatima.get(reverse("desk:decision_part", args=[paper.pk, key])).status_code == 200, key
    save_part(decision=paper, part="introduction", seen=1, values={"text": "Nothing secret."}, by=people.fatima, at=AT)
    paper = Decision.objects.get(pk=paper.pk)
    actions.submit(decision=paper, seen=paper.version, by=people.fatima, at=AT + HOUR)
    read_pages(dev, paper, PAGES_OF_A_PAPER[:-2], "check", "send_back")
    actions.send_back(decision=paper, seen=paper.version, note="Say more.", by=people.dev, at=AT + HOUR)
    read_pages(fatima, paper, ("page", "changes"), "submit")
    actions.submit(decision=paper, seen=paper.version, by=people.fatima, at=AT + HOUR)
    actions.check(decision=paper, seen=paper.version, by=people.dev, at=AT + 2 * HOUR)
    read_pages(clare, paper, (*PAGES_OF_A_PAPER[:-2], "changes"), "endorse", "send_back")
    actions.endorse(**papers.signing(paper), by=people.clare, at=AT + 3 * HOUR)
    read_pages(kaya, paper, ("page", "rulings", "part_2"), "approve", "refuse", "send_back")
    read_pages(dora, paper, ("page",), "record_ink")
    actions.approve(**papers.signing(paper), by=people.kaya, at=AT + 4 * HOUR)
    read_pages(dora, paper, PAGES_OF_A_PAPER[:-1], "publish")
    actions.publish(decision=paper, seen=paper.version, by=people.dora, at=AT + 5 * HOUR)
    read_pages(dora, paper, PAGES_OF_A_PAPER)


def test_a_page_with_too_many_queries_fails_the_test_that_reads_it(
    people: People, signed_in: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.queries.MOST", 3)
    with pytest.raises(AssertionError, match="not 3"):
        signed_in(people.fatima).get("/desk/decisions/")
    assert MOST == 12
