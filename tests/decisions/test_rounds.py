"""What changed since the last round is shown part by part, with what was asked and what was answered."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from components.clock import held_at
from decisions import actions
from decisions.actions.write_note import write_note
from decisions.models import Note
from decisions.rounds import changed_parts, earlier_round
from drafting.actions import save_part
from tests.decisions import papers
from tests.decisions.papers import AT, HOUR
from tests.people import People

pytestmark = pytest.mark.django_db


def test_dev_sees_at_the_second_round_what_fatima_changed_and_answered(people: People) -> None:
    paper = papers.submitted(people)
    assert earlier_round(paper) is None
    dev = Client()
    dev.force_login(people.dev)
    changes = reverse("desk:decision_changes", args=[paper.pk])
    with held_at(AT + 2 * HOUR):
        assert dev.get(changes).status_code == 404, "it was never before anybody"
        assert changes not in dev.get(reverse("desk:decision_page", args=[paper.pk])).content.decode()
    question = "Who pays for the second year?"
    actions.send_back(decision=paper, seen=paper.version, note=question, by=people.dev, at=AT + 2 * HOUR)
    for text in ("The force pays for the second year.", "The force pays for the second year, from reserves."):
        seen = paper.part_saves.filter(part="issues").count()
        save_part(decision=paper, part="issues", seen=seen, values={"text": text}, by=people.fatima, at=AT + 3 * HOUR)
    same = {"text": "What is to be said on legal."}
    save_part(decision=paper, part="legal", seen=1, values=same, by=people.fatima, at=AT + 3 * HOUR)
    write_note(
        decision=paper, text="Said now in the issues.", reply_to=Note.objects.get(), by=people.fatima, at=AT + 3 * HOUR
    )
    paper.refresh_from_db()
    earlier = earlier_round(paper)
    assert earlier
    (part,) = changed_parts(paper, earlier.at)
    assert (part.key, part.by) == ("issues", "Fatima Finch")
    actions.submit(decision=paper, seen=paper.version, by=people.fatima, at=AT + 4 * HOUR)
    with held_at(AT + 4 * HOUR + timedelta(minutes=1)):
        assert changes in dev.get(reverse("desk:decision_step", args=[paper.pk, "check"])).content.decode()
        page = dev.get(changes).content.decode()
    for words in (question, "Said now in the issues.", "1 part has changed", "from reserves"):
        assert words in page
    assert "What is to be said on legal." not in page
