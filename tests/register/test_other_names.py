"""Other names: whoever asks by another name of a body finds its decisions, and is told so."""

import csv
import io
import re
from html import unescape

import pytest
from django.db import ProgrammingError, connections, transaction
from django.test import Client

from audit.models import Event
from book.actions.other_names import keep_other_name, take_back_other_name
from book.models import OtherName
from components.clock import now
from components.refusals import NotAllowed, Refused
from http_cache.book_version import book_version
from tests.people import PASSWORD, People, with_password
from tests.queries import MOST, CountingClient
from tests.register.sample import make_book

pytestmark = pytest.mark.committed
PROOF = {"password": PASSWORD}


@pytest.fixture
def book(people: People) -> People:
    """The sample book."""
    make_book(people)
    return people


def ask(public: Client, question: str) -> tuple[set[str], str]:
    """The references that a question finds, and the words of the page."""
    book_version.forget()
    answer = public.get("/decisions/", {"q": question})
    assert answer.status_code == 200, answer.content.decode()
    page = " ".join(unescape(re.sub(r"<[^>]+>", "", answer.content.decode())).split())
    return set(re.findall(r'href="/decisions/(PCD-\d+)/"', answer.content.decode())), page


def test_a_name_that_the_profile_ships_finds_decisions_by_the_usual_one_and_says_so(
    book: People, public: Client
) -> None:
    usual, _ = ask(public, '"Home Office"')
    by_short_name, page = ask(public, "ho")
    assert by_short_name == usual != set()
    assert "“ho” is also looked for as “Home Office”, another name of the same." in page
    narrowed, _ = ask(public, "HO goods")
    assert narrowed == ask(public, '"Home Office" goods')[0] != set()


def test_in_quotation_marks_or_with_a_minus_a_name_is_taken_as_it_is_written(book: People, public: Client) -> None:
    nothing, page = ask(public, '"HO"')
    assert nothing == set()
    assert "also looked for" not in page
    assert ask(public, "goods -ho") == ask(public, "goods -ho")
    assert "also looked for" not in ask(public, "goods -ho")[1]
    link = re.search(r'href="(/decisions/\?q=%22ho%22)"', public.get("/decisions/?q=ho").content.decode())
    assert link
    assert public.get(link[1]).status_code == 200


def test_a_list_as_data_finds_the_same_as_its_page(book: People, public: Client) -> None:
    found, _ = ask(public, "HO")
    answer = public.get("/decisions.csv", {"q": "HO"})
    rows = csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig")))
    assert {row["reference"].replace(" ", "-") for row in rows} == found


def test_lists_of_names_are_narrowed_by_another_name_too(book: People, public: Client) -> None:
    assert "Home Office" in public.get("/funders/?name=HO").content.decode()
    assert "Home Office" in public.get("/filters/funder/?among=HO").content.decode()


def test_staff_keep_a_name_at_the_desk_and_take_it_back_and_the_history_says_who(book: People, public: Client) -> None:
    dev = CountingClient()
    dev.force_login(with_password(book.dev))
    assert ask(public, "Marsham")[0] == set()
    assert dev.post("/desk/names/", {"name": "Home Office", "other": " Marsham  Street ", **PROOF}).status_code == 302
    found, page = ask(public, "marsham street")
    assert found == ask(public, '"Home Office"')[0]
    assert "“marsham street” is also looked for as “Home Office” and “HO”" in page
    assert "Marsham Street" in dev.get("/desk/names/").content.decode()
    assert dev.query_count <= MOST
    assert dev.post("/desk/names/", {"take-back": "Marsham Street"}).status_code == 302
    assert ask(public, "marsham street")[0] == set()
    sentences = list(Event.objects.filter(subject__startswith="other_name:").values_list("sentence", flat=True))
    assert f"{book.dev.name} made “Marsham Street” another name of Home Office." in sentences
    assert f"{book.dev.name} took back “Marsham Street” as another name of Home Office." in sentences


def test_a_name_that_the_profile_ships_can_be_taken_back_and_given_to_another(book: People, public: Client) -> None:
    take_back_other_name(other="ho", by=book.dev, at=now())
    assert ask(public, "HO")[0] == set()
    keep_other_name(other="HO", name="Greater London Authority", by=book.dev, at=now())
    assert "also looked for as “Greater London Authority” and “GLA”" in ask(public, "HO")[1]


@pytest.mark.parametrize(
    ("other", "name", "sentence"),
    [
        ("home office", "Home Office", "is the usual name itself"),
        ("HO", "Home Office", "already"),
        ("HO", "Hove Council", "“HO” is another name of Home Office. Take it back there first"),
        ("Interior", "HO", "“HO” is itself another name of Home Office"),
    ],
)
def test_a_name_means_one_body(book: People, other: str, name: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        keep_other_name(other=other, name=name, by=book.dev, at=now())


def test_a_name_is_no_sentence_and_asks_who_makes_it_public_for_a_proof(book: People) -> None:
    dev = Client()
    dev.force_login(with_password(book.dev))
    sentence = "The Home Office, which never answered, as the register has said in vain for three years now"
    with pytest.raises(Refused, match="not a sentence"):
        keep_other_name(other=sentence, name="Home Office", by=book.dev, at=now())
    for sent in ({"other": sentence, **PROOF}, {"other": "Marsham"}, {"other": "Marsham", "password": "wrong"}):
        assert dev.post("/desk/names/", {"name": "Home Office", **sent}).status_code == 422
    assert not OtherName.objects.filter(name="Home Office").exclude(other="HO").exists()


def test_only_those_who_publish_keep_names(book: People) -> None:
    for person in (book.fatima, book.ada):
        with pytest.raises(NotAllowed, match="kept by whoever holds the office"):
            keep_other_name(other="The Office", name="Home Office", by=person, at=now())
    fatima = Client()
    fatima.force_login(book.fatima)
    assert fatima.get("/desk/names/").status_code == 403
    for alias in ("default", "book"):
        for statement in (
            "INSERT INTO book.other_name (other, name, in_use, changed_at) VALUES ('X1', 'Y1', true, now())",
            "UPDATE book.other_name SET name = 'Z1'",
            "DELETE FROM book.other_name",
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(using=alias):
                connections[alias].cursor().execute(statement)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(using="book"):
        connections["book"].cursor().execute("SELECT book.keep_other_name('X1', 'Y1', true)")
    assert not OtherName.objects.exists()
