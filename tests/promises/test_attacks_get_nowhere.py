"""Attacks on any page: each is refused or shown harmlessly, and none brings the program down."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.contrib.postgres.search import SearchQuery
from django.core import mail
from django.db import connection
from django.db.models import Value
from django.test import Client
from django.utils import timezone

from accounts.actions import change_person
from accounts.models import Person
from audit.models import Event
from decisions.models import Decision
from mail.actions import write
from tests.decisions import papers
from tests.people import People, confirmed, make_people
from tests.promises.routes import routes

pytestmark = [pytest.mark.django_db(databases=["default", "book"])]

PASSWORD = "correct horse battery staple"
NASTY: list[str | bytes] = [
    "'; DROP TABLE accounts_person; --", "%", "_", "\\", "\x00", "\ud800".encode("utf-8", "surrogatepass"),
    "{{ 7|add:7 }}{% debug %}", "${7*7}", "<script>alert(1)</script>", "a" * 5000, "-1", "9" * 40, "1e9", "NaN",
    "../../../../etc/passwd", "..%2f..%2f", "\r\nSet-Cookie: owned=1", "𝕏𝕐ℤ\u202e", "=1+1", "()", "&|!:*<->",
]  # fmt: skip


@pytest.fixture(scope="module")
def people(committed_module: None) -> People:
    """Everybody, made once: what a test does to them is undone after it."""
    return make_people(password=PASSWORD)


@pytest.fixture(scope="module")
def paper(people: People) -> Decision:
    return papers.draft(people)


def as_person(person: Person) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def test_another_host_is_refused_and_gets_no_letter(people: People) -> None:
    for host in ("evil.example", "localhost.evil.example", "testserver@evil.example", "a b"):
        assert Client().get("/account/login/", HTTP_HOST=host).status_code == 400
        form = {"email": "fatima@example.org"}
        assert Client().post("/account/password/reset/", form, HTTP_HOST=host).status_code == 400
    assert Client().get("/account/login/", HTTP_X_FORWARDED_HOST="evil.example").status_code == 200
    Client().post("/account/password/reset/", {"email": "fatima@example.org"}, HTTP_X_FORWARDED_HOST="evil.example")
    assert len(mail.outbox) == 1
    assert "evil.example" not in mail.outbox[0].body


def test_no_nasty_word_in_any_query_brings_a_page_down(people: People, paper: Decision) -> None:
    """Each address is sent one of the words, by each person another; `make nightly` sends every word to every one."""
    _ask_every_page(people, paper, NASTY)


@pytest.mark.nightly
@pytest.mark.parametrize("nasty", NASTY)
def test_no_nasty_word_brings_down_any_page_at_all(people: People, paper: Decision, nasty: str | bytes) -> None:
    _ask_every_page(people, paper, [nasty])


def _ask_every_page(people: People, paper: Decision, words: Sequence[str | bytes]) -> None:
    """Ask for every address that a person may know, with the words in turn in everything that a query can name."""
    samples = {"pk": paper.pk, "key": "summary", "step": "submit", "kind": "decision", "number": paper.pk}
    names = ("q", "words", "subject", "first_on", "page", "before", "since", "year", "funder", "fund", "sort", "status",
             "next", "code", "at", "band", "decided", "cursor", "number", "limit", "format")  # fmt: skip
    broken, before = [], Person.objects.count()
    for place, person in enumerate((None, people.olu, people.fatima)):
        client = as_person(person) if person else Client(raise_request_exception=False)
        for number, route in enumerate(routes(samples)):
            if route.path.startswith("/desk/") != bool(person):
                continue
            nasty = words[(number + place) % len(words)]
            answer = client.get(route.path, dict.fromkeys(names, nasty))
            if answer.streaming:
                b"".join(answer)
            if answer.status_code >= 500 or "owned" in answer.cookies:
                broken.append((route.path, nasty, answer.status_code))
    assert not broken, "\n".join(map(str, broken))
    assert Person.objects.count() == before


NASTY_IN_FORMS = ["'; --%\\", "\x00", "{{ 7|add:7 }}<script>", "a" * 5000, "9" * 40, "\r\n𝕏\u202e", "-1"]


def test_no_nasty_word_in_any_form_brings_a_page_down(people: People, paper: Decision) -> None:
    _send_every_form(people, paper, NASTY_IN_FORMS)


@pytest.mark.nightly
@pytest.mark.parametrize("nasty", NASTY_IN_FORMS)
def test_no_nasty_word_brings_down_any_form_at_all(people: People, paper: Decision, nasty: str) -> None:
    _send_every_form(people, paper, [nasty])


def _send_every_form(people: People, paper: Decision, words: Sequence[str]) -> None:
    """Send to every address, with the words in turn in everything that a form can name."""
    samples = {
        "desk/decisions/<int:pk>": paper.pk, "desk/people/<int:pk>": people.sam.pk, "key": "summary", "step": "submit",
        "action": "reopen",
    }  # fmt: skip
    names = ("name", "email", "title", "note", "text", "seen", "office", "from_on", "until_on", "to", "grants", "code",
             "reason", "password", "login", "digest", "passkey", "executive_summary", "form-TOTAL_FORMS",
             "until_on_day", "form-0-amount", "credential", "amount", "purpose", "year")  # fmt: skip
    broken = []
    for place, person in enumerate((None, people.ada, people.fatima)):
        client = as_person(person) if person else Client(raise_request_exception=False)
        for number, route in enumerate(routes(samples)):
            if route.path.startswith("/desk/") == bool(person) and "logout" not in route.path:
                nasty = words[(number + place) % len(words)]
                answer = client.post(route.path, dict.fromkeys(names, nasty))
                if answer.status_code >= 500 or "owned" in answer.cookies:
                    broken.append((route.path, nasty, answer.status_code))
    assert not broken, "\n".join(map(str, broken))


@pytest.mark.parametrize(
    "path",
    [
        "/static/../config/settings.py", "/static/%2e%2e/config/settings.py", "/static/..%2fconfig%2fsettings.py",
        "/static//etc/passwd", "/decisions/..%2f..%2fetc%2fpasswd/", "/decisions/%00/", "/desk/people/%00/",
        "/desk/people/99999999999999999999999999/", "/desk/decisions/99999999999999999999/", "/" + "a/" * 2000,
        "/.env", "/.git/config", "/desk/decisions/1/parts/..%2f/",
    ],
)  # fmt: skip
def test_no_address_leads_out_of_the_program(people: People, path: str) -> None:
    assert as_person(people.ada).get(path).status_code == 404
    answer = Client(raise_request_exception=False).get(path)
    if path.rstrip("9/") in ("/desk/people", "/desk/decisions"):
        assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/account/login/")
    else:
        assert answer.status_code == 404


def test_what_people_type_is_shown_as_they_typed_it(people: People) -> None:
    name = "{{ 7|add:7 }}<script>alert(1)</script>{% debug %}"
    at = timezone.now()
    form = {"name": name, "job_title": "<b>x</b>", "email": "sam@example.org"}
    proposal = change_person(person=people.sam, **form, by=people.ada, at=at)
    assert proposal is not None
    confirmed(proposal, by=people.amir, at=at)
    for path in ("/desk/people/", f"/desk/people/{people.sam.pk}/", "/desk/history/"):
        page = as_person(people.ada).get(path).content.decode()
        assert "{{ 7|add:7 }}&lt;script&gt;alert(1)&lt;/script&gt;{% debug %}" in page, path
        assert "<script>alert" not in page
        assert "<b>x</b>" not in page


def test_a_line_break_reaches_no_header(people: People) -> None:
    client = as_person(people.ada)
    nora = {"name": "Nora\r\nBcc: all@example.org", "email": "nora@example.org", "password": PASSWORD}
    page = client.post("/desk/people/add/", nora)
    (error,) = page.context["form"].non_field_errors()
    assert error.startswith("The name mixes letters of two alphabets")
    assert mail.outbox == []
    subject = "PCD 1\r\nBcc: all@example.org"
    letter = write(to="nora@example.org", subject=subject, body=".", at=timezone.now())
    assert letter.subject == "PCD 1 Bcc: all@example.org"
    answer = Client().post("/account/login/?next=/desk/%0d%0aSet-Cookie:%20owned=1", {"login": "x", "password": "y"})
    assert "owned" not in answer.cookies


def test_too_large_a_body_is_refused_with_a_sentence(people: People, settings: Any) -> None:
    client = as_person(people.ada)
    answer = client.post("/desk/people/add/", {"name": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})
    assert answer.status_code == 413
    assert "too large" in answer.content.decode()
    many = {f"field{number}": "x" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    assert client.post("/desk/people/add/", many).status_code == 413


def test_an_attack_leaves_the_history_readable(people: People) -> None:
    for word in NASTY:
        Client().post("/account/login/", {"login": word, "password": word})
    olu = as_person(people.olu)
    assert olu.get("/desk/history/").status_code == 200
    assert not [event for event in Event.objects.all() if "\x00" in event.sentence]


@pytest.mark.parametrize("question", ["-" * 50, "-" * 50 + "x", "- " * 60 + "x", "a " + "--" * 40 + " b", "-" * 5000])
def test_a_query_of_dashes_is_answered(db: None, question: str) -> None:
    from register.search.filters import text_query

    with connection.cursor() as cursor:
        query = text_query(question)
        assert isinstance(query, SearchQuery)
        words = query.source_expressions[-1]
        assert isinstance(words, Value)
        cursor.execute("SELECT websearch_to_tsquery('english', %s)", [words.value])
