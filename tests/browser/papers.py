"""A paper of the story in Chromium: written by one, decided and published by others."""

from typing import Any

from components.clock import held_at
from tests.browser.people import Sitter
from tests.journeys.story import PASSWORD, PaperStory


def write(fatima: Sitter, story: PaperStory, grants: list[str], **rows: Any) -> str:
    """Fatima begins a paper and fills in every part; each recommendation is about the grant of its place."""
    paper = fatima.begin(story, grants)
    recommendations = [row | {"grant": grant} for row, grant in zip(story.rows["recommendations"], grants, strict=True)]
    for key, typed in (story.rows | {"recommendations": recommendations} | rows).items():
        fatima.write_rows(paper, key, typed)
    fatima.write_parts(paper, story)
    return paper


def decide_and_publish(sitters: dict[str, Sitter], paper: str, story: PaperStory) -> None:
    """Each person takes their step at the moment of the story, the signing ones with their password."""
    with held_at(story.submitted_at):
        sitters["fatima"].take(paper, "Submit for checking")
    with held_at(story.checked_at):
        sitters["dev"].take(paper, "Pass to the Chief Executive", note="Complete.")
    with held_at(story.endorsed_at):
        sitters["clare"].take(paper, "Endorse", password=PASSWORD)
    with held_at(story.decided_at):
        sitters["kaya"].take(paper, "Approve", has_interests="no", password=PASSWORD)
        assert sitters["kaya"].sees("Approved")
    with held_at(story.published_at):
        sitters["dora"].take(paper, "Authorise publication", password=PASSWORD)
