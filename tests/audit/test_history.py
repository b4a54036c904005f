"""The history: read in words, searched, exported."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.test import Client

from accounts.models import Person
from audit.models import Event
from components.tables import text_cell
from tests.audit.events import recorded
from tests.people import People


def as_person(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_subject_is_read_and_typed_in_words(people: People) -> None:
    recorded("Dev Desai passed PCD 815.", subject="decision:13")
    olu = as_person(people.olu)
    for typed in ("decision 13", "Decision:13", " decision:13 "):
        page = olu.get("/desk/history/", {"subject": typed}).content.decode()
        assert "Dev Desai passed PCD 815." in page, typed
        assert ">decision 13</a>" in page


def test_an_auditor_searches_the_history(people: People) -> None:
    recorded("Fatima Finch submitted PCD 510.", address="203.0.113.9")
    recorded("Dev Desai passed PCD 815.", by="Dev Desai", subject="decision:13", at=datetime(2025, 1, 1, tzinfo=UTC))
    olu = as_person(people.olu)

    def results_of(query: str) -> str:
        page = olu.get(f"/desk/history/?{query}").content.decode()
        return page[page.index("</form>") :]

    assert "PCD 510" in results_of("words=pcd+510")
    assert "PCD 815" not in results_of("words=pcd+510")
    assert "PCD 815" in results_of("subject=decision:13")
    assert "PCD 510" in results_of("words=203.0.113.9")
    assert "PCD 815" not in results_of("first_on=1+January+2026")
    assert "PCD 815" in results_of("last_on=1+January+2025")
    assert "No event fits" in results_of("words=unheard")
    assert "Enter a date" in olu.get("/desk/history/?first_on=soon").content.decode()


def test_the_history_goes_on_page_by_page(people: People) -> None:
    for number in range(120):
        recorded(f"Event {number}.", subject="decision:99")
    olu, seen, query = as_person(people.olu), 0, "subject=decision:99"
    while query:
        page = olu.get(f"/desk/history/?{query}")
        seen += len(page.context["events"])
        query = page.context["older"]
    assert seen == 120


def test_nobody_else_reads_the_whole_history(people: People) -> None:
    for person in (people.fatima, people.kaya, people.dev, people.sam):
        for path in ("", "history.csv", "decision/12/"):
            assert as_person(person).get(f"/desk/history/{path}").status_code == 403, person.name


def test_an_export_is_safe_in_a_spreadsheet_and_is_itself_an_event(people: People) -> None:
    recorded('=HYPERLINK("https://evil.example","click")', by="@SUM(1+1)", details={"x": "=1"})
    answer = as_person(people.olu).get("/desk/history/history.csv?subject=decision:12")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["sentence"] for row in rows] == ['\'=HYPERLINK("https://evil.example","click")']
    assert rows[0]["who"] == "'@SUM(1+1)"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="history.csv"'
    event = Event.objects.latest("number")
    assert (event.verb, event.actor_name) == ("export history", "Olu Okafor")


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "  =1", "＝1", "\n=1"])
def test_a_cell_that_a_spreadsheet_would_run_becomes_text(cell: str) -> None:
    assert text_cell(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["PCD 510", "", "a=1", "£1", "12"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert text_cell(cell) == cell
