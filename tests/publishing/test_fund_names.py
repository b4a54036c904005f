"""Staff merge two names of one fund, with history, and take them apart again."""

import re
from html import unescape

import pytest

from audit.models import Event
from book.models import MergedFund
from components.refusals import NotAllowed, Refused
from grants.models import Fund, Organisation
from publishing.fund_names import merge_two_funds, take_apart
from tests.decisions import papers
from tests.decisions.desk.conftest import NOW, As
from tests.decisions.desk.typing import PASSWORD
from tests.people import People

PROOF = {"password": PASSWORD}


def words(html: bytes) -> str:
    """The words of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html.decode())).split())


@pytest.fixture
def funds(people: People) -> tuple[Fund, Fund]:
    """A fund of a published paper, and another name of it at the desk."""
    papers.published(people)
    known = Fund.objects.get()
    letters = "".join(word[0] for word in known.name.split())
    other = Fund.objects.create(funder=known.funder, name=letters, identifier="other-name", created_at=known.created_at)
    return known, other


def test_dev_merges_a_likely_pair_and_takes_it_apart_and_the_history_says_so(
    people: People, signed_in: As, funds: tuple[Fund, Fund]
) -> None:
    known, other = funds
    dev = signed_in(people.dev)
    page = dev.get("/desk/funds/")
    assert f"They are one: keep {known.name}" in words(page.content)
    sent = {"merged": other.identifier, "kept": known.identifier, **PROOF}
    unproved = dev.post("/desk/funds/", {**sent, "password": ""})
    assert (unproved.status_code, MergedFund.objects.exists()) == (422, False), "public totals change: who is it?"
    page = dev.get(f"/desk/funds/?merged={other.identifier}&kept={known.identifier}")
    assert page.content.decode().count(" selected") == 2
    merged = dev.post("/desk/funds/", sent, follow=True)
    assert f"{other.name} is another name of {known.name} now." in words(merged.content)
    other.refresh_from_db()
    assert other.merged_into == known
    assert MergedFund.objects.get().kept == known.identifier
    assert dev.post("/desk/funds/", sent).status_code == 422
    apart = dev.post("/desk/funds/", {"take-apart": other.identifier}, follow=True)
    assert f"{other.name} stands by itself again." in words(apart.content)
    other.refresh_from_db()
    assert other.merged_into is None
    assert not MergedFund.objects.exists()
    history = list(Event.objects.filter(subject="fund_name:other-name").values_list("sentence", flat=True))
    assert history == [
        f"{people.dev.name} took the fund {other.name} of {known.funder} apart again.",
        f"{people.dev.name} merged the fund {other.name} of {known.funder} into {known.name}.",
    ]


def test_only_those_who_keep_names_merge_funds_and_only_of_one_funder(
    people: People, signed_in: As, funds: tuple[Fund, Fund]
) -> None:
    known, other = funds
    for person in (people.fatima, people.ada):
        with pytest.raises(NotAllowed, match="kept by whoever holds the office"):
            merge_two_funds(merged=other.identifier, kept=known.identifier, by=person, at=NOW)
        assert signed_in(person).get("/desk/funds/").status_code == 403
    with pytest.raises(Refused, match="one fund already"):
        merge_two_funds(merged=known.identifier, kept=known.identifier, by=people.dev, at=NOW)
    with pytest.raises(Refused, match="stands by itself"):
        take_apart(merged=other.identifier, by=people.dev, at=NOW)
    body = Organisation.objects.exclude(pk=known.funder_id)[0]
    stranger = Fund.objects.create(funder=body, name="X", identifier="of-another", created_at=known.created_at)
    with pytest.raises(Refused, match="different funders"):
        merge_two_funds(merged=stranger.identifier, kept=known.identifier, by=people.dev, at=NOW)
