"""Promise: the worker, under a role of its own, verifies what passkeys signed; what the desk's role forged waits."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg2
import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings

from accounts.models import Person
from accounts.passkeys import challenge_of, to_text
from accounts.proof import Proof
from audit.models import Event
from book.actions import publish_due
from book.models import PublishedDecision, Verification, Waiting
from book.part1 import read_part1
from decisions import actions
from decisions.actions.verify_signatures import _problem_with_passkey, verify_signatures
from decisions.models import Decision
from decisions.profiles import keep_passkey_rule
from decisions.rulings import digest_to_sign
from mail.models import Letter
from operations.state import service_state
from tests.accounts.authenticator import SoftPasskey
from tests.conftest import Sql
from tests.decisions import papers
from tests.decisions.papers import AT, HOUR
from tests.people import People
from tests.promises.guards import let_through_without, refused, trigger

pytestmark = pytest.mark.committed(owner=True)
#: Puts a row of what waits there again, as a JSON object has it.
AGAIN = "INSERT INTO book_waiting SELECT (jsonb_populate_record(NULL::book_waiting, %s)).*"


def quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def registered(person: Person) -> SoftPasskey:
    passkey = SoftPasskey()
    data = {"name": "Phone", "credential": passkey.create(to_text(b"registration"))}
    Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data=data)
    return passkey


def signed(paper: Decision, step: str, verdict: str, passkey: SoftPasskey) -> dict[str, Any]:
    """What a step is given when a passkey answered its page."""
    digest = digest_to_sign(paper, step)
    challenge = challenge_of(digest, purpose=f"{verdict}/{paper.round}", nonce=bytes(16))
    return papers.signing(paper) | {"proof": Proof("passkey", passkey.evidence(to_text(challenge)))}


def approved(people: People, hers: SoftPasskey) -> Decision:
    """A paper that Kaya approved with a passkey."""
    paper = papers.endorsed(people)
    actions.approve(**signed(paper, "approve", "approved", hers), by=people.kaya, at=AT + 4 * HOUR)
    paper.refresh_from_db()
    return paper


def published(paper: Decision, people: People) -> bool:
    """Authorise the publication, let the worker do its round, and see whether it is in the register."""
    actions.publish(decision=paper, seen=paper.version, by=people.dev, at=AT + 5 * HOUR)
    assert not PublishedDecision.objects.filter(key=paper.reference_key).exists(), "the worker has not verified it yet"
    verify_signatures(at=AT + 5 * HOUR)
    publish_due()
    return PublishedDecision.objects.filter(key=paper.reference_key).exists()


def test_what_a_passkey_signed_is_published_once_the_worker_has_verified_it(people: People) -> None:
    hers = registered(people.kaya)
    assert verify_signatures(at=AT) == 0
    letter = Letter.objects.get(subject__startswith="A passkey now signs")
    assert (letter.to, "seen for the first time" in letter.body) == (people.kaya.email, True)
    assert published(approved(people, hers), people)


def test_a_signature_that_the_desks_role_forged_waits_and_the_administrators_are_told(people: People, sql: Sql) -> None:
    registered(people.kaya)
    verify_signatures(at=AT)
    forged = SoftPasskey()  # whoever has the desk's role signs with a key of their own, in Kaya's name
    paper = approved(people, forged)
    assert not published(paper, people)
    sentence = Verification.objects.get().problem
    assert sentence.startswith("A passkey is not known to be that person’s")
    assert f"Not published: {sentence}" in [finding.sentence for finding in service_state(at=AT).findings()]
    assert service_state(at=AT).measures()["publications_unsound"] == 1
    # Neither mark is the desk's to set.
    for attack in (
        "UPDATE book_verification SET problem = ''",
        "INSERT INTO book_verification VALUES (repeat('0', 64), '', now())",
        f"INSERT INTO accounts_knownpasskey (person_id, public_key, first_seen_at) SELECT {people.kaya.pk}, 'x', now()",
        "INSERT INTO decisions_passkeyrule (since) VALUES (now())",
    ):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            sql("desk", attack)
    with pytest.raises(psycopg2.Error, match="never changed"):
        sql("desk", "UPDATE book_waiting SET to_verify = false")
    # Put to wait once more by raw SQL, with the mark taken away: a trigger sets it.
    row = (sql("desk", "SELECT to_jsonb(w) || '{\"to_verify\": false}' FROM book_waiting w") or [])[0][0]
    sql("desk", "DELETE FROM book_waitingfile; DELETE FROM book_waiting")
    sql("desk", AGAIN, [json.dumps(row)])
    assert Waiting.objects.get().to_verify
    publish_due()
    assert not PublishedDecision.objects.exists()


def test_that_a_paper_has_to_be_verified_is_not_left_to_who_hands_it_over(people: People, sql: Sql) -> None:
    paper = approved(people, registered(people.kaya))
    actions.publish(decision=paper, seen=paper.version, by=people.dev, at=AT + 5 * HOUR)
    row = (sql("desk", "SELECT to_jsonb(w) || '{\"to_verify\": false}' FROM book_waiting w") or [])[0][0]
    sql("desk", "DELETE FROM book_waitingfile; DELETE FROM book_waiting")
    unmarked = "DO $$ BEGIN ASSERT (SELECT NOT to_verify FROM book_waiting), 'to be verified'; END $$"
    attack = f"{AGAIN % quoted(json.dumps(row))}; {unmarked}"
    refused(sql, f"BEGIN; {attack}", "to be verified")
    sql("desk", "ROLLBACK")
    let_through_without(sql, trigger("book_waiting", "waiting_is_a_decision"), attack)


def test_lists_and_totals_that_say_something_else_than_part_1_wait(people: People, sql: Sql) -> None:
    hers = registered(people.kaya)
    verify_signatures(at=AT)
    paper = approved(people, hers)
    actions.publish(decision=paper, seen=paper.version, by=people.dev, at=AT + 5 * HOUR)
    other = "SELECT jsonb_set(to_jsonb(w), '{projection,decision,approved}', '\"790000.00\"') FROM book_waiting w"
    row = (sql("desk", other) or [])[0][0]
    sql("desk", "DELETE FROM book_waitingfile; DELETE FROM book_waiting")
    sql("desk", AGAIN, [json.dumps(row)])
    verify_signatures(at=AT + 5 * HOUR)
    assert "What lists and totals would show" in Verification.objects.get().problem
    publish_due()
    assert not PublishedDecision.objects.exists()


def test_a_key_slipped_in_is_told_of_and_counts_after_three_days(people: People) -> None:
    registered(people.kaya)
    verify_signatures(at=AT)
    slipped = registered(people.kaya)
    verify_signatures(at=AT + HOUR)
    assert Letter.objects.filter(to=people.kaya.email, body__contains="is published from 23 November 2018").count() == 1
    assert Event.objects.filter(verb="see passkey").count() == 2
    paper = approved(people, slipped)
    assert not published(paper, people)
    verify_signatures(at=AT + timedelta(hours=74))
    publish_due()
    assert PublishedDecision.objects.filter(key=paper.reference_key).exists()


def test_an_answer_for_another_text_or_verdict_waits(people: People) -> None:
    hers = registered(people.kaya)
    verify_signatures(at=AT)
    paper = papers.endorsed(people)
    given = signed(paper, "approve", "approved", hers)
    actions.approve(**given, by=people.kaya, at=AT + 4 * HOUR)
    paper.refresh_from_db()
    row = paper.signatures.get(step="approved")
    part1 = read_part1(bytes(paper.part1 or b""))
    sound = part1.signatures[-1]
    assert _problem_with_passkey(part1, row, sound, AT) == ""
    other = replace(part1, title="Another title")
    assert "another text" in _problem_with_passkey(other, row, sound, AT)
    refusal = replace(sound, step="refused")
    assert "does not prove" in _problem_with_passkey(part1, row, refusal, AT)


def test_where_passkeys_are_compulsory_a_password_is_not_enough(people: People) -> None:
    keep_passkey_rule(True, at=AT)
    paper = papers.approved(people)
    assert not published(paper, people)
    assert "without a passkey, which is compulsory" in Verification.objects.get().problem
    keep_passkey_rule(False, at=AT)
    verify_signatures(at=AT + 6 * HOUR)
    publish_due()
    assert PublishedDecision.objects.filter(key=paper.reference_key).exists()


def test_the_workers_role_reads_what_was_signed_and_writes_two_tables_and_takes_turns(sql: Sql) -> None:
    names = sql(
        "worker",
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname IN ('public', 'book') AND c.relkind = 'r' "
        "AND (has_any_column_privilege(c.oid, 'INSERT, UPDATE') OR has_table_privilege(c.oid, 'DELETE'))",
    )
    written = ["accounts_knownpasskey", "book_verification"]
    assert sorted(name for (name,) in names or []) == [*written, "operations_workerturn"]
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        sql("worker", "SELECT * FROM decisions_part2item")
    assert settings.DATABASES["worker"]["USER"] not in (settings.DATABASES[a]["USER"] for a in ("default", "book"))
