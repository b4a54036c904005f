"""Promise: what two people agreed on is done once; raw SQL does not do it again, nor dates it ahead."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.actions import change_person, propose_for_person
from accounts.models import Person
from accounts.proposals.actions import propose
from book.actions.propose import propose_publishing_again, propose_withdrawal
from decisions.models import Decision, Power, StandingText
from tests.conftest import Sql
from tests.decisions import papers
from tests.decisions.papers import AT, HOUR
from tests.people import People, confirmed
from tests.promises.guards import let_through_without, refused, trigger
from wording.actions import propose_standing_text

pytestmark = pytest.mark.committed(owner=True)
LATER = AT + 10 * HOUR
#: Puts to wait what the book holds already: a kind, its key, and what is different.
AGAIN = """
    INSERT INTO book_waiting (kind, reference, key, version, summary, payload, payload_sha256, pdf_sha256, projection,
        due_at, authorised_at, authorised_by, authorised_by_name, to_verify)
    SELECT {kind}, reference, key, version, summary, payload, payload_sha256, {pdf}, '{{}}',
        now(), now(), {by}, '', false
    FROM book.entry WHERE kind = '{of}' AND key = '{key}'
"""


def renamed(people: People, email: str) -> None:
    """Two administrators change Sam's address."""
    sam = Person.objects.get(pk=people.sam.pk)
    proposal = change_person(person=sam, name=sam.name, job_title="", email=email, by=people.ada, at=AT)
    assert proposal is not None
    confirmed(proposal, by=people.amir, at=AT)


def test_an_address_that_two_people_agreed_on_once_does_not_come_back_by_sql(people: People, sql: Sql) -> None:
    renamed(people, "elsewhere@example.org")
    renamed(people, "sam@example.org")
    attack = f"UPDATE accounts_person SET email = 'elsewhere@example.org' WHERE id = {people.sam.pk}"
    refused(sql, attack, "two people agree before a name, a job title or an address changes")
    let_through_without(sql, trigger("accounts_person", "person_guarded"), attack)


def test_an_account_that_was_opened_again_once_does_not_open_again_by_sql(people: People, sql: Sql) -> None:
    close, attack = (
        f"UPDATE accounts_person SET is_active = {active} WHERE id = {people.sam.pk}" for active in ("false", "true")
    )
    sql("desk", close)
    people.sam.refresh_from_db()
    proposal = propose_for_person(verb="person.reopen", person=people.sam, by=people.ada, at=AT)
    by_two = f"confirmed_by_id = {people.amir.pk}, confirmed_at = proposed_at, confirmed_how = 'password'"
    sql("desk", f"UPDATE accounts_proposal SET {by_two} WHERE id = {proposal.pk}")
    sql("desk", f"{attack}; {close}")
    refused(sql, attack, "two people agree before an account is opened again")
    let_through_without(sql, trigger("accounts_person", "person_guarded"), attack)


def agreed(people: People, verb: str, subject: str, arguments: dict[str, str]) -> None:
    """A proposal that two administrators agreed on, and that nothing was done with."""
    proposal = propose(
        verb=verb, subject=subject, sentence="Agreed in a test.", arguments=arguments, by=people.ada, at=AT
    )  # fmt: skip
    proposal.confirmed_by, proposal.confirmed_at, proposal.confirmed_how = people.amir, AT, "password"
    proposal.save()


def test_words_that_were_replaced_do_not_come_back_by_sql(people: People, sql: Sql) -> None:
    key = StandingText.objects.order_by("key").values_list("key", flat=True)[0]
    for days, text in ((1, "The first words."), (2, "The second words.")):
        day = (AT + timedelta(days=days)).date()
        change: dict[str, Any] = {"key": key, "heading": "Public access", "text": text, "from_on": day}
        confirmed(propose_standing_text(**change, by=people.ada, at=AT), by=people.amir, at=AT)
    attack = (
        "INSERT INTO decisions_standingtext (key, from_on, heading, text) SELECT key, from_on + 10, heading, text "
        "FROM decisions_standingtext WHERE text = 'The first words.'"
    )
    refused(sql, attack, "two administrators agree before the form's words change")
    let_through_without(sql, trigger("decisions_standingtext", "wording_agreed"), attack)


def test_a_power_keeps_the_days_that_two_agreed_on_against_sql(people: People, sql: Sql) -> None:
    """The agreement is there and unused: what is written with it has its days, and an end lengthens nothing."""
    first, last = AT.date() + timedelta(days=10), AT.date() + timedelta(days=20)
    for verb, subject, arguments in (
        (
            "wording.power",
            "wording:powers",
            {"action": "award", "citation": "Scheme, 4.8", "from_on": first, "until_on": last},
        ),
        ("wording.end_power", f"power:{Power.objects.earliest('pk').pk}", {"until_on": last}),
    ):
        days = {name: str(value) for name, value in arguments.items()}
        agreed(people, verb, subject, days)
    guard = trigger("decisions_power", "wording_agreed")
    add = "INSERT INTO decisions_power (action, citation, from_on, until_on) VALUES ('award', 'Scheme, 4.8', '{}', {})"
    end = "UPDATE decisions_power SET until_on = '{}' WHERE id = (SELECT min(id) FROM decisions_power)"
    others = (
        add.format(first, "NULL"),
        add.format(first - timedelta(days=9), f"'{last}'"),
        end.format(last + timedelta(days=1)),
    )
    for attack in others:
        refused(sql, attack, "two administrators agree before the form's words change")
        let_through_without(sql, guard, attack)
    sql("desk", add.format(first, f"'{last}'"))
    sql("desk", end.format(last))
    longer = end.format(last + timedelta(days=1))
    agreed(
        people,
        "wording.end_power",
        f"power:{Power.objects.earliest('pk').pk}",
        {"until_on": str(last + timedelta(days=1))},
    )
    refused(sql, longer, "a power is ended, never lengthened")
    let_through_without(sql, guard, longer)


