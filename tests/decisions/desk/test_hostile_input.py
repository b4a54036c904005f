"""Odd and hostile requests get an answer in words, never a fault of the program."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.decisions import papers
from tests.decisions.desk.conftest import As
from tests.people import People

NUMBERS = ["99999999999999999999999", "0"]
ODD = [
    "\x00",
    "'; DROP TABLE grants_grant; --",
    "%s%n",
    "../../etc/passwd",
    "{{ 7|add:7 }}",
    "\u202e\ud7ff",
    "9" * 5000,
]


@pytest.fixture
def fatima(people: People, signed_in: As) -> Client:
    return signed_in(people.fatima)


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_of_nothing_are_not_found(fatima: Client, number: str):
    for address in (
        f"/desk/decisions/{number}/",
        f"/desk/decisions/{number}/steps/submit/",
        f"/desk/decisions/{number}/parts/summary/",
        f"/desk/decisions/{number}/part-2/{number}/",
        f"/desk/decisions/{number}/scans/{number}/",
        f"/desk/grants/{number}/",
        f"/desk/grants/{number}/money/",
    ):
        assert fatima.get(address).status_code == 404, address


@pytest.mark.parametrize("words", ODD)
def test_odd_words_are_looked_for_and_found_or_not(fatima: Client, words: str):
    for name in ("desk:decision_list", "grant_list"):
        assert fatima.get(reverse(name), {"q": words, "status": words, "page": words}).status_code == 200
    assert fatima.get(reverse("desk:decision_add"), {"grant": words}).status_code == 200


@pytest.mark.parametrize("odd", ["", "-1", "x", "9" * 30, "9" * 5000, "²", "1e9", "\x00"])
def test_rows_that_lie_about_their_number_are_answered(people: People, fatima: Client, odd: str):
    paper = papers.draft(people)
    address = reverse("desk:decision_part", args=[paper.pk, "recommendations"])
    for button in ("", "add", f"remove:{odd}", f"up:{odd}", "burn:1"):
        sent = {"rows-TOTAL_FORMS": odd, "rows-INITIAL_FORMS": odd, "rows-do": button, "seen": odd}
        assert fatima.post(address, sent).status_code in (200, 409, 422)
    assert paper.recommendations.count() == 1


@pytest.mark.parametrize("odd", ODD)
def test_odd_text_in_any_part_is_saved_as_text_or_refused_in_words(people: People, fatima: Client, odd: str):
    paper = papers.draft(people)
    for key, sent in {
        "issues": {"text": odd},
        "summary": {"title": odd[:300], "executive_summary": odd},
        "time": {"needed_by_day": odd[:50], "needed_why": odd},
        "grants": {"grants": odd[:50], "numbers": odd[:200]},
        "deferral": {"deferral": odd[:50]},
    }.items():
        address = reverse("desk:decision_part", args=[paper.pk, key])
        answer = fatima.post(address, sent | {"seen": str(paper.part_saves.filter(part=key).count())})
        assert answer.status_code in (302, 422), (key, answer.status_code)
    for name in ("desk:decision_page", "desk:decision_paper", "desk:decision_preview"):
        assert fatima.get(reverse(name, args=[paper.pk])).status_code == 200


def test_advice_of_200_pages_is_kept_whole(people: People, fatima: Client):
    paper = papers.draft(people)
    text = "\n\n".join(f"Paragraph {n} of the advice. {'Words and words. ' * 40}".strip() for n in range(700))
    address = reverse("desk:decision_part", args=[paper.pk, "issues"])
    seen = paper.part_saves.filter(part="issues").count()
    assert fatima.post(address, {"text": text, "seen": seen}).status_code == 302
    assert paper.sections.get(document="form", kind="issues").text == text
    assert fatima.get(reverse("desk:decision_paper", args=[paper.pk])).status_code == 200
