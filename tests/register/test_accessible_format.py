"""Asking for an accessible format: anybody can send, only the desk can read, and an answer forgets who asked."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import ProgrammingError, connections
from django.test import Client

from audit.models import Event
from book.actions import format_requests as actions
from book.models import FormatRequest
from components.clock import held_at
from components.refusals import Refused
from figures.dates import add_working_days, format_date, london_day
from tests.people import People

pytestmark = pytest.mark.committed

NEEDED = {"about": "PCD 510", "wanted": "large-print", "email": "reader@example.org"}


@pytest.fixture
def sent(people: People, public: Client) -> FormatRequest:
    """A request as somebody sent it."""
    assert public.post("/accessible-format/", NEEDED | {"name": "A Reader"}).status_code == 302
    return FormatRequest.objects.get()


def test_sending_gives_a_reference_and_the_day_of_the_answer(people: People, public: Client) -> None:
    answer = public.post("/accessible-format/", NEEDED)
    assert answer.status_code == 302
    page = public.get(answer["Location"]).content.decode()
    format_request = FormatRequest.objects.get()
    assert format_request.receipt in page
    assert format_date(add_working_days(london_day(format_request.asked_at), 5)) in page
    assert format_date(format_request.due_on) in page
    assert not answer.cookies


def test_the_answer_is_due_in_five_working_days_of_england(sent: FormatRequest) -> None:
    sent.asked_at = datetime(2026, 12, 23, 12, 0, tzinfo=UTC)
    # 24, 29, 30 and 31 December and 4 January: Christmas, Boxing Day (moved to the 28th) and New Year do not count.
    assert format_date(sent.due_on) == "4 January 2027"


def test_what_is_missing_is_said_and_what_was_typed_is_kept(public: Client, people: People) -> None:
    answer = public.post(
        "/accessible-format/", {"about": "PCD 510", "email": "not an address", "details": "In <big> print"}
    )
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "There is a problem" in page
    assert "name@example.org" in page
    assert "In &lt;big&gt; print" in page
    assert not FormatRequest.objects.exists()


def test_the_page_of_a_decision_fills_in_its_reference(public: Client, people: People) -> None:
    assert b'value="PCD 510"' in public.get("/accessible-format/?reference=PCD-510").content
    assert b"value=&quot;" not in public.get("/accessible-format/?reference=%22%3E%3Cscript%3E").content


def test_one_place_cannot_send_more_than_five_in_an_hour(public: Client, people: People) -> None:
    codes = [public.post("/accessible-format/", NEEDED).status_code for _ in range(6)]
    assert codes == [302] * 5 + [429]
    assert public.post("/accessible-format/", NEEDED, REMOTE_ADDR="192.0.2.1").status_code == 302
    page = public.post("/accessible-format/", NEEDED).content.decode()
    assert "Try again in an hour" in page
    assert 'value="reader@example.org"' in page


def test_a_machine_that_fills_in_everything_is_not_stored(public: Client, people: People) -> None:
    assert public.post("/accessible-format/", NEEDED | {"website": "http://example.org"}).status_code == 302
    assert not FormatRequest.objects.exists()


def test_the_reader_can_send_and_cannot_read_back(sent: FormatRequest) -> None:
    with connections["book"].cursor() as cursor:
        for statement in (
            "SELECT * FROM public.book_formatrequest",
            "DELETE FROM public.book_formatrequest",
            "UPDATE public.book_formatrequest SET answer = 'x'",
        ):
            with pytest.raises(ProgrammingError, match="permission denied"):
                cursor.execute(statement)


def test_the_desk_cannot_make_or_remove_requests(sent: FormatRequest) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        sent.delete()
    sent.pk, sent.receipt = None, "AF-OTHER"
    with pytest.raises(ProgrammingError, match="permission denied"):
        sent.save(force_insert=True)


def test_no_network_address_is_kept(sent: FormatRequest) -> None:
    assert "127.0.0.1" not in repr(sent.__dict__)
    assert len(sent.sender) == 64


def test_dev_answers_and_the_person_is_forgotten(sent: FormatRequest, people: People) -> None:
    assert actions.waiting(london_day(sent.asked_at)) == {"open": 1, "overdue": 0}
    assert actions.waiting(add_working_days(sent.due_on, 1)) == {"open": 1, "overdue": 1}
    dev = Client()
    dev.force_login(people.dev)
    assert sent.receipt in dev.get("/desk/requests/").content.decode()
    assert "reader@example.org" in dev.get(f"/desk/requests/{sent.receipt}/").content.decode()
    assert dev.post(f"/desk/requests/{sent.receipt}/", {"answer": ""}).status_code == 422
    answered = dev.post(f"/desk/requests/{sent.receipt}/", {"answer": "Sent in large print."}, follow=True)
    assert answered.redirect_chain == [("/desk/requests/", 302)]
    assert f"The answer to {sent.receipt} is saved." in answered.content.decode()
    sent.refresh_from_db()
    assert (sent.name, sent.email, sent.sender, sent.answered_by) == ("", "", "", people.dev)
    assert sent.receipt in Event.objects.get(verb="answer format request").sentence
    assert actions.waiting(sent.due_on) == {"open": 0, "overdue": 0}
    with pytest.raises(Refused, match="answered already"):
        actions.answer(receipt=sent.receipt, text="Again.", by=people.dev, at=datetime.now(UTC))


def test_only_dmpc_staff_see_and_answer(sent: FormatRequest, people: People) -> None:
    for person, status in ((people.fatima, 403), (people.sam, 403), (people.dora, 200)):
        client = Client()
        client.force_login(person)
        assert client.get("/desk/requests/").status_code == status
    assert Client().get("/desk/requests/").status_code == 302
    with pytest.raises(Refused, match="does not hold the office"):
        actions.answer(receipt=sent.receipt, text="Done.", by=people.fatima, at=datetime.now(UTC))


@pytest.fixture(autouse=True)
def _clock() -> Iterator[Any]:
    with held_at(datetime.now(UTC)):
        yield
