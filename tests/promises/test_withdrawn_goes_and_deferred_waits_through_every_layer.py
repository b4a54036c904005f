"""Through nginx and the service, under readers who never pause: what is withdrawn goes, what is deferred waits."""

import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from figures.references import Reference
from tests.book.agreeing import publish, withdraw
from tests.book.conftest import NOW, Publish
from tests.book.papers import PCD_510, PCD_815
from tests.people import People
from tests.promises.test_nginx_serves_it_with_every_protection import NGINX
from tests.promises.test_nothing_of_one_reader_is_kept_for_another import Site, running
from tests.register.sample import award

pytestmark = pytest.mark.skipif(not Path(NGINX).exists(), reason="nginx is not installed")


@pytest.mark.committed
def test_what_is_withdrawn_is_gone_after_two_seconds_and_what_is_deferred_is_never_early(
    published: Publish, people: People, tmp_path: Path
) -> None:
    published(PCD_510, PCD_815)
    with running(tmp_path, people) as site:
        see_a_withdrawal(site)
        see_a_deferral_end(site)


def see_a_withdrawal(site: Site) -> None:
    """Four readers ask without pause while the decision is withdrawn."""
    path, stop = "/decisions/PCD-815/", threading.Event()
    answers: list[tuple[float, int]] = []
    assert site.ask(path).status == 200

    def read() -> None:
        while not stop.is_set():
            began = time.monotonic()
            answers.append((began, site.ask(path).status))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    time.sleep(1)
    withdraw(reference=Reference.parse("PCD 815"), reason="A mistake.", by=site.people.dev, at=NOW)
    withdrawn_at = time.monotonic()
    time.sleep(4)
    stop.set()
    for reader in readers:
        reader.join(30)
    late = [status for began, status in answers if began > withdrawn_at + 2]
    assert len(late) > 5
    assert set(late) == {410}
    assert site.ask("/decisions/PCD-815.json").status == 410
    answer, _ = site.ask_twice(path, {})
    assert answer.status == 410


def see_a_deferral_end(site: Site) -> None:
    """One reader asks without pause for a page that is due in three seconds."""
    due_at = datetime.now(UTC) + timedelta(seconds=3)
    paper = award(4000, "Later", "1000", NOW.date())
    publish(part1=paper.to_json(), pdf=b"%PDF-1.7 sealed", pages=1, due_at=due_at, by=site.people.dev, at=NOW)
    path = "/decisions/PCD-4000/"
    seen: list[tuple[datetime, int]] = []
    until = time.monotonic() + 30
    while time.monotonic() < until and (not seen or seen[-1][1] != 200):
        status = site.ask(path).status
        seen.append((datetime.now(UTC), status))
        assert b"PCD 4000" not in site.ask("/decisions/").body or datetime.now(UTC) >= due_at
    assert seen[-1][1] == 200
    assert all(status == 404 for moment, status in seen if moment < due_at)
    assert sum(1 for moment, _ in seen if moment < due_at) > 3
