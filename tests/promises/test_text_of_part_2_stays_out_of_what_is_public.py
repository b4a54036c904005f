"""The leak gate: text of Part 2 does not get into what will be public."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Person
from audit.models import Event
from components.clock import held_at
from components.refusals import Refused
from decisions import actions
from decisions.composing import compose
from decisions.leaks import Leaking, find_leaks, merge_neighbouring_runs, runs_of, words_of
from decisions.models import Decision, Overrule
from part2.actions import ItemFacts, save_part_2
from tests.decisions.papers import AT, HOUR, SECRET, STATED, draft, paper_with, signing
from tests.people import People, confirmed

pytestmark = pytest.mark.django_db


def submit(paper: Decision, people: People) -> None:
    actions.submit(decision=paper, seen=paper.version, by=people.fatima, at=AT + HOUR)


def test_a_paper_that_repeats_nothing_of_its_part_2_is_submitted(people: People) -> None:
    paper = paper_with(people)
    submit(paper, people)
    assert paper.reference_words == "PCD 1901"


def test_a_run_of_part_2_in_the_advice_stops_submission_and_is_shown_with_its_place(people: People) -> None:
    leaked = "We know that two addresses in Harrow Road and Lea Bridge are\nwatched by SEVEN officers, so act now."
    paper = paper_with(people, issues={"text": leaked})
    with pytest.raises(Leaking) as caught:
        submit(paper, people)
    assert any("harrow road and lea bridge are watched by seven officers" in p for p in caught.value.problems)
    assert any("Part 1, section “Issues for consideration”" in p for p in caught.value.problems)
    assert Decision.objects.get(pk=paper.pk).number is None


def test_seven_words_in_common_are_no_leak(people: People) -> None:
    paper = paper_with(people, issues={"text": "Two addresses in Harrow Road and Lea Valley."})
    submit(paper, people)


def test_the_forms_own_wording_is_no_leak(people: People) -> None:
    wording = "Facts and advice that are likely to be exempt from disclosure under the Freedom of Information Act 2000"
    submit(paper_with(people, secret=f"{SECRET} {wording}"), people)


def test_a_leak_in_the_deputy_mayors_note_stops_the_approval(people: People) -> None:
    paper = paper_with(people)
    submit(paper, people)
    actions.check(decision=paper, seen=paper.version, by=people.dev, at=AT + 2 * HOUR)
    actions.endorse(**signing(paper), by=people.clare, at=AT + 3 * HOUR)
    with pytest.raises(Leaking):
        actions.approve(**signing(paper), note=f"I see that {SECRET}", by=people.kaya, at=AT + 4 * HOUR)
    paper.refresh_from_db()
    assert (paper.status, paper.signatures.count()) == ("endorsed", 1)


def test_a_leak_in_the_title_is_found_inside_the_pdf_too(people: People) -> None:
    from book.paper import draw

    paper = paper_with(people)
    part1 = compose(paper, AT.date())
    from dataclasses import replace

    pdf = draw(replace(part1, executive_summary=SECRET), draft=True).pdf
    leaks = find_leaks(paper, part1=part1, pdf=pdf)
    assert {leak.where.split()[0] for leak in leaks} & {"page", "pages", "file", "object"}


def test_a_file_of_part_2_that_cannot_be_read_stops_the_step(people: People) -> None:
    paper = draft(people, part_2=STATED)
    item = ItemFacts(title="Plan", file_name="plan.pdf", file_data=b"%PDF-1.7 broken")
    save_part_2(decision=paper, items=[item], exemptions=[], seen=0, by=people.fatima, at=AT)
    paper.refresh_from_db()
    with pytest.raises(Leaking, match="could not be compared"):
        submit(paper, people)


def test_staff_and_an_administrator_may_overrule_with_a_reason_and_an_author_may_not(people: People) -> None:
    paper = paper_with(people, issues={"text": SECRET})
    leaks = find_leaks(paper, part1=compose(paper, AT.date()), pdf=None)
    with pytest.raises(Refused, match="DMPC staff"):
        actions.propose_overruling(decision=paper, leaks=leaks, reason="It is known.", by=people.fatima, at=AT)
    with pytest.raises(Refused, match="Write why"):
        actions.propose_overruling(decision=paper, leaks=leaks, reason=" ", by=people.dev, at=AT)
    proposal = actions.propose_overruling(
        decision=paper, leaks=leaks, reason="It was in the news.", by=people.dev, at=AT
    )
    with pytest.raises(Leaking):
        submit(paper, people)
    confirmed(proposal, by=people.ada, at=AT)
    submit(paper, people)
    assert paper.reference_words == "PCD 1901"


def test_whoever_confirms_that_words_pass_reads_them_and_the_look_is_noted(people: People) -> None:
    """They read these words and no more of Part 2; an auditor, who sees the proposal, reads none."""
    paper = paper_with(people, issues={"text": SECRET})
    leaks = find_leaks(paper, part1=compose(paper, AT.date()), pdf=None)
    proposal = actions.propose_overruling(decision=paper, leaks=leaks, reason="It is known.", by=people.dev, at=AT)
    shown = merge_neighbouring_runs(leaks)[0].words
    with held_at(AT):
        pages = {who: page_of(getattr(people, who), f"/desk/proposals/{proposal.pk}/") for who in ("ada", "dev", "olu")}
    assert shown in pages["ada"]
    assert shown in pages["dev"]
    assert shown not in pages["olu"]
    looks = Event.objects.filter(verb="decision.read_part_2", subject=paper.subject)
    assert sorted(looks.values_list("actor_name", flat=True)) == sorted([people.ada.name, people.dev.name])
    with held_at(AT):
        page_of(people.dev, f"/desk/decisions/{paper.pk}/leaks/")
    assert looks.filter(actor_id=people.dev.pk).count() == 2
    confirmed(proposal, by=people.ada, at=AT)
    with held_at(AT):
        assert shown not in page_of(people.ada, f"/desk/proposals/{proposal.pk}/")


def page_of(person: Person, address: str) -> str:
    """A page as a person sees it."""
    client = Client()
    client.force_login(person)
    return client.get(address).content.decode()


def test_the_database_lets_no_author_overrule(people: People) -> None:
    paper = paper_with(people)
    with pytest.raises(IntegrityError, match="author does not overrule"), transaction.atomic():
        Overrule.objects.create(
            decision=paper, run_digest="0" * 64, reason="x", by=people.fatima, by_name="Fatima", at=AT
        )


def test_a_copied_paragraph_is_told_once_and_not_word_by_word(people: People) -> None:
    paper = paper_with(people, issues={"text": SECRET})
    leaks = find_leaks(paper, part1=compose(paper, AT.date()), pdf=None)
    assert len(leaks) > 5
    assert len(merge_neighbouring_runs(leaks)) == 1


@given(st.text(max_size=400))
def test_whatever_text_is_compared_it_is_found_in_itself_and_nothing_crashes(text: str) -> None:
    runs = list(runs_of(text))
    joined = f" {' '.join(words_of(text))} "
    assert all(f" {run} " in joined for run in runs)


def test_figures_are_compared_however_their_thousands_are_written() -> None:
    assert words_of("£1,250,000") == words_of("1250000") == words_of("1 250 000")


def test_part_2_is_saved_by_version_like_every_part(people: People) -> None:
    from drafting.stale_part import StalePart

    paper = paper_with(people)
    with pytest.raises(StalePart) as caught:
        save_part_2(decision=paper, items=[], exemptions=[], seen=0, by=people.fatima, at=AT + timedelta(days=1))
    assert caught.value.theirs == {}


def test_no_event_and_no_save_holds_text_of_part_2(people: People) -> None:
    from audit.models import Event

    paper = paper_with(people)
    assert not Event.objects.filter(details__icontains="Harrow").exists()
    assert not Event.objects.filter(sentence__icontains="Harrow").exists()
    assert not [save for save in paper.part_saves.all() if "Harrow" in str(save.content)]
