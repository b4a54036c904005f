"""Enters the story through Django's client, page by page, as a browser without scripts would."""

from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import Person
from components.clock import held_at
from decisions.models import Decision
from grants.models import Grant
from tests.decisions.desk.typing import filled
from tests.journeys.story import PASSWORD, GrantStory, PaperStory, Typed
from tests.people import People


class Walker:
    """One person at their browser."""

    def __init__(self, person: Person) -> None:
        self.client = Client()
        self.client.force_login(person)

    def open(self, address: str) -> Any:
        """Open a page."""
        response = self.client.get(address)
        assert response.status_code == 200, f"{address}: {response.status_code}"
        return response

    def send(self, address: str, typed: Typed, *, having: str = "seen") -> Any:
        """Open a page, type, press the button, follow to where it leads."""
        data = filled(self.open(address), having, **typed)
        return self._sent(address, data)

    def _sent(self, address: str, data: dict[str, Any]) -> Any:
        response = self.client.post(address, data)
        assert response.status_code == 302, response.content.decode()
        return self.open(response.headers["Location"])

    def send_rows(self, address: str, prefix: str, rows: list[Typed]) -> Any:
        """Type rows, pressing "Add another" for each after the first."""
        page = self.open(address)
        for number, row in enumerate(rows):
            typed = {f"{prefix}-{number}-{name}": value for name, value in row.items()}
            if number + 1 < len(rows):
                page = self.client.post(address, filled(page, **typed, **{f"{prefix}-do": "add"}))
            else:
                return self._sent(address, filled(page, **typed))
        return page


def enter_grant(people: People, story: GrantStory) -> Grant:
    """Fatima enters a grant and its money."""
    fatima = Walker(people.fatima)
    fatima.send(reverse("grant_add"), story.facts, having="title")
    grant = Grant.objects.latest("pk")
    fatima.send_rows(reverse("grant_money", args=[grant.pk]), "tranches", story.money)
    return grant


def write(people: People, story: PaperStory, grants: list[Grant], **rows: list[Typed]) -> Decision:
    """Fatima starts a paper from grants and fills in every part; `rows` adds to those of the story."""
    fatima = Walker(people.fatima)
    begin = reverse("desk:decision_add")
    fatima.send(begin, {"title": story.title, "grants": [str(g.pk) for g in grants]}, having="title")  # type: ignore[dict-item]
    paper = Decision.objects.latest("pk")
    for key, typed in (story.rows | rows).items():
        fatima.send_rows(reverse("desk:decision_part", args=[paper.pk, key]), "rows", typed)
    for key, values in story.parts.items():
        fatima.send(reverse("desk:decision_part", args=[paper.pk, key]), values)
    return paper


def take(person: Person, paper: Decision, step: str, **typed: str) -> Any:
    """A person takes a step."""
    return Walker(person).send(reverse("desk:decision_step", args=[paper.pk, step]), typed)


def decide_and_publish(people: People, paper: Decision, story: PaperStory) -> None:
    """The paper goes its way at the moments of the story: Dev checks, Clare endorses, Kaya approves, Dora publishes."""
    with held_at(story.submitted_at):
        take(people.fatima, paper, "submit")
    with held_at(story.checked_at):
        take(people.dev, paper, "check", note="Complete.")
    with held_at(story.endorsed_at):
        take(people.clare, paper, "endorse", password=PASSWORD)
    with held_at(story.decided_at):
        take(people.kaya, paper, "approve", password=PASSWORD, has_interests="no")
    with held_at(story.published_at):
        take(people.dora, paper, "publish")
