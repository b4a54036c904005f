"""The steps of a paper: who may take which, when; the table, the actions and the database say the same."""

import inspect
from datetime import timedelta

import pytest

from components.refusals import Incomplete, NotOpen, Refused, Stale, refusal_of
from decisions import actions
from decisions.models import Decision, Status
from decisions.workflow import STEPS, check_can_take, open_steps, waiting_for
from tests.decisions.papers import AT, HOUR, approved, checked, draft, endorsed, published, signing, submitted
from tests.people import PROOF, People, end_together

DAY = AT.date()
pytestmark = pytest.mark.django_db


def test_a_paper_goes_from_draft_to_publication_by_the_hands_of_five_people(people: People) -> None:
    paper = published(people)
    taken = [(move.step, move.by_name) for move in paper.moves.all()]
    assert taken == [
        ("submit", "Fatima Finch"),
        ("check", "Dev Desai"),
        ("endorse", "Clare Chamberlain"),
        ("approve", "Kaya Kent"),
        ("publish", "Dora Dunn"),
    ]
    assert paper.status == Status.APPROVED
    assert paper.reference_words == "PCD 1901"
    assert [s.name for s in paper.signatures.all()] == ["Clare Chamberlain", "Kaya Kent"]


MAKERS = {
    Status.DRAFT: draft,
    Status.SUBMITTED: submitted,
    Status.CHECKED: checked,
    Status.ENDORSED: endorsed,
    Status.APPROVED: approved,
}
#: Who, other than the authors and those who have acted, may take which steps: worked out from the design by hand.
ALLOWED = {
    Status.DRAFT: {"felix": {"submit", "withdraw"}},
    Status.SUBMITTED: {"felix": {"withdraw"}, "dora": {"check", "send_back"}},
    Status.CHECKED: {"felix": {"withdraw"}, "clare": {"endorse", "send_back"}},
    Status.ENDORSED: {"felix": {"withdraw"}, "kaya": {"approve", "refuse", "send_back"}, "dora": {"record_ink"}},
    Status.APPROVED: {"dora": {"publish"}},
}


@pytest.mark.parametrize("status", list(MAKERS))
def test_each_status_lets_each_office_do_what_the_design_says_and_nothing_else(people: People, status: Status) -> None:
    paper = MAKERS[status](people)
    steps_by_person = {
        name: {step.name for step in open_steps(paper, getattr(people, name), DAY)}
        for name in ("felix", "abel", "clare", "kaya", "dora", "olu", "ada", "sam")
    }
    assert {name: steps for name, steps in steps_by_person.items() if steps} == ALLOWED[status]


def test_every_refusal_is_a_sentence(people: People) -> None:
    paper = endorsed(people)
    sentences = [refusal_of(check_can_take, name, paper, person, DAY) for name in STEPS for person in people.all()]
    assert all(s == "" or (s.endswith(".") and len(s.split()) > 5) for s in sentences)


def test_an_author_with_the_office_of_the_deputy_mayor_cannot_approve_their_own_paper(people: People) -> None:
    paper = endorsed(people)
    from accounts.actions import confirm_office, give_office

    holding = give_office(person=people.fatima, office="decider", from_on=DAY, by=people.ada, at=AT)
    confirm_office(holding=holding, by=people.amir, at=AT, proof=PROOF)
    with pytest.raises(Refused, match="You wrote part of PCD 1901"):
        actions.approve(**signing(paper), by=people.fatima, at=AT + 4 * HOUR)
    paper.refresh_from_db()
    assert paper.status == Status.ENDORSED


def test_who_checked_a_paper_cannot_endorse_it_too(people: People) -> None:
    paper = checked(people)
    from accounts.actions import confirm_office, give_office

    holding = give_office(person=people.dev, office="endorser", from_on=DAY, by=people.ada, at=AT)
    confirm_office(holding=holding, by=people.amir, at=AT, proof=PROOF)
    with pytest.raises(Refused, match="different people"):
        actions.endorse(**signing(paper), by=people.dev, at=AT + 3 * HOUR)


def test_an_office_that_has_ended_signs_nothing(people: People) -> None:

    paper = endorsed(people)
    holding = people.kaya.holding_of("decider", DAY)
    assert holding is not None
    end_together(people, holding, DAY, at=AT)
    with pytest.raises(Refused, match="you need the office"):
        actions.approve(**signing(paper), by=people.kaya, at=AT + timedelta(days=1))


