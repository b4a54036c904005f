"""Dora proposes to release item 1 of Part 2; Dev reads its very text and agrees; the public page says so."""

import pytest
from django.test import Client
from django.urls import reverse

from components.clock import held_at
from publishing.actions.release import propose_release
from tests.decisions import papers
from tests.decisions.papers import AT, HOUR, SECRET
from tests.journeys.walking import Walker
from tests.people import confirmed, make_people


@pytest.mark.committed
def test_who_agrees_to_a_release_reads_the_very_text_and_the_page_says_so_afterwards() -> None:
    people = make_people()
    paper, at = papers.published_with_part_2(people), AT + 6 * HOUR
    proposal = propose_release(decision=paper, number=1, reason="The case is closed.", by=people.dora, at=at)
    with held_at(at):
        assert SECRET in Walker(people.dev).open(reverse("proposal_page", args=[proposal.pk])).content.decode()
    assert "which is not published" in Client().get("/decisions/PCD-1901/").content.decode()
    confirmed(proposal, by=people.dev, at=at)
    public = Client().get("/decisions/PCD-1901/").content.decode()
    assert "which is not published" not in public
    assert "All its items were published since" in public
