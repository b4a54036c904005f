"""A word of a Part 2, a draft or a deferred decision is found nowhere in public, nor by colleagues at the desk."""

import io
import logging
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.core import mail
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from book.actions import publish_due
from decisions import actions
from decisions.models import Decision
from documents.inside import texts_inside
from figures.dates import london_day
from part2.actions import ItemFacts, save_part_2
from tests.decisions.papers import HOUR, STATED, draft, signing
from tests.people import People, make_people

pytestmark = pytest.mark.django_db(databases=["default", "book"])

SECRET, UNFINISHED, DEFERRED, PUBLIC = "quaggamire", "zephyrlint", "umbraquill", "lanternfold"


class Register:
    """A register with one published decision that has a Part 2, one deferred, and one draft."""

    people: People
    published: Decision
    deferred: Decision


@pytest.fixture(scope="module")
def filled(committed_module: None) -> Iterator[Register]:
    register = Register()
    register.people = make_people()
    start = timezone.now() - timedelta(days=2)
    register.published = walked(register.people, start, PUBLIC)
    until = london_day(timezone.now()) + timedelta(days=30)
    deferral = {"deferral": "yes", "deferral_reason": f"Not yet, says {DEFERRED}.", "deferral_until": until}
    register.deferred = walked(register.people, start, DEFERRED, deferral=deferral)
    draft(register.people, at=start, issues={"text": f"This is {UNFINISHED}."})
    publish_due()
    yield register
    connections["default"].close()
    connections["book"].close()


def walked(people: People, start: datetime, word: str, **changes: Any) -> Decision:
    """A decision walked from draft to authorised publication; its title says `word`, its Part 2 says SECRET."""
    summary = {"title": f"The {word} paper", "executive_summary": f"About {word}.", "marking": "OFFICIAL"}
    paper = draft(people, at=start, part_2=STATED, summary=summary, **changes)
    items = [
        ItemFacts(title=f"Plan {SECRET}", text=f"Meet at the {SECRET}."),
        ItemFacts(title="File", file_name=f"{SECRET}.txt", file_data=f"Watch the {SECRET} tonight.".encode()),
    ]
    save_part_2(decision=paper, items=items, exemptions=[], seen=0, by=people.fatima, at=start)
    paper.refresh_from_db()
    moments = [start + n * HOUR for n in range(1, 6)]
    actions.submit(decision=paper, seen=paper.version, by=people.fatima, at=moments[0])
    actions.check(decision=paper, seen=paper.version, by=people.dev, at=moments[1])
    actions.endorse(**signing(paper), by=people.clare, at=moments[2])
    actions.approve(**signing(paper), by=people.kaya, at=moments[3])
    actions.publish(decision=paper, seen=paper.version, by=people.dora, at=moments[4])
    return paper


FIRST = [
    "/", "/decisions/", "/decisions.csv", "/decisions.json", "/decisions.atom", "/threads/PCD-1901/", "/statistics/",
    "/open-data/", "/open-data/360giving.json", "/api/v1/decisions/", "/api/v1/schema/", "/log/", "/sitemap.xml",
    "/robots.txt", "/verify/", "/accessible-format/", "/decisions/PCD-1901/decision.pdf", "/decisions/PCD-1901.json",
]  # fmt: skip
_LINK = re.compile(r"""(?:href|src)=["']([^"'#]+)""")


def crawl(client: Client, most: int = 120) -> Iterator[tuple[str, bytes]]:
    """Every public address that can be reached, with what it answers."""
    waiting, seen = list(FIRST), set(FIRST)
    while waiting and len(seen) < most + len(FIRST):
        address = waiting.pop(0)
        response = client.get(address)
        body = b"".join(response) if response.streaming else response.content
        yield address, body + repr(dict(response.headers)).encode()
        if "html" in response.headers.get("Content-Type", ""):
            for link in _LINK.findall(body.decode()):
                target = urljoin(address, link.replace("&amp;", "&"))
                elsewhere = urlsplit(target).netloc or target.startswith(("/static/", "/desk", "/account", "mailto:"))
                if not elsewhere and target not in seen:
                    seen.add(target)
                    waiting.append(target)


