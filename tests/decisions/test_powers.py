"""Who may decide how much: powers by office, kind and amount, on the day of the signature."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError

from accounts.proposals.actions import drop
from components.refusals import NotAllowed
from decisions import actions, powers
from decisions.actions import sign
from decisions.models import Decision, Status
from decisions.profiles import load_profile
from decisions.rulings import digest_to_sign
from decisions.scans import Scan
from profiles import Power, current, parse
from rulings.actions import RulingFacts, save_rulings
from tests.conftest import Sql
from tests.decisions import papers
from tests.decisions.papers import AT, HOUR
from tests.decisions.scans import scanned
from tests.people import People, confirmed
from tests.profile import active
from tests.promises.guards import let_through_without, trigger
from tests.promises.guards import refused as refused_in_sql

pytestmark = pytest.mark.django_db

LIMITED = Power("accept_offer", "Scheme, paragraph 4.8", limit=400_000, begins=date(2018, 1, 1))
BOARD = Power("accept_offer", "Scheme, paragraph 5.1", office="chief_finance_officer", begins=date(2018, 1, 1))


def use(monkeypatch: pytest.MonkeyPatch, *rows: Power) -> None:
    monkeypatch.setattr(powers, "profile_of", lambda paper: replace(current(), powers=rows))


def approve(paper: Decision, people: People) -> None:
    actions.approve(**papers.signing(paper), by=people.kaya, at=AT + 4 * HOUR)


def test_an_amount_beyond_the_limit_is_refused_with_who_may_and_nothing_is_decided(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = papers.endorsed(people)
    use(monkeypatch, LIMITED, BOARD)
    with pytest.raises(NotAllowed) as refused:
        approve(paper, people)
    sentence = str(refused.value)
    assert "Recommendation 1 (accept an offer of £500,000) is beyond the power" in sentence
    assert "which ends at £400,000" in sentence
    assert "(Scheme, paragraph 5.1)" in sentence
    paper.refresh_from_db()
    assert paper.status == Status.ENDORSED
    assert not paper.signatures.filter(step="approved").exists()


def test_a_power_covers_its_days_its_kind_and_its_office_alone(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = papers.endorsed(people)
    for rows in (
        (replace(LIMITED, limit=500_000, ends=date(2018, 11, 19)), BOARD),
        (replace(LIMITED, limit=None, begins=date(2018, 11, 21)), BOARD),
        (BOARD,),
        (replace(LIMITED, limit=499_999),),
    ):
        use(monkeypatch, *rows)
        with pytest.raises(NotAllowed, match="beyond the power"):
            approve(paper, people)
    use(monkeypatch, replace(LIMITED, limit=1), replace(LIMITED, limit=500_000, begins=None))
    approve(paper, people)
    paper.refresh_from_db()
    assert paper.status == Status.APPROVED


def test_a_power_that_consults_an_office_waits_for_its_signature(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = papers.endorsed(people)
    use(monkeypatch, replace(LIMITED, limit=None, consults=("chief_finance_officer",)))
    with pytest.raises(NotAllowed, match="decided after Chief Finance Officer has been consulted"):
        approve(paper, people)
    use(monkeypatch, replace(LIMITED, limit=None, consults=("endorser",)))
    approve(paper, people)
    paper.refresh_from_db()
    assert paper.status == Status.APPROVED


@pytest.mark.parametrize(
    ("power", "is_enough"),
    [
        ("", True),
        ("limit = 500000", True),
        ("limit = 499999", False),
        ("ends = 2018-11-19", False),
        ('office = "chief_finance_officer"', False),
        ('consults = ["endorser"]', True),
        ('consults = ["chief_finance_officer"]', False),
    ],
)
@pytest.mark.committed(owner=True)
def test_the_database_refuses_a_signature_beyond_the_power_by_itself(
    people: People, monkeypatch: pytest.MonkeyPatch, sql: Sql, power: str, is_enough: bool
) -> None:
    text = current().source.replace('action = "accept_offer"\n', f'action = "accept_offer"\n{power}\n', 1)
    scheme = parse(text)
    load_profile(scheme, at=AT.replace(year=2100))
    active.use(monkeypatch, scheme)
    paper = papers.endorsed(people)
    # Past the program's own check, as whoever holds the desk's role would be.
    monkeypatch.setattr(sign, "check_power", lambda *facts: None)
    if is_enough:
        approve(paper, people)
        return
    with pytest.raises(DatabaseError, match="beyond the power of the office that decides") as refused:
        approve(paper, people)
    assert refused.value.__cause__.diag.constraint_name == "signature_within_power"  # type: ignore[union-attr]
    attack = (
        'INSERT INTO decisions_signature (decision_id, round, office, step, person_id, name, job_title, "on", at, how, '
        "statement, interests, note, digest, delegated_from, recorded_by_name, rulings_digest) "
        f"SELECT decision_id, round, 'decider', 'approved', {people.kaya.pk}, 'x', '', '2018-11-20', "
        "at + interval '4 h', "
        "'password', '', '', '', digest, '', '', '' FROM decisions_submission"
    )
    refused_in_sql(sql, attack, "beyond the power of the office that decides")
    let_through_without(sql, trigger("decisions_signature", "within_power"), attack)
    assert not paper.signatures.filter(step="approved").exists()


@pytest.mark.committed(owner=True)
def test_an_old_paper_is_judged_by_the_scheme_of_its_day(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = papers.endorsed(people)
    text = current().source.replace('action = "accept_offer"\n', 'action = "accept_offer"\nlimit = 1\n', 1)
    load_profile(parse(text), at=AT.replace(year=2100))
    active.use(monkeypatch, parse(text))
    approve(paper, people)
    paper.refresh_from_db()
    assert paper.status == Status.APPROVED, "it was submitted under the scheme before"


def test_an_approval_in_ink_beyond_the_power_is_neither_proposed_nor_confirmed(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = papers.endorsed(people)
    ink: dict[str, Any] = {
        "decided_by": people.kaya,
        "on": AT.date(),
        "scan": Scan("scan.pdf", scanned()),
        "seen": paper.version,
    }
    use(monkeypatch, LIMITED)
    with pytest.raises(NotAllowed, match="beyond the power"):
        actions.record_ink(decision=paper, outcome="approved", **ink, by=people.dora, at=AT + 4 * HOUR)
    use(monkeypatch, replace(LIMITED, limit=500_000))
    proposal = actions.record_ink(decision=paper, outcome="approved", **ink, by=people.dora, at=AT + 4 * HOUR)
    use(monkeypatch, LIMITED)
    with pytest.raises(NotAllowed, match="beyond the power"):
        confirmed(proposal, by=people.kaya, at=AT + 5 * HOUR)
    drop(proposal=proposal, by=people.dora, at=AT + 5 * HOUR)
    actions.record_ink(decision=paper, outcome="refused", **ink, by=people.dora, at=AT + 6 * HOUR)
    paper.refresh_from_db()
    assert paper.status == Status.ENDORSED


def test_an_amount_counts_as_it_is_decided(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = papers.endorsed(people)
    use(monkeypatch, LIMITED)
    save_rulings(
        decision=paper, seen=paper.version, conditions=[], by=people.kaya, at=AT + 3 * HOUR,
        rulings={1: RulingFacts(outcome="approved_with_changes", amount=Decimal(400_000))},
    )  # fmt: skip
    paper.refresh_from_db()
    signed = papers.signing(paper) | {"rulings": digest_to_sign(paper, "approve")}
    actions.approve(**signed, by=people.kaya, at=AT + 4 * HOUR)
    paper.refresh_from_db()
    assert paper.status == Status.APPROVED


def test_without_powers_for_a_kind_nothing_is_limited(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = papers.endorsed(people)
    use(monkeypatch, replace(LIMITED, action="award"))
    approve(paper, people)
    paper.refresh_from_db()
    assert paper.status == Status.APPROVED
