"""What is coming, what came since a day, and what the public says is wrong."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import ProgrammingError, connections
from django.test import Client
from icalendar import Calendar

from book.actions.forward_plan import PlanItem, publish_plan_item
from book.actions.mistakes import answer_mistake
from book.models import MistakeReport, Planned
from components.clock import held_at
from components.refusals import Refused
from http_cache.book_version import book_version
from mail.models import Letter
from publishing.public_words import check_public_words
from tests.decisions import papers
from tests.documents.conformance import failures
from tests.grants.test_reports import words
from tests.people import PASSWORD, People, with_password
from tests.register.sample import award, make_book, publish_all

pytestmark = pytest.mark.committed

ITEM = PlanItem("Violence reduction, the third year", "award", date(2027, 3, 15), "Deputy Mayor")


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with held_at(datetime.now(UTC)):
        yield


@pytest.fixture
def book(people: People) -> People:
    """The sample book."""
    make_book(people)
    return people


def now() -> datetime:
    return datetime.now(UTC)


def test_a_planned_item_is_public_and_says_what_became_of_it(book: People, public: Client) -> None:
    number = publish_plan_item(ITEM, by=book.dev, at=now())
    dropped = PlanItem("A bid for cameras", "bid", date(2027, 4, 1), "Deputy Mayor", "dropped", note="The fund closed.")
    publish_plan_item(dropped, by=book.dev, at=now())
    page = public.get("/forward-plan/").content.decode()
    assert "March 2027" in page
    assert ITEM.title in page
    assert "The fund closed." in page
    decided = PlanItem(ITEM.title, "award", date(2027, 3, 1), "Deputy Mayor", "decided", "PCD 1902")
    publish_plan_item(decided, number=number, by=book.dev, at=now())
    book_version.forget()
    assert (
        '<a class="govuk-link" href="/decisions/PCD-1902/">PCD 1902</a>'
        in public.get("/forward-plan/").content.decode()
    )


def test_an_item_becomes_decided_only_by_what_is_published(book: People) -> None:
    for reference in ("PCD 1999", "PCD 1905", "PCD 7777"):
        item = PlanItem(ITEM.title, "award", date(2027, 3, 1), "Deputy Mayor", "decided", reference)
        with pytest.raises(Refused, match="is not published"):
            publish_plan_item(item, by=book.dev, at=now())
    with pytest.raises(Refused, match="Say why it was dropped"):
        publish_plan_item(PlanItem("Cameras", "bid", date(2027, 4, 1), "Kaya", "dropped"), by=book.dev, at=now())
    with pytest.raises(Refused, match="does not hold the office"):
        publish_plan_item(ITEM, by=book.fatima, at=now())


def test_words_of_a_part_2_do_not_get_into_the_plan(people: People) -> None:
    paper = papers.paper_with(people)
    item = paper.part_2_items.exclude(text="").first()
    assert item is not None
    words = item.text
    with pytest.raises(Refused, match="confidential Part 2"):
        check_public_words(f"Award: {words}")
    check_public_words("Award to fight violence")


def test_neither_role_writes_the_plan_by_sql(book: People) -> None:
    publish_plan_item(ITEM, by=book.dev, at=now())
    for alias in ("default", "book"):
        with connections[alias].cursor() as cursor:
            for statement in ("UPDATE book.planned SET title = 'x y z'", "DELETE FROM book.planned"):
                with pytest.raises(ProgrammingError, match="permission denied"):
                    cursor.execute(statement)


def test_the_calendar_holds_planned_and_published_decisions_and_nothing_deferred(book: People, public: Client) -> None:
    publish_plan_item(ITEM, by=book.dev, at=now())
    answer = public.get("/calendar.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    by_name = {str(event["SUMMARY"]): event for event in events}
    planned = by_name[f"Expected this month: {ITEM.title}"]
    assert planned.decoded("DTSTART") == date(2027, 3, 1)
    assert str(planned["STATUS"]) == "TENTATIVE"
    assert by_name["PCD 1902: Violence, the second year"].decoded("DTSTART") == date(2026, 4, 7)
    assert not [name for name in by_name if "1999" in name or "1905" in name]


def test_a_pack_holds_all_since_a_day_as_page_and_table(book: People, public: Client) -> None:
    publish_all(book, award(3001, "A new scheme", "5000", date(2026, 9, 20)))
    today = now().date()
    page = public.get(f"/panel-pack/?since={today - timedelta(days=1)}").content.decode()
    assert "PCD 3001: " in page
    assert "Published by mistake" not in page
    table = public.get(f"/panel-pack.csv?since={today - timedelta(days=1)}").content.decode()
    assert "A new scheme" in table
    assert "Published by mistake" not in table
    assert "PCD 3001" not in public.get(f"/panel-pack/?since={today + timedelta(days=2)}").content.decode()
    assert public.get("/panel-pack/?since=nonsense").status_code == 400
    assert public.get("/panel-pack.csv").status_code == 400


def test_a_pack_is_an_accessible_paper_with_the_entries_of_its_page(
    book: People, public: Client, tmp_path: Path
) -> None:
    since = now().date() - timedelta(days=1)
    answer = public.get(f"/panel-pack.pdf?since={since}")
    assert answer["Content-Type"] == "application/pdf"
    path = tmp_path / "pack.pdf"
    path.write_bytes(answer.content)
    assert failures(path, seals=0) == []
    paper = words(answer.content)
    page = public.get(f"/panel-pack/?since={since}")
    titles = [title for _, _, title in page.context["rows"]]
    assert len(titles) > 5
    assert [title for title in titles if " ".join(title.split()) not in paper] == []
    assert "Published by mistake" not in paper
    later = public.get(f"/panel-pack.pdf?since={since + timedelta(days=3)}")
    assert "Nothing came into the register since then." in words(later.content)
    assert public.get("/panel-pack.pdf").status_code == 400


def test_a_table_that_would_be_cut_short_says_so_instead(
    book: People, public: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("register.views.forward_plan.IN_PACK", 1)
    answer = public.get("/panel-pack.csv?since=2000-01-01")
    assert answer.status_code == 400
    assert "More than 1 entries came since 1 January 2000" in answer.content.decode()


@pytest.fixture
def report(book: People, public: Client) -> MistakeReport:
    """A report as somebody sent it."""
    form = {"wrong": "The sum is £90,001.", "email": "reader@example.org", "name": "A Reader"}
    answer = public.post("/mistakes/?reference=PCD-1902", form)
    assert answer.status_code == 302, answer.content.decode()
    report = MistakeReport.objects.get()
    assert report.receipt in public.get(answer["Location"]).content.decode()
    return report


def test_a_mistake_is_told_and_answered_and_the_person_is_forgotten(report: MistakeReport, book: People) -> None:
    dev = Client()
    dev.force_login(book.dev)
    assert report.receipt in dev.get("/desk/mistakes/").content.decode()
    page = dev.get(f"/desk/mistakes/{report.receipt}/").content.decode()
    assert "The sum is £90,001." in page
    assert "Name nobody in a correction" in page
    answer = {"is_right": "yes", "answer": "You are right."}
    assert dev.post(f"/desk/mistakes/{report.receipt}/", answer).status_code == 302
    report.refresh_from_db()
    assert (report.is_right, report.email, report.name, report.sender) == (True, "", "", "")
    assert Letter.objects.get(to="reader@example.org").body.startswith("You are right.")
    with pytest.raises(Refused, match="answered already"):
        answer_mistake(receipt=report.receipt, is_right=False, text="No.", by=book.dev, at=now())


def test_a_name_is_kept_for_a_correction_only_of_whoever_wishes_it(book: People, public: Client) -> None:
    form = {"wrong": "The date is wrong.", "name": "A Reader", "credited": "on"}
    public.post("/mistakes/?reference=PCD-1902", form)
    report = MistakeReport.objects.get()
    answer_mistake(receipt=report.receipt, is_right=True, text="Yes.", by=book.dev, at=now())
    report.refresh_from_db()
    assert report.name == "A Reader"


def test_the_public_role_cannot_read_reports_and_only_staff_open_them(report: MistakeReport, book: People) -> None:
    with connections["book"].cursor() as cursor:
        for statement in ("SELECT * FROM public.book_mistakereport", "DELETE FROM public.book_mistakereport"):
            with pytest.raises(ProgrammingError, match="permission denied"):
                cursor.execute(statement)
    fatima = Client()
    fatima.force_login(book.fatima)
    assert fatima.get("/desk/mistakes/").status_code == 403
    assert fatima.get("/desk/forward-plan/").status_code == 403


def test_the_desk_publishes_the_plan_by_its_form_and_with_a_fresh_proof(book: People) -> None:
    dev = Client()
    dev.force_login(with_password(book.dev))
    form = {"title": "A bid for tools", "kind": "bid", "expected_on": "2027-05", "office": "Deputy Mayor"}
    unproved = dev.post("/desk/forward-plan/add/", form | {"state": "planned"})
    assert unproved.status_code == 422
    assert "Enter your password" in unproved.content.decode()
    assert not Planned.objects.exists()
    form |= {"password": PASSWORD}
    assert dev.post("/desk/forward-plan/add/", form | {"state": "planned"}).status_code == 302
    item = Planned.objects.get()
    assert item.expected_on == date(2027, 5, 1)
    assert "A bid for tools" in dev.get("/desk/forward-plan/").content.decode()
    assert 'value="2027-05"' in dev.get(f"/desk/forward-plan/{item.pk}/").content.decode()
    wrong = dev.post(f"/desk/forward-plan/{item.pk}/", form | {"state": "dropped"})
    assert wrong.status_code == 422
    assert "Say why it was dropped" in wrong.content.decode()


def test_a_mistake_needs_a_decision_and_words(book: People, public: Client) -> None:
    assert public.get("/mistakes/").status_code == 400
    assert public.post("/mistakes/?reference=PCD-1902", {"wrong": ""}).status_code == 400
    assert not MistakeReport.objects.exists()
