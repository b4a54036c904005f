"""Alerts: whoever follows something is told of each real change once, and nobody else learns who follows what."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core.cache import caches
from django.db import ProgrammingError, connections
from django.test import Client

from book.models import Alert, Entry, Subscriber
from components.clock import held_at
from deploy.ports import free_port
from figures.references import Reference
from http_cache.book_version import book_version
from mail.actions import send_waiting
from mail.models import Letter
from operations.actions.alerts import notify_subscribers
from tests.book.agreeing import correct, withdraw
from tests.people import People
from tests.register.sample import FORMULA, MARKER, NOW, award, make_book, publish_all

pytestmark = pytest.mark.committed

READER = "reader@example.org"
FORM = {"email": READER, "often": "at once"}


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    book_version.forget()
    caches["public"].clear()
    with held_at(datetime.now(UTC)):
        yield
    book_version.forget()


@pytest.fixture
def public() -> Client:
    """Anybody: no cookies, no session."""
    return Client()


@pytest.fixture
def book(people: People) -> People:
    """The sample book."""
    make_book(people)
    return people


def now() -> datetime:
    return datetime.now(UTC)


def write_letters(at: datetime | None = None) -> int:
    book_version.forget()
    return notify_subscribers(at=at or now())


def follow(public: Client, query: str = "", **form: str) -> None:
    """Ask and confirm as people do: by the form, the letter and its button."""
    answer = public.post(f"/alerts/?{query}", FORM | form)
    assert answer.status_code == 302, answer.content.decode()
    write_letters()
    letter = Letter.objects.order_by("-pk")[0]
    assert public.post(address_in(letter, "/alerts/confirm/")).status_code == 200


def address_in(letter: Letter, start: str) -> str:
    match = re.search(rf"{start}[0-9a-f]{{64}}/", letter.body)
    assert match, letter.body
    return match[0]


def newest_letter() -> Letter:
    return Letter.objects.order_by("-pk")[0]


def test_nothing_is_sent_before_the_button_of_the_first_letter_is_pressed(book: People, public: Client) -> None:
    public.post("/alerts/", FORM)
    assert write_letters() == 1
    link = address_in(newest_letter(), "/alerts/confirm/")
    assert "Confirm your alert" in public.get(link).content.decode()
    publish_all(book, award(3001, "A new scheme", "5000", date(2026, 9, 20)))
    assert write_letters() == 0
    assert "You follow this now" in public.post(link).content.decode()
    assert write_letters() == 0, "what was published before is no news"
    publish_all(book, award(3002, "Another new scheme", "6000", date(2026, 9, 21)))
    assert write_letters() == 1
    assert newest_letter().subject == "PCD 3002: New decision"
    assert "£6,000 award" in newest_letter().body


def test_a_search_a_funder_a_thread_and_a_decision_are_followed(book: People, public: Client) -> None:
    for query in ("q=lighthouse", "funder=greater-london-authority", "thread-of=PCD-1901", "decision=PCD-1906"):
        follow(public, query)
    publish_all(book, award(3001, "A lighthouse scheme", "5000", date(2026, 9, 20)))
    assert write_letters() == 1, "one letter, though two alerts find it"
    body = newest_letter().body
    assert body.count("/decisions/PCD-3001/") == 1
    assert "“lighthouse”" in body
    assert "PCD 1901 and the decisions linked with it" in body


def test_each_entry_is_told_of_once_and_a_crash_tells_of_it_neither_twice_nor_never(
    book: People, public: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow(public)
    publish_all(book, award(3001, "A new scheme", "5000", date(2026, 9, 20)))
    before = Letter.objects.count()

    def crash(*args: Any, **kwargs: Any) -> str:
        raise RuntimeError("the machine stops")

    with monkeypatch.context() as patched:
        # After the mark was moved, before the letter is written.
        patched.setattr("operations.actions.alert_letters._subject", crash)
        with pytest.raises(RuntimeError):
            write_letters()
    assert Letter.objects.count() == before
    assert write_letters() == 1
    assert write_letters() == 0


def test_a_correction_and_a_withdrawal_are_told_of_and_a_withdrawn_title_is_not(book: People, public: Client) -> None:
    publish_all(book, award(3001, "A secret name in a title", "5000", date(2026, 9, 20)))
    follow(public, "decision=PCD-1906")
    follow(public, "decision=PCD-3001")
    correct(
        reference=Reference.parse("PCD 1906"), text="The amount was wrong.", part1=FORMULA.to_json(),
        pdf=b"%PDF-1.7 again", pages=4, by=book.dev, at=NOW,
    )  # fmt: skip
    withdraw(reference=Reference.parse("PCD 3001"), reason="It names somebody.", by=book.dev, at=NOW)
    assert write_letters() == 1
    body = newest_letter().body
    assert "PCD 1906: Correction" in body
    assert "The amount was wrong." in body
    assert "PCD 3001: Withdrawal" in body
    assert "secret name" not in body


def test_nothing_deferred_and_nothing_of_part_2_is_in_a_letter(book: People, public: Client) -> None:
    follow(public)
    publish_all(book, award(3001, "Waits for its day", "5000", date(2026, 9, 20)), due_at=now() + timedelta(days=30))
    assert write_letters() == 0
    assert not Letter.objects.filter(body__contains="Waits for its day").exists()
    assert not Letter.objects.filter(body__contains=MARKER).exists()


def test_a_daily_letter_comes_in_the_morning_and_a_weekly_one_on_monday(book: People, public: Client) -> None:
    follow(public, "q=scheme", often="daily")
    follow(public, "kind=award", often="weekly", email="other@example.org")
    monday = datetime(2030, 1, 7, 8, 0, tzinfo=UTC)
    Alert.objects.update(told_at=monday)
    publish_all(book, award(3001, "A new scheme", "5000", date(2026, 9, 20)))
    assert write_letters(monday + timedelta(hours=10)) == 0
    assert write_letters(monday + timedelta(hours=22)) == 0, "six in the morning"
    assert write_letters(monday + timedelta(hours=23, minutes=30)) == 1
    assert newest_letter().to == READER
    assert write_letters(monday + timedelta(days=6, hours=20)) == 0
    assert write_letters(monday + timedelta(days=7)) == 1
    assert newest_letter().to == "other@example.org"


def test_one_click_of_a_mail_program_leaves_and_erases_the_address(book: People, public: Client) -> None:
    follow(public)
    publish_all(book, award(3001, "A new scheme", "5000", date(2026, 9, 20)))
    write_letters()
    link = address_in(newest_letter(), "/alerts/leave/")
    assert "No more letters will come" in public.get(link).content.decode()
    assert Subscriber.objects.count() == 1, "opening the link ends nothing: mail programs open links by themselves"
    assert public.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscriber.objects.exists()
    assert not Alert.objects.exists()
    assert not Letter.objects.filter(to=READER).exists()
    assert public.post(link).status_code == 404


def test_what_is_followed_can_be_changed_and_ended_one_by_one(book: People, public: Client) -> None:
    follow(public, "q=scheme")
    follow(public, "decision=PCD-1906")
    settings_page = f"/alerts/{Subscriber.objects.get().secret}/"
    page = public.get(settings_page).content.decode()
    assert "“scheme”" in page
    assert READER not in page
    first, second = Alert.objects.all()
    public.post(settings_page, {"number": first.pk, "often": "weekly"})
    public.post(settings_page, {"number": second.pk, "often": ""})
    assert list(Alert.objects.values_list("query", "often")) == [("q=scheme", "weekly")]
    public.post(settings_page, {"number": first.pk, "often": ""})
    assert not Subscriber.objects.exists()


def test_nobody_changes_the_alerts_of_another(book: People, public: Client) -> None:
    follow(public)
    follow(public, email="other@example.org")
    alert = Alert.objects.get(subscriber__email="other@example.org")
    mine = Subscriber.objects.get(email=READER)
    public.post(f"/alerts/{mine.secret}/", {"number": alert.pk, "often": ""})
    alert.refresh_from_db()
    assert alert.often == "at once"


def test_who_does_not_confirm_within_a_week_is_forgotten(book: People, public: Client) -> None:
    public.post("/alerts/", FORM)
    write_letters()
    write_letters(now() + timedelta(days=8))
    assert not Subscriber.objects.exists()
    assert not Letter.objects.filter(to=READER).exists()


def test_the_public_role_can_neither_read_nor_list_addresses(book: People, public: Client) -> None:
    follow(public)
    with connections["book"].cursor() as cursor:
        for statement in (
            "SELECT email FROM public.book_subscriber",
            "SELECT * FROM public.book_alert",
            "INSERT INTO public.book_subscriber (email, secret) VALUES ('x@example.org', 'x')",
            "DELETE FROM public.book_alert",
            "SELECT book.new_alert_secret()",
        ):
            with pytest.raises(ProgrammingError, match="permission denied"):
                cursor.execute(statement)
        cursor.execute("SELECT * FROM book.alerts_of(%s)", [Subscriber.objects.get().secret])
        assert READER not in str(cursor.fetchall())
    with connections["default"].cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
        cursor.execute("UPDATE book_subscriber SET email = 'other@example.org'")


def test_asking_again_tells_nobody_that_the_address_is_known(book: People, public: Client) -> None:
    follow(public)
    again = public.post("/alerts/", FORM)
    unknown = public.post("/alerts/", FORM | {"email": "new@example.org"})
    assert (again.status_code, again["Location"]) == (unknown.status_code, unknown["Location"])
    assert write_letters() == 1, "one letter, to the address that is new"


def test_an_address_is_not_flooded_with_letters_to_confirm(book: People, public: Client) -> None:
    for number in range(9):
        public.post(f"/alerts/?q=word{number}", FORM)
    assert write_letters() == 5


def test_a_filter_that_the_register_does_not_know_is_refused_with_a_sentence(book: People, public: Client) -> None:
    assert "There is no filter called colour." in public.get("/alerts/?colour=red").content.decode()
    assert public.get("/alerts/?decision=PCD-9999").status_code == 400
    wrong = public.post("/alerts/?q=scheme", {"email": "nobody", "often": "daily"})
    assert wrong.status_code == 400
    assert "There is a problem" in wrong.content.decode()


class Mailbox:
    """What a mail server received."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.messages.append(message_from_bytes(envelope.content))
        return "250 OK"