def test_a_withdrawal_serves_once_and_says_what_was_agreed(people: People, sql: Sql) -> None:
    paper = papers.published(people)
    reference = paper.reference
    assert reference is not None
    where: dict[str, Any] = {"reference": reference, "by": people.dev, "at": LATER}
    confirmed(propose_withdrawal(**where, reason="A wrong name."), by=people.dora, at=LATER)
    confirmed(propose_publishing_again(**where, text="The name is right."), by=people.dora, at=LATER)
    facts = {"of": "withdrawal", "key": reference.key, "by": people.dev.pk, "pdf": "NULL"}
    attack = AGAIN.format(kind="'withdrawal'", **facts)
    refused(sql, attack, "Two people must agree before a withdrawal is published")
    let_through_without(sql, trigger("book_waiting", "waiting_agreed"), attack)


def test_a_transcript_takes_the_place_of_no_paper(people: People, sql: Sql) -> None:
    paper = papers.published(people)
    facts = {"of": "decision", "key": paper.reference_key, "by": people.dev.pk, "pdf": "repeat('0', 64)"}
    attack = AGAIN.format(kind="'transcript'", **facts)
    refused(sql, attack, "A transcript is drawn for a decision that has no paper")
    let_through_without(sql, trigger("book_waiting", "waiting_agreed"), attack)


def test_another_paper_than_the_sealed_one_is_not_published(people: People, sql: Sql) -> None:
    paper = papers.approved(people)
    assert paper.reference_key
    attack = f"""
        INSERT INTO book_waiting (kind, reference, key, version, summary, payload, payload_sha256, pdf_sha256,
            projection, due_at, authorised_at, authorised_by, authorised_by_name, to_verify)
        SELECT 'decision', 'PCD', reference_key, 1, title, part1, encode(sha256(part1), 'hex'), repeat('0', 64), '{{}}',
            now(), now(), {people.dev.pk}, '', false FROM decisions_decision WHERE id = {paper.pk}
    """
    refused(sql, attack, "the paper that is published is the one that was sealed")
    let_through_without(sql, trigger("book_waiting", "waiting_paper_is_sealed"), attack)


def test_nothing_is_proposed_at_a_moment_to_come_so_that_no_cooling_time_is_jumped(people: People, sql: Sql) -> None:
    attack = f"""
        INSERT INTO accounts_proposal (verb, subject, target, sentence, arguments, reason, proposed_by_id, proposed_at,
            lapses_at, confirmed_how)
        VALUES ('person.close', 'person:{people.sam.pk}', '', 'x', '{{}}', '', {people.ada.pk},
            now() + interval '73 hours', now() + interval '5 days', '')
    """
    refused(sql, attack, "nothing is proposed or confirmed at a moment to come")
    let_through_without(sql, trigger("accounts_proposal", "proposal_not_dated_ahead"), attack)


def signature(paper: Decision, person: Person, at: str) -> str:
    """SQL that signs as the Chief Executive at a moment."""
    return (
        'INSERT INTO decisions_signature (decision_id, round, office, step, person_id, name, job_title, "on", at, how, '
        "statement, interests, note, digest, delegated_from, recorded_by_name, rulings_digest) "
        f"SELECT {paper.pk}, 1, 'endorser', 'endorsed', {person.pk}, 'x', '', accounts_london_day({at}), {at}, "
        f"'password', '', '', '', s.digest, '', '', '' FROM decisions_submission s WHERE s.decision_id = {paper.pk}"
    )


def test_nobody_signs_after_a_cooling_time_that_has_not_passed(people: People, sql: Sql) -> None:
    paper = papers.checked(people)
    barred = f"UPDATE accounts_person SET signing_barred_until = now() + interval '72 h' WHERE id = {people.clare.pk}"
    sql("owner", barred)
    ahead = signature(paper, people.clare, "now() + interval '73 hours'")
    refused(sql, ahead, "nobody signs at a moment to come")
    let_through_without(sql, trigger("decisions_signature", "signature_in_its_time"), ahead)


def test_nobody_signs_before_the_paper_was_there(people: People, sql: Sql) -> None:
    paper = papers.checked(people)
    back = signature(paper, people.clare, "timestamptz '2018-02-01 12:00Z'")
    refused(sql, back, "nobody signs before the paper is submitted")
    let_through_without(sql, trigger("decisions_signature", "signature_in_its_time"), back)
