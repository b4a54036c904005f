"""A paper is typed page by page, signed, sealed and published by the steps, offices and sections of any body."""

import io
import json
import subprocess
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from book.models import PublishedDecision
from decisions.models import Decision, Status
from decisions.parts import PARTS, parts_on
from decisions.readiness import obstacles
from decisions.workflow import can_take, offices_due, steps_of
from grants.models import Grant
from profiles import current
from sample.loading import load
from tests.decisions.desk.typing import PASSWORD
from tests.journeys.story import day
from tests.journeys.walking import Walker

TITLE = "Night buses for shift workers: acceptance of funding"
ADVICE = "The authors have weighed this, and nothing speaks against it."
ORDER = ("submit", "check", "endorse", "approve", "publish")


def in_days(name: str, days: int) -> dict[str, str]:
    """The three boxes of a day, counted from today."""
    return day(name, f"{timezone.localdate() + timedelta(days=days):%d/%m/%Y}")


_CHOICES = {"kind": current().kinds, "significance": current().classes}
#: What is typed into parts that are no section of text.
TYPED: dict[str, dict[str, str]] = {
    "summary": {"title": TITLE, "executive_summary": "A year of night buses.", "marking": "OFFICIAL"},
    "kind": {name: rows[0].key for name, rows in _CHOICES.items() if rows},
    "privacy": {"text": ADVICE, "impact_state": "not_needed", "impact_reason": "No personal data is handled."},
    "deferral": {"deferral": "no"},
    "part-2": {"part_2": "no"},
    "time": {"needed_why": "The operator plans its year.", "delay_would": "A later start."} | in_days("needed_by", 30),
    "report": {
        "board": "Commissioning Board",
        "author": "Alex Reed",
        "author_unit": "Transport",
        "on_behalf_of": "the chief officers",
    }
    | in_days("board_on", -14),
}


@pytest.mark.nightly
@pytest.mark.committed(owner=True)
def test_a_paper_typed_page_by_page_goes_its_whole_way_to_the_public(transactional_db: None) -> None:
    call_command("load_profile", stdout=io.StringIO())
    people = load(password=PASSWORD, at=timezone.now(), report=lambda line: None)
    paper = write(people["fatima"])
    assert "\n".join(obstacles(paper, timezone.localdate())) == ""
    for step in ORDER:
        take_while_open(step, paper, people)
    assert paper.status == Status.APPROVED
    assert paper.signatures.values("person").distinct().count() == paper.signatures.count() >= 1
    read_as_the_public(paper)


def write(writer: Person) -> Decision:
    """A paper about one grant, each of its parts typed on its own page."""
    walker, grant = Walker(writer), Grant.objects.earliest("pk")
    walker.send(reverse("desk:decision_add"), {"title": TITLE, "grants": str(grant.pk)}, having="title")
    paper = Decision.objects.latest("pk")
    for key in parts_on(paper):
        address = reverse("desk:decision_part", args=[paper.pk, key])
        if key == "declarations":
            walker.send(address, declared(walker.open(address)))
        elif key == "recommendations":
            walker.send(address, {"rows-0-text": "Accept an offer of £20,000 for a year of night buses."})
        elif PARTS[key].section:
            walker.send(address, {"text": ADVICE} | TYPED.get(key, {}))
        elif key in TYPED:
            walker.send(address, TYPED[key])
    paper.refresh_from_db()
    return paper


def declared(page: Any) -> dict[str, str]:
    """Every declaration confirmed, with who was consulted, and when."""
    each = {"answer": "confirmed", "consulted": "Strategic Finance"} | in_days("consulted_on", -3)
    rows = range(page.content.decode().count('-answer" value="confirmed"'))
    return {f"rows-{number}-{name}": value for number in rows for name, value in each.items()}


def take_while_open(name: str, paper: Decision, people: dict[str, Person]) -> None:
    """Whoever may takes a step, once for each office that it asks, somebody new each time."""
    while name in (steps := steps_of(paper)) and paper.status in steps[name].moves:
        able = [person for person in people.values() if can_take(name, paper, person, timezone.localdate())]
        acted = set(paper.moves.values_list("by_id", flat=True))
        by = next((person for person in able if person.pk not in acted), able[0])
        Walker(by).send(reverse("desk:decision_step", args=[paper.pk, name]), typed_at(name, paper), having="seen")
        paper.refresh_from_db()
        if name == "publish":
            return


def typed_at(name: str, paper: Decision) -> dict[str, str]:
    """What a step's page asks for: a comment where the office must give one, interests where it decides."""
    if name == "approve":
        return {"has_interests": "no"}
    if name != "endorse":
        return {}
    (office,) = offices_due(steps_of(paper)["endorse"], paper)
    return {"note": ADVICE} if current().office(office.value).comment == "required" else {}


def read_as_the_public(paper: Decision) -> None:
    """Page, data and sealed paper say what was typed, and the register knows its own paper again."""
    decision = PublishedDecision.objects.using("book").get(reference=str(paper.reference))
    public, body = Client(), current().body.name_on().name
    assert TITLE in public.get(f"/decisions/{decision.slug}/").content.decode()
    data = json.loads(public.get(f"/decisions/{decision.slug}.json").content)
    assert data["body"] == body
    required = {row.heading for row in current().form if row.required and not row.kinds}
    assert {section["heading"] for section in data["sections"]} >= required
    pdf = b"".join(public.get(f"/decisions/{decision.slug}/decision.pdf"))
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    plain = "".join(run.stdout.decode().split()).casefold()
    for words in (body, str(paper.reference), TITLE, current().offices["decider"].label):
        assert "".join(words.split()).casefold() in plain, words
    verdict = public.get(f"/verify/?reference={decision.slug}").content.decode()
    assert f"This is {decision.reference} as published on" in verdict
