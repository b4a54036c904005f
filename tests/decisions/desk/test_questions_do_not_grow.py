"""Pages of the desk ask as many things with many papers, grants and people as with few."""

from collections.abc import Callable

import pytest

from accounts.models import Person
from tests.decisions import papers
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


def test_a_page_with_too_many_queries_fails_the_test_that_reads_it(
    people: People, signed_in: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.queries.MOST", 3)
    with pytest.raises(AssertionError, match="not 3"):
        signed_in(people.fatima).get("/desk/decisions/")
    assert MOST == 12
