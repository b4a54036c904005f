"""Notes between the people of a paper: pinned, answered, settled, kept, and read by nobody else."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import Error
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from components.clock import held_at
from components.refusals import NotAllowed, Refused
from decisions import actions
from decisions.actions.write_note import settle_note, write_note
from decisions.models import Decision, Note
from decisions.models.confidential import PART_2
from decisions.notes import notes_for, notes_on, place_of
from figures.dates import london_day
from mail.models import Letter
from tests.decisions import papers
from tests.decisions.papers import AT, HOUR
from tests.people import People, end_together

pytestmark = pytest.mark.django_db
DAY = london_day(AT)


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(person: Person, paper: Decision, name: str = "decision_page", *more: Any) -> str:
    with held_at(AT + HOUR):
        return client_of(person).get(reverse(f"desk:{name}", args=[paper.pk, *more])).content.decode()


def test_fatima_asks_abel_and_he_finds_it_on_his_first_page_and_at_the_top_of_the_paper(people: People) -> None:
    paper = papers.draft(people)
    note = write_note(
        decision=paper, text="Is the power right?\nThe Scheme has changed.", part="legal", paragraph="4.2",
        asked=people.abel, wanted_on=date(2018, 11, 23), by=people.fatima, at=AT,
    )  # fmt: skip
    assert place_of(note) == "Legal comments, paragraph 4.2"
    letter = Letter.objects.latest("pk")
    assert (letter.to, "power" in letter.body) == (people.abel.email, False)
    assert "An answer is wanted by 23 November 2018" in letter.body
    with held_at(AT + HOUR):
        home = client_of(people.abel).get("/desk/").content.decode()
    assert "Fatima Finch asks you about" in home
    first = page(people.abel, paper)
    assert "Is the power right?<br>The Scheme has changed." in first
    assert "Is the power right?" not in page(people.felix, paper), "others see that there is a note, and its page"
    assert "1 open note" in page(people.felix, paper)
    assert "Is the power right?" in page(people.felix, paper, "decision_notes")


def test_a_reply_and_settling_take_it_from_the_first_page_and_keep_its_words(people: People) -> None:
    paper = papers.draft(people)
    note = write_note(decision=paper, text="Is it right?", asked=people.abel, by=people.fatima, at=AT)
    abel = client_of(people.abel)
    with held_at(AT + HOUR):
        empty = abel.post(reverse("desk:note_reply", args=[paper.pk, note.pk]), {f"reply-{note.pk}-text": ""})
        assert (empty.status_code, "Write the reply." in empty.content.decode()) == (422, True)
        abel.post(reverse("desk:note_reply", args=[paper.pk, note.pk]), {f"reply-{note.pk}-text": "It is."})
        assert abel.get(reverse("desk:note_settle", args=[paper.pk, note.pk])).status_code == 302
        assert Note.objects.get(pk=note.pk).settled_at is None, "asking for the address settles nothing"
        abel.post(reverse("desk:note_settle", args=[paper.pk, note.pk]))
    assert notes_for(people.abel, DAY) == []
    words = page(people.fatima, paper, "decision_notes")
    assert "It is." in words
    assert "Settled by Abel Adeyemi" in words
    with pytest.raises(Refused, match="settled already"):
        settle_note(note=note, by=people.abel, at=AT + HOUR)


def reply(person: Person, note: Note, text: str) -> None:
    write_note(decision=note.decision, text=text, reply_to=note, by=person, at=AT + HOUR)


def first_page(person: Person) -> str:
    with held_at(AT + 2 * HOUR):
        return client_of(person).get("/desk/").content.decode()


def test_an_answered_note_leaves_whom_it_asked_and_comes_before_who_asked_until_it_is_settled(people: People) -> None:
    paper = papers.draft(people)
    note = write_note(decision=paper, text="Is it right?", asked=people.abel, by=people.fatima, at=AT)
    assert "Note by Fatima Finch: Is it right?" in first_page(people.fatima), "of her draft, while nobody has answered"
    reply(people.felix, note, "I do not know.")
    assert notes_for(people.abel, DAY) == [note], "somebody else has answered, not he"
    assert "Felix Farrow answered your note on" in first_page(people.fatima)
    reply(people.abel, note, "It is.")
    assert notes_for(people.abel, DAY) == []
    asked, asks = first_page(people.abel), first_page(people.fatima)
    assert "Notes that ask you" not in asked
    assert "Answers to your notes" in asks
    assert "Abel Adeyemi answered your note on" in asks
    assert "Note by Fatima Finch" not in asks, "nor does the row of her draft say it as if it waited"
    assert "Is it right?" in page(people.abel, paper), "on the paper it stays until it is settled"
    reply(people.fatima, note, "In which paragraph?")
    assert notes_for(people.abel, DAY) == [note], "asked again"
    assert notes_for(people.fatima, DAY) == []
    reply(people.abel, note, "The fourth.")
    settle_note(note=note, by=people.fatima, at=AT + 2 * HOUR)
    assert (notes_for(people.abel, DAY), notes_for(people.fatima, DAY)) == ([], [])


def test_an_answer_about_part_2_is_on_no_first_page_of_who_reads_it_no_more(people: People) -> None:
    paper = papers.paper_with(people)
    note = write_note(decision=paper, text="Which seven?", part=PART_2, asked=people.fatima, by=people.dev, at=AT)
    reply(people.fatima, note, "Those of the annex.")
    assert notes_for(people.dev, DAY) == [note]
    end_together(people, people.dev.holdings.get(), DAY - timedelta(days=1), at=AT)
    assert notes_for(people.dev, DAY) == []


def test_only_its_writer_whom_it_asks_and_who_checks_settle_a_note(people: People) -> None:
    paper = papers.draft(people)
    note = write_note(decision=paper, text="Is it right?", asked=people.abel, by=people.fatima, at=AT)
    for person in (people.felix, people.olu, people.clare):
        with pytest.raises(NotAllowed, match="settled by who wrote it"):
            settle_note(note=note, by=person, at=AT)
    settle_note(note=note, by=people.dev, at=AT)


def test_what_a_paper_was_sent_back_with_stays_before_author_and_checker_until_it_is_settled(people: People) -> None:
    paper = papers.submitted(people)
    words = "Two things:\n- who pays for the second year?\n- name the power."
    actions.send_back(decision=paper, seen=paper.version, note=words, by=people.dev, at=AT + 2 * HOUR)
    note = Note.objects.get()
    assert (note.asked, note.by, note.text) == (people.fatima, people.dev, words)
    assert sum("note" in letter.subject for letter in Letter.objects.all()) == 0, "one letter says it"
    sent_back = page(people.fatima, paper)
    assert ("Sent back" in sent_back, sent_back.count("who pays for the second year?")) == (True, 1)
    assert "Change what was asked for, then submit it again" in sent_back
    for person in (people.dev, people.clare):
        shown = page(person, paper)
        assert "With Fatima Finch, to be changed" in shown
        assert "Everything is there" not in shown
    paper.refresh_from_db()
    actions.submit(decision=paper, seen=paper.version, by=people.fatima, at=AT + 3 * HOUR)
    for person in (people.fatima, people.dev):
        assert "who pays for the second year?<br>" in page(person, paper)
    with held_at(AT + 4 * HOUR):
        step = client_of(people.dev).get(reverse("desk:decision_step", args=[paper.pk, "check"])).content.decode()
    assert "who pays for the second year?" in step, "also where the next step is taken"
    settle_note(note=note, by=people.dev, at=AT + 4 * HOUR)
    assert "who pays for the second year?" not in page(people.dev, paper)


def test_what_a_paper_was_sent_back_with_leaves_its_page_once_it_is_settled(people: People) -> None:
    paper = papers.submitted(people)
    actions.send_back(decision=paper, seen=paper.version, note="Who pays?", by=people.dev, at=AT + 2 * HOUR)
    assert "Who pays?" in page(people.fatima, paper)
    settle_note(note=Note.objects.get(), by=people.fatima, at=AT + 3 * HOUR)
    shown = page(people.fatima, paper)
    assert "Who pays?" not in shown
    assert "Change what was asked for, then submit it again" in shown


def test_notes_about_part_2_are_for_its_readers_alone(people: People) -> None:
    paper = papers.paper_with(people)
    with pytest.raises(NotAllowed, match="Part 2 of"):
        write_note(decision=paper, text="Who?", part=PART_2, by=people.felix, at=AT)
    with pytest.raises(NotAllowed, match="Part 2 of"):
        write_note(decision=paper, text="Who?", part=PART_2, asked=people.felix, by=people.fatima, at=AT)
    note = write_note(decision=paper, text="Which seven?", part=PART_2, by=people.fatima, at=AT)
    assert note in notes_on(paper, people.dev, DAY)
    assert note not in notes_on(paper, people.felix, DAY)
    assert "Which seven?" not in page(people.felix, paper, "decision_notes")
    with held_at(AT):
        answer = client_of(people.felix).post(
            reverse("desk:note_reply", args=[paper.pk, note.pk]), {f"reply-{note.pk}-text": "Me too"}
        )
    assert answer.status_code == 404


def test_a_note_needs_words_a_part_that_is_there_and_somebody_with_an_office(people: People) -> None:
    paper = papers.draft(people)
    with pytest.raises(Refused, match="Write the note"):
        write_note(decision=paper, text="  ", by=people.fatima, at=AT)
    with pytest.raises(Refused, match="5,000 characters at most"):
        write_note(decision=paper, text="x" * 5001, by=people.fatima, at=AT)
    with pytest.raises(Refused, match="Choose the part"):
        write_note(decision=paper, text="Hm.", part="nothing", by=people.fatima, at=AT)
    with pytest.raises(NotAllowed, match="Sam Stone holds no office"):
        write_note(decision=paper, text="Hm.", asked=people.sam, by=people.fatima, at=AT)
    with held_at(AT):
        refused = client_of(people.fatima).post(
            reverse("desk:decision_notes", args=[paper.pk]), {"text": "Kept", "part": "nothing"}
        )
    assert (refused.status_code, "Kept" in refused.content.decode()) == (422, True)


def test_no_note_reaches_what_is_signed_or_published(people: People) -> None:
    paper = papers.draft(people)
    write_note(decision=paper, text="Quiteoddword", by=people.fatima, at=AT)
    actions.submit(decision=paper, seen=paper.version, by=people.fatima, at=AT + HOUR)
    assert b"Quiteoddword" not in bytes(paper.submissions.get().part1)


@pytest.mark.parametrize(
    ("attack", "name"),
    [
        ("UPDATE decisions_note SET text = 'Other words'", "note_is_kept"),
        ("UPDATE decisions_note SET asked_id = NULL", "note_is_kept"),
        ("UPDATE decisions_note SET settled_at = now(), settled_by_id = by_id, by_name = 'Nobody'", "note_is_kept"),
        ("DELETE FROM decisions_note; SET CONSTRAINTS ALL IMMEDIATE", "note_is_kept"),
    ],
)
def test_the_database_keeps_the_words_of_a_note(people: People, attack: str, name: str) -> None:
    write_note(decision=papers.draft(people), text="As written.", asked=people.abel, by=people.fatima, at=AT)
    with pytest.raises(Error) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)
    assert name in str(caught.value.__cause__.diag.constraint_name)  # type: ignore[union-attr]


def test_a_settled_note_is_not_opened_again(people: People) -> None:
    note = write_note(decision=papers.draft(people), text="As written.", by=people.fatima, at=AT)
    settle_note(note=note, by=people.fatima, at=AT + timedelta(hours=1))
    with pytest.raises(Error, match="settled once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE decisions_note SET settled_at = NULL, settled_by_id = NULL")


def test_the_note_with_which_a_paper_is_passed_on_meets_the_next_person_everywhere(people: People) -> None:
    paper = papers.submitted(people)
    words = "Paragraph 4.2 is new.\nThe funder asked for it."
    actions.check(decision=paper, seen=paper.version, note=words, by=people.dev, at=AT + 2 * HOUR)
    shown = "Paragraph 4.2 is new.<br>The funder asked for it."
    assert shown in page(people.clare, paper)
    with held_at(AT + 3 * HOUR):
        clare = client_of(people.clare)
        step = clare.get(reverse("desk:decision_step", args=[paper.pk, "endorse"])).content.decode()
        first = clare.get(reverse("desk:desk_home")).content.decode()
    assert shown in step, "also on the page where she signs"
    assert f"Note by {people.dev.name}: Paragraph 4.2 is new. The funder asked for it." in first


def test_a_note_on_a_part_stands_on_the_page_of_the_part(people: People) -> None:
    paper = papers.draft(people)
    write_note(decision=paper, text="Which power?", part="legal", by=people.abel, at=AT)
    with held_at(AT + HOUR):
        fatima = client_of(people.fatima)
        legal, issues = (
            fatima.get(reverse("desk:decision_part", args=[paper.pk, key])).content.decode()
            for key in ("legal", "issues")
        )
    assert ("Which power?" in legal, "Which power?" in issues) == (True, False)