def test_a_step_on_a_paper_that_changed_in_between_is_refused(people: People) -> None:
    paper = submitted(people)
    with pytest.raises(Stale, match="has changed since you opened it"):
        actions.check(decision=paper, seen=paper.version - 1, by=people.dev, at=AT + 2 * HOUR)


def test_signing_another_digest_than_the_papers_is_refused(people: People) -> None:
    paper = endorsed(people)
    with pytest.raises(Stale, match="is not what the paper says now"):
        actions.approve(**{**signing(paper), "digest": "0" * 64}, by=people.kaya, at=AT + 4 * HOUR)
    assert paper.signatures.count() == 1


def test_a_paper_that_was_checked_cannot_be_checked_again(people: People) -> None:
    paper = checked(people)
    with pytest.raises(NotOpen, match="PCD 1901 has been checked already"):
        actions.check(decision=paper, seen=paper.version, by=people.dora, at=AT + 3 * HOUR)


def test_sending_back_needs_a_note_and_makes_a_draft_with_the_same_number(people: People) -> None:
    paper = endorsed(people)
    with pytest.raises(Refused, match="Write what should be changed"):
        actions.send_back(decision=paper, seen=paper.version, note=" ", by=people.kaya, at=AT + 4 * HOUR)
    actions.send_back(decision=paper, seen=paper.version, note="Say who pays later.", by=people.kaya, at=AT + 4 * HOUR)
    assert (paper.status, paper.reference_words) == (Status.DRAFT, "PCD 1901")
    actions.submit(decision=paper, seen=paper.version, by=people.fatima, at=AT + 5 * HOUR)
    assert (paper.round, paper.reference_words) == (2, "PCD 1901")
    assert paper.signatures.filter(round=paper.round).count() == 0


def test_the_same_people_may_act_again_after_a_paper_was_sent_back(people: People) -> None:
    paper = checked(people)
    actions.send_back(decision=paper, seen=paper.version, note="Shorter, please.", by=people.clare, at=AT + 3 * HOUR)
    actions.submit(decision=paper, seen=paper.version, by=people.fatima, at=AT + 4 * HOUR)
    actions.check(decision=paper, seen=paper.version, by=people.dev, at=AT + 5 * HOUR)
    assert paper.status == Status.CHECKED


def test_a_paper_with_parts_missing_says_each_of_them(people: People) -> None:
    paper = draft(people, legal={"text": ""}, deferral={"deferral": "", "deferral_reason": "", "deferral_until": None})
    with pytest.raises(Incomplete) as caught:
        actions.submit(decision=paper, seen=paper.version, by=people.fatima, at=AT + HOUR)
    assert "Legal comments: nothing is written yet." in caught.value.problems
    assert "Say whether the publication of Part 1 is to be deferred." in caught.value.problems
    paper.refresh_from_db()
    assert (paper.status, paper.number) == (Status.DRAFT, None)


def test_numbers_follow_each_other_without_gaps(people: People) -> None:
    first, second = submitted(people), draft(people)
    actions.withdraw(decision=first, seen=first.version, note="Not needed.", by=people.fatima, at=AT + 2 * HOUR)
    actions.submit(decision=second, seen=second.version, by=people.fatima, at=AT + 2 * HOUR)
    assert (first.reference_words, second.reference_words) == ("PCD 1901", "PCD 1902")


def test_what_waits_is_shown_to_whom_it_waits_for_and_most_urgent_first(people: People) -> None:
    late = submitted(people)
    soon = submitted(people, time={"needed_by": DAY, "needed_why": "Now.", "delay_would": ""})
    assert waiting_for(people.dev, DAY) == [soon, late]
    assert waiting_for(people.fatima, DAY) == []
    assert waiting_for(people.kaya, DAY) == []


def test_every_step_has_an_action_and_every_action_of_a_step_takes_who_and_when() -> None:
    for name in STEPS:
        parameters = inspect.signature(getattr(actions, name)).parameters
        assert {"decision", "seen", "by", "at"} <= set(parameters)
        assert all(p.kind is p.KEYWORD_ONLY for p in parameters.values())


def test_the_papers_version_rises_with_every_step(people: People) -> None:
    paper = endorsed(people)
    before = paper.version
    actions.approve(**signing(paper), by=people.kaya, at=AT + 4 * HOUR)
    assert Decision.objects.get(pk=paper.pk).version == before + 1
