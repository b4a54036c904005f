"""Many at once, and PostgreSQL killed in between: each entry once, none early, no gaps, nothing half done."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.db.models import F

from accounts.models import Person
from book import actions
from book.actions import publish_due
from book.integrity import check_book
from book.log.heads import sign_head
from book.models import Entry, State, Waiting
from components.refusals import Refused
from figures.references import Reference
from tests.book.agreeing import correct, enter_at_desk, publish
from tests.book.conftest import NOW, Publish
from tests.book.papers import PCD_510, paper
from tests.people import People

pytestmark = pytest.mark.committed


def together(*jobs: Callable[[], Any]) -> list[Any]:
    """Run jobs in threads that start at one moment; their results, or the errors they ended with."""
    start, results = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(place: int, job: Callable[[], Any]) -> None:
        try:
            start.wait()
            results[place] = job()
        except Exception as error:
            results[place] = error  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=numbered) for numbered in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def reader_publishes() -> int:
    """What a public page does: as the reader, until nothing is due."""
    total = 0
    with connections["book"].cursor() as cursor:
        while True:
            cursor.execute("SELECT book.publish_due()")
            (count,) = cursor.fetchone()
            if not count:
                return total
            total += count


def whole() -> bool:
    """Whether the whole book fits together."""
    return [fault for fault in check_book("default", roots=None) if fault.kind == "wrong"] == []


def test_eight_callers_publish_each_entry_once_none_early_without_gaps(people: People) -> None:
    now = datetime.now(UTC)
    for number in range(1000, 1300):
        due_at = now + timedelta(seconds=(number - 1150) / 100)
        publish(part1=paper(number).to_json(), pdf=None, due_at=due_at, by=people.dev, at=NOW)
    # However slow the machine: spread what waits over the second and a half that begins now.
    Waiting.objects.update(due_at=F("due_at") + (datetime.now(UTC) - now))
    dues = dict(Waiting.objects.values_list("reference", "due_at"))
    counts, ends = [0], max(dues.values()) + timedelta(seconds=0.2)
    finished = False
    while not finished:
        finished = datetime.now(UTC) > ends
        counts += together(*[reader_publishes] * 6, publish_due, publish_due)
    assert [count for count in counts if not isinstance(count, int)] == []
    assert sum(counts) == 300
    entries = list(Entry.objects.all())
    assert [entry.number for entry in entries] == list(range(1, 301))
    assert len({entry.reference for entry in entries}) == 300
    assert all(entry.published_at >= dues[entry.reference] for entry in entries)
    assert not Waiting.objects.exists()
    assert whole()


def test_two_people_publish_one_paper_at_once(people: People) -> None:
    def authorise(person: Person) -> Callable[[], Waiting]:
        return lambda: actions.publish(part1=PCD_510.to_json(), pdf=None, due_at=NOW, by=person, at=NOW)

    enter_at_desk(PCD_510.to_json(), by=people.dev, at=NOW)
    results = together(authorise(people.dev), authorise(people.dora))
    assert sum(isinstance(result, Refused) for result in results) == 1
    publish_due()
    assert Entry.objects.count() == 1


def test_two_corrections_at_once_become_two_versions(published: Publish, people: People) -> None:
    published(PCD_510)

    def better(title: str) -> Callable[[], Any]:
        part1 = paper(510, title=title).to_json()
        return lambda: correct(reference=Reference("PCD", 510), text=title, part1=part1, by=people.dev, at=NOW)

    assert together(better("One"), better("Two")) == [None, None]
    assert [entry.version for entry in Entry.objects.filter(kind="decision").order_by("number")] == [1, 2, 3]
    assert whole()


def test_a_move_and_the_publication_at_once_end_with_one_of_both(people: People) -> None:
    later = datetime.now(UTC) + timedelta(days=1000)
    for number in range(1, 11):
        publish(part1=paper(number).to_json(), pdf=None, due_at=NOW, by=people.dev, at=NOW)
        reference = Reference("PCD", number)
        moved, _ = together(
            partial(actions.lengthen, reference=reference, due_at=later, by=people.kaya, at=NOW), publish_due
        )
        is_public = Entry.objects.filter(key=f"pcd{number}").exists()
        assert is_public == isinstance(moved, Refused)
        assert Waiting.objects.filter(key=f"pcd{number}").exists() != is_public


def test_heads_signed_by_two_workers_agree(published: Publish, settings: Any, tmp_path: Any) -> None:
    settings.VAR = tmp_path
    published(PCD_510)
    results = together(sign_head, sign_head)
    assert not [result for result in results if isinstance(result, Exception)]
    assert whole()


def test_a_broken_off_publication_leaves_nothing(people: People) -> None:
    for number in range(1, 6):
        publish(part1=paper(number).to_json(), pdf=b"%PDF", due_at=NOW, by=people.dev, at=NOW)
    before = State.objects.get().version
    with transaction.atomic():
        assert publish_due() == 5
        transaction.set_rollback(True)
    assert not Entry.objects.exists()
    assert (State.objects.get().version, Waiting.objects.count()) == (before, 5)
    assert publish_due() == 5
    assert [entry.number for entry in Entry.objects.all()] == [1, 2, 3, 4, 5]
    assert whole()


def test_a_killed_backend_leaves_the_publication_whole_or_undone(people: People, sql: Any) -> None:
    for number in range(1, 101):
        publish(part1=paper(number).to_json(), pdf=b"%PDF", due_at=NOW, by=people.dev, at=NOW)
    outcomes: list[int | str] = []
    for pause in (0.0, 0.01, 0.03, 0.06, 0.1, 0.15):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (pid,) = cursor.fetchone()

        def kill(pid: int = pid, pause: float = pause) -> None:
            time.sleep(pause)
            sql("desk", "SELECT pg_terminate_backend(%s)", [pid])

        killer = threading.Thread(target=kill)
        killer.start()
        try:
            with transaction.atomic():
                outcomes.append(publish_due())
                correct(reference=Reference("PCD", 1), text="A slip.", by=people.dev, at=NOW)
                time.sleep(0.05)
        except Exception as error:  # whichever layer notices first that the connection is gone
            outcomes.append(type(error).__name__)
        killer.join()
        connections["default"].close()
        entries = Entry.objects.count()
        assert entries == 0 or entries > 100
        assert Waiting.objects.count() == (100 if entries == 0 else 0)
        assert State.objects.get().entries == entries
        assert whole()
    assert any(isinstance(outcome, str) for outcome in outcomes), "no kill ever hit"