def readable(body: bytes) -> str:
    """All text of an answer: a PDF with everything inside it, an archive with its members, or the bytes."""
    if body.startswith(b"%PDF-"):
        return "\n".join(text for _, text in texts_inside(body[: body.rindex(b"%%EOF") + 6]))
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return body.decode("utf-8", "replace")


def test_nothing_confidential_is_reached_from_any_public_page_and_what_is_published_is(filled: Register) -> None:
    places: dict[str, set[str]] = {word: set() for word in (SECRET, UNFINISHED, DEFERRED, PUBLIC)}
    count = 0
    for address, body in crawl(Client()):
        count += 1
        text = readable(body).lower()
        for word in places:
            if word in text:
                places[word].add(address)
    assert count > 25
    assert places[SECRET] == places[UNFINISHED] == places[DEFERRED] == set()
    assert {"/decisions/", "/decisions.csv", "/decisions.json"} <= places[PUBLIC]
    assert any(address.endswith(".pdf") for address in places[PUBLIC])


def test_a_search_for_a_confidential_word_finds_nothing_and_a_public_one_finds_its_decision(filled: Register) -> None:
    client = Client()
    for word in (SECRET, UNFINISHED, DEFERRED):
        assert client.get("/api/v1/decisions/", {"q": word}).json()["results"] == []
    assert len(client.get("/api/v1/decisions/", {"q": PUBLIC}).json()["results"]) == 1


def test_colleagues_without_the_need_to_know_see_nothing_of_it_at_the_desk(filled: Register) -> None:
    for person in (filled.people.felix, filled.people.abel, filled.people.olu, filled.people.ada):
        client = Client()
        client.force_login(person)
        pages = [
            reverse("desk:desk_home"),
            reverse("desk:decision_list"),
            reverse("desk:decision_page", args=[filled.published.pk]),
            reverse("desk:decision_paper", args=[filled.published.pk]),
            reverse("desk:decision_part_2", args=[filled.published.pk]),
            reverse("desk:decision_part_2_file", args=[filled.published.pk, 2]),
            reverse("desk:decision_leaks", args=[filled.published.pk]),
            reverse("desk:decision_part_2_paper", args=[filled.published.pk]),
        ]
        for page in pages:
            assert SECRET not in client.get(page).content.decode("utf-8", "replace").lower(), (person, page)


def test_every_look_at_part_2_is_an_event_and_who_may_read_it_does(filled: Register) -> None:
    client = Client()
    client.force_login(filled.people.kaya)
    before = Event.objects.filter(verb="decision.read_part_2").count()
    assert SECRET in client.get(reverse("desk:decision_part_2", args=[filled.published.pk])).content.decode()
    file = client.get(reverse("desk:decision_part_2_file", args=[filled.published.pk, 2]))
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in file.headers["Cache-Control"]
    assert Event.objects.filter(verb="decision.read_part_2").count() == before + 2


def test_the_part_2_paper_bears_its_marking_on_every_page_and_no_seal(filled: Register) -> None:
    client = Client()
    client.force_login(filled.people.kaya)
    answer = client.get(reverse("desk:decision_part_2_paper", args=[filled.published.pk]))
    pages = [text for where, text in texts_inside(answer.content) if re.fullmatch(r"page \d+", where)]
    assert SECRET in " ".join(pages).lower()
    assert all("OFFICIAL-SENSITIVE" in text for text in pages)
    assert b"/Sig" not in answer.content


def test_text_of_part_2_is_in_no_event_no_letter_and_no_log(filled: Register, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = Client(raise_request_exception=False)
    client.force_login(filled.people.kaya)
    client.get(reverse("desk:decision_part_2", args=[filled.published.pk]))
    assert SECRET not in caplog.text.lower()
    assert not [message for message in mail.outbox if SECRET in message.body.lower()]
    assert not [e for e in Event.objects.all() if SECRET in f"{e.sentence} {e.details} {bytes(e.canonical)!r}".lower()]
