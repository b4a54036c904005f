"""A paper is decided by its recommendations: each approved, changed or refused, with conditions on money."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.proposals.actions import confirm
from book.part1 import Part1, read_part1
from components.refusals import NotAllowed, NotOpen, Refused, Stale
from decisions import actions
from decisions.models import Decision, Signature, Status
from decisions.rulings import digest_to_sign
from grants.actions import record_outcome
from grants.models import Grant
from rulings.actions import ConditionFacts, RulingFacts, propose_meeting, save_rulings
from tests.decisions.papers import AT, HOUR, endorsed, home_office_grant, signing
from tests.people import PROOF, People

pytestmark = pytest.mark.django_db
DECIDED = AT + 4 * HOUR
APPROVE, REFUSE = RulingFacts(outcome="approved"), RulingFacts(outcome="refused")
LESS = RulingFacts(outcome="approved_with_changes", amount=Decimal(400000))
AGREEMENT = ConditionFacts(
    text="The Home Office confirms the second year in writing.",
    recommendation=1,
    by_when=date(2019, 3, 31),
    whose="Head of Strategic Finance",
    before="acceptance",
)


def two_recommendations(people: People) -> Decision:
    """A paper that waits for Kaya: accept an offer of £500,000, and bid for £120,000."""
    grant = home_office_grant(people)
    lines: list[dict[str, Any]] = [
        {"text": "Accept the offer.", "action": "accept_offer", "grant": grant.pk, "amount": Decimal(500000)},
        {"text": "Publish a review.", "action": "other", "grant": None, "amount": None},
    ]
    rows = [line | {"up_to": line["amount"] is not None, "power": "Paragraph 4.8"} for line in lines]
    return endorsed(people, grant=grant, recommendations={"rows": rows})


def write_down(paper: Decision, people: People, rulings: dict[int, RulingFacts], *conditions: ConditionFacts) -> None:
    """Kaya writes down what she decides."""
    save_rulings(decision=paper, seen=paper.version, rulings=rulings, conditions=conditions, by=people.kaya, at=DECIDED)


def approve(paper: Decision, people: People, **changes: Any) -> None:
    """Kaya signs what stands on her page."""
    rulings = {"rulings": digest_to_sign(paper, "approve")}
    actions.approve(**{**signing(paper), **rulings, **changes}, by=people.kaya, at=DECIDED)


def frozen(paper: Decision) -> Part1:
    """Part 1 as it was signed."""
    part1 = read_part1(bytes(paper.part1 or b""))
    assert isinstance(part1, Part1)
    return part1


def accept(grant: Grant, amount: int, people: People) -> None:
    """Fatima records what was accepted for the first year."""
    grant.refresh_from_db()
    accepted = {grant.tranches.all()[0].pk: Decimal(amount)}
    record_outcome(grant=grant, seen=grant.version, accepted=accepted, by=people.fatima, at=DECIDED + HOUR)


def test_a_paper_is_approved_with_a_lower_amount_a_refusal_and_a_condition(people: People) -> None:
    paper = two_recommendations(people)
    endorsed_digest = paper.submissions.get().digest
    write_down(paper, people, {1: LESS, 2: REFUSE}, AGREEMENT)
    approve(paper, people)
    part1 = frozen(paper)
    first, second = part1.recommendations
    assert (paper.status, part1.outcome) == (Status.APPROVED, "approved")
    assert (first.text, first.amount) == ("Accept the offer.", Decimal(500000)), "what was endorsed is not edited"
    assert first.ruling
    assert (first.ruling.outcome, first.ruling.amount) == ("approved_with_changes", Decimal(400000))
    assert second.ruling
    assert second.ruling.outcome == "refused"
    assert [(c.text, c.by_when, c.whose, c.before) for c in part1.conditions] == [
        (AGREEMENT.text, date(2019, 3, 31), "Head of Strategic Finance", "acceptance")
    ]
    kaya = paper.signatures.get(step=Signature.Step.APPROVED)
    assert part1.digest() == endorsed_digest == kaya.digest, "the endorsement still stands for the same text"
    assert kaya.rulings_digest == part1.rulings_digest() != kaya.digest
    assert [row.amount for row in Grant.objects.get().authorities.all()] == [Decimal(400000)]
    client = Client()
    client.force_login(people.kaya)
    page = client.get(f"/desk/decisions/{paper.pk}/").content.decode()
    assert "Approved in part and with conditions, as stated above." in page, "also beside the signature"


def test_a_paper_approved_as_it_stands_says_so_of_each_recommendation(people: People) -> None:
    paper = two_recommendations(people)
    approve(paper, people)
    assert [line.ruling.outcome for line in frozen(paper).recommendations if line.ruling] == ["approved", "approved"]
    assert Grant.objects.get().authority() == Decimal(500000)


def test_a_refused_paper_refuses_each_recommendation_and_allows_nothing(people: People) -> None:
    paper = two_recommendations(people)
    write_down(paper, people, {1: LESS, 2: APPROVE}, AGREEMENT)
    actions.refuse(**signing(paper), note="Too dear.", by=people.kaya, at=DECIDED)
    part1 = frozen(paper)
    assert [line.ruling.outcome for line in part1.recommendations if line.ruling] == ["refused", "refused"]
    assert part1.conditions == ()
    assert not Grant.objects.get().authorities.exists()


def test_whoever_refuses_every_recommendation_refuses_the_paper(people: People) -> None:
    paper = two_recommendations(people)
    write_down(paper, people, {1: REFUSE, 2: REFUSE})
    with pytest.raises(Refused, match="this is a refusal of the paper"):
        approve(paper, people)


@pytest.mark.parametrize(
    ("rulings", "condition", "sentence"),
    [
        ({1: RulingFacts(outcome="approved_with_changes", amount=Decimal(500001)), 2: APPROVE}, None, "never higher"),
        ({1: RulingFacts(outcome="approved_with_changes"), 2: APPROVE}, None, "Write what changes"),
        ({1: APPROVE, 2: RulingFacts(outcome="approved_with_changes", amount=Decimal(1))}, None, "No amount was"),
        ({1: APPROVE}, None, "Decide every recommendation"),
        ({1: APPROVE, 2: REFUSE}, ConditionFacts(text="Ask again.", recommendation=2), "which you refuse"),
        ({1: APPROVE, 2: APPROVE}, ConditionFacts(text="Ask.", by_when=date(2018, 1, 1)), "which is past"),
        ({1: REFUSE, 2: REFUSE}, ConditionFacts(text="Ask again."), "a refusal has no conditions"),
    ],
)
def test_what_cannot_be_decided_is_refused_in_a_sentence(
    people: People, rulings: dict[int, RulingFacts], condition: ConditionFacts | None, sentence: str
) -> None:
    paper = two_recommendations(people)
    with pytest.raises(Refused, match=sentence):
        write_down(paper, people, rulings, *([condition] if condition else []))
    assert not paper.rulings.exists()


def test_whoever_signs_signs_what_stands_on_the_page(people: People) -> None:
    paper = two_recommendations(people)
    seen = digest_to_sign(paper, "approve")
    write_down(paper, people, {1: LESS, 2: APPROVE})
    for rulings in (seen, ""):
        with pytest.raises(Stale, match="has changed since you opened the page"):
            approve(paper, people, rulings=rulings)


def test_nobody_but_who_decides_writes_down_what_is_decided(people: People) -> None:
    paper = two_recommendations(people)
    for person in (people.fatima, people.clare, people.dev, people.olu):
        with pytest.raises(NotAllowed):
            save_rulings(
                decision=paper, seen=paper.version, rulings={1: LESS, 2: APPROVE}, conditions=[], by=person, at=DECIDED
            )


def test_what_is_decided_is_not_written_after_the_signature(people: People) -> None:
    paper = two_recommendations(people)
    approve(paper, people)
    with pytest.raises(NotOpen):
        write_down(paper, people, {1: LESS, 2: APPROVE})


def test_a_condition_holds_money_back_until_two_people_say_that_it_is_met(people: People) -> None:
    paper = two_recommendations(people)
    write_down(paper, people, {1: LESS, 2: APPROVE}, AGREEMENT)
    approve(paper, people)
    grant = Grant.objects.get()
    assert [(c.number, c.text, c.met_on) for c in grant.conditions.all()] == [(1, AGREEMENT.text, None)]
    with pytest.raises(Refused, match="cannot be accepted before the conditions of the decision are met"):
        accept(grant, 100000, people)
    later, day = DECIDED + timedelta(days=2), (DECIDED + timedelta(days=1)).date()
    proposal = propose_meeting(
        decision=paper, number=1, on=day, evidence="Letter of 21 November 2018.", by=people.fatima, at=later
    )
    with pytest.raises(Refused, match="cannot be accepted before"):
        accept(grant, 100000, people)
    confirm(proposal=proposal, proof=PROOF, by=people.dora, at=later + HOUR)
    accept(grant, 100000, people)
    assert grant.conditions.get().evidence == "Letter of 21 November 2018."
    with pytest.raises(Refused, match="more than the decisions in force allow"):
        accept(grant, 400001, people)
    with pytest.raises(NotOpen, match="ticked off already"):
        propose_meeting(decision=paper, number=1, on=day, evidence="Again.", by=people.fatima, at=later)


def test_a_condition_that_forbids_nothing_lets_money_be_accepted(people: People) -> None:
    paper = two_recommendations(people)
    write_down(paper, people, {1: APPROVE, 2: APPROVE}, ConditionFacts(text="Report to the board each quarter."))
    approve(paper, people)
    grant = Grant.objects.get()
    accept(grant, 100000, people)
    assert grant.conditions.get().text == "Report to the board each quarter."


def test_sending_back_leaves_what_was_written_behind(people: People) -> None:
    paper = two_recommendations(people)
    write_down(paper, people, {1: LESS, 2: APPROVE}, AGREEMENT)
    actions.send_back(decision=paper, seen=paper.version, note="Ask for less.", by=people.kaya, at=DECIDED)
    actions.submit(decision=paper, seen=paper.version, by=people.fatima, at=DECIDED + HOUR)
    actions.check(decision=paper, seen=paper.version, by=people.dev, at=DECIDED + 2 * HOUR)
    actions.endorse(**signing(paper), by=people.clare, at=DECIDED + 3 * HOUR)
    actions.approve(**signing(paper), by=people.kaya, at=DECIDED + 4 * HOUR)
    assert frozen(paper).conditions == ()