def test_a_real_mail_server_receives_the_headers_of_one_click(book: People, public: Client, settings: Any) -> None:
    mailbox = Mailbox()
    server = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        follow(public)
        publish_all(book, award(3001, "A new scheme", "5000", date(2026, 9, 20)))
        write_letters()
        assert send_waiting(at=now()) == 2
        assert send_waiting(at=now()) == 0
    finally:
        server.stop()
    message = mailbox.messages[-1]
    link = f"/alerts/leave/{Subscriber.objects.get().secret}/"
    assert message["To"] == READER
    assert re.fullmatch(rf"<http\S+{link}>", message["List-Unsubscribe"].strip())
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "PCD 3001" in str(message["Subject"])


def test_the_same_list_is_a_json_feed(book: People, public: Client) -> None:
    feed = public.get("/decisions.feed.json?q=violence")
    assert feed["Content-Type"].startswith("application/feed+json")
    body = feed.json()
    assert body["version"] == "https://jsonfeed.org/version/1.1"
    assert body["feed_url"].endswith("/decisions.feed.json?q=violence")
    numbers = {int(item["id"].rpartition("/")[2]) for item in body["items"]}
    assert numbers
    assert set(Entry.objects.filter(number__in=numbers).values_list("key", flat=True)) >= {"pcd1901", "pcd1902"}
    assert MARKER not in feed.content.decode()
