"""Attacks of one insider alone, as they once succeeded: by pages, by actions, and by raw SQL of the desk's role."""

from datetime import date, timedelta
from typing import Any

import psycopg2
import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test import Client

from accounts.actions import change_person, delegate_office, factor_changed, give_office, propose_for_person
from accounts.models import Holding, Person, Proposal
from accounts.offices import Office
from accounts.proposals.actions import drop
from accounts.proposals.registry import all_verbs
from book.actions.propose import propose_withdrawal
from book.models import Entry, Waiting
from components.clock import held_at
from components.refusals import NotAllowed, NotOpen, Refused
from decisions import actions
from decisions.authorship import authors_of
from decisions.models import Decision, Signature
from decisions.scans import Scan
from grants.actions import GrantFacts, change_grant
from mail.models import Letter
from tests.database.copies import connect
from tests.decisions import papers
from tests.decisions.papers import AT, HOUR
from tests.decisions.scans import scanned
from tests.people import People, confirmed, end_together, make_people

pytestmark = pytest.mark.django_db
LATER = AT + 6 * HOUR
#: Confirms a proposal by hand: who, when, which.
SETTLE = (
    "UPDATE accounts_proposal SET confirmed_by_id = %s, confirmed_at = %s, confirmed_how = 'password' WHERE id = %s"
)
PASSWORD = "correct horse battery staple"


def ink(people: People, paper: Decision, by: Person, **more: Any) -> Proposal:
    """Somebody says that Kaya approved in ink."""
    facts = {"outcome": "approved", "decided_by": people.kaya, "on": AT.date(), "scan": Scan("scan.pdf", scanned())}
    return actions.record_ink(decision=paper, seen=paper.version, **{**facts, **more}, by=by, at=LATER)


def refused_by_the_database(statement: str, values: Any = None, match: str = "") -> None:
    """The statement, as the desk's own role, is refused."""
    with pytest.raises(DatabaseError, match=match or None), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


# -- an administrator wants to be the Deputy Mayor ---------------------------------------------------------------------


def test_an_administrator_alone_changes_nothing_of_the_deputy_mayors_way_in(people: People) -> None:
    changes = {"name": people.kaya.name, "job_title": people.kaya.job_title, "email": "ada2@example.org"}
    proposal = change_person(person=people.kaya, **changes, by=people.ada, at=AT)
    assert proposal is not None
    people.kaya.refresh_from_db()
    assert people.kaya.email == "kaya@example.org"
    # The old address is told at once, and so is the other administrator.
    letter = Letter.objects.get(to="kaya@example.org", body__contains="ada2@example.org")
    assert "address from kaya@example.org to ada2@example.org" in letter.body
    assert Letter.objects.filter(to="amir@example.org", subject="A proposal waits for you").exists()
    for person in (people.ada, people.kaya, people.dev):
        with pytest.raises(NotAllowed):
            confirmed(proposal, by=person, at=AT)
    refused_by_the_database("UPDATE accounts_person SET email = 'x@example.org' WHERE id = %s", [people.kaya.pk])
    confirmed(proposal, by=people.amir, at=AT)
    people.kaya.refresh_from_db()
    assert people.kaya.email == "ada2@example.org"
    assert people.kaya.signing_barred_until == AT + timedelta(hours=72)
    heard = Letter.objects.filter(to="kaya@example.org", body__contains="ada2@example.org")
    assert heard.count() == 2, "the old address hears that it is done"
    refused_by_the_database("UPDATE accounts_person SET signing_barred_until = NULL WHERE id = %s", [people.kaya.pk])


def test_a_job_title_which_papers_print_is_changed_by_two_administrators(people: People) -> None:
    changes = {"name": people.sam.name, "job_title": "Deputy Mayor for Everything", "email": people.sam.email}
    proposal = change_person(person=people.sam, **changes, by=people.ada, at=AT)
    assert proposal is not None
    assert "job title from" in proposal.sentence
    people.sam.refresh_from_db()
    assert people.sam.job_title != "Deputy Mayor for Everything"
    refused_by_the_database(
        "UPDATE accounts_person SET job_title = 'Deputy Mayor for Everything' WHERE id = %s",
        [people.sam.pk],
        "two people agree before a name, a job title",
    )
    confirmed(proposal, by=people.amir, at=AT)
    people.sam.refresh_from_db()
    assert people.sam.job_title == "Deputy Mayor for Everything"
    assert people.sam.signing_barred_until is None, "the address is as it was"


@pytest.mark.parametrize("deed", ["remove-second-factor", "invite", "close"])
def test_no_page_lets_an_administrator_do_it_alone_or_without_a_proof(deed: str) -> None:
    cache.clear()
    people = make_people(password=PASSWORD)
    if deed == "remove-second-factor":
        from allauth.mfa.models import Authenticator

        Authenticator.objects.create(user=people.kaya, type="totp", data={"secret": "x"})
    client = Client()
    client.force_login(people.ada)
    page = f"/desk/people/{people.kaya.pk}/{deed}/"
    with held_at(AT):
        assert client.post(page, {}).status_code == 422
        assert client.post(page, {"password": "wrong"}).status_code == 422
        assert not Proposal.objects.filter(subject=f"person:{people.kaya.pk}", confirmed_at=None).exists()
        assert client.post(page, {"password": PASSWORD}).status_code == 302
        proposal = Proposal.objects.get(subject=f"person:{people.kaya.pk}", confirmed_at=None)
        assert client.post(f"/desk/proposals/{proposal.pk}/", {"password": PASSWORD}).status_code == 403
    people.kaya.refresh_from_db()
    assert people.kaya.is_active


def test_a_proposal_lapses_after_14_days_and_is_dropped_by_who_made_it(people: People) -> None:
    ask: dict[str, Any] = {"verb": "person.close", "person": people.sam, "by": people.ada}
    proposal = propose_for_person(**ask, at=AT)
    with pytest.raises(NotOpen, match="lapsed"):
        confirmed(proposal, by=people.amir, at=AT + timedelta(days=14))
    again = propose_for_person(**ask, at=AT + timedelta(days=14))
    with pytest.raises(NotAllowed):
        drop(proposal=again, by=people.dev, at=AT + timedelta(days=14))
    drop(proposal=again, by=people.ada, at=AT + timedelta(days=14))
    with pytest.raises(NotOpen, match="settled"):
        confirmed(again, by=people.amir, at=AT + timedelta(days=14))


def test_nobody_confirms_in_their_own_cooling_time(people: People) -> None:
    proposal = propose_for_person(verb="person.close", person=people.sam, by=people.ada, at=AT)
    Person.objects.filter(pk=people.amir.pk).update(signing_barred_until=AT + timedelta(hours=72))
    with pytest.raises(NotAllowed, match="sign and confirm again"):
        confirmed(proposal, by=people.amir, at=AT)
    refused_by_the_database(SETTLE, [people.amir.pk, AT, proposal.pk], "barred from confirming")


def test_a_first_enrolment_starts_no_cooling_time_and_every_later_change_does(people: People) -> None:
    factor_changed(person=people.kaya, at=AT)
    people.kaya.refresh_from_db()
    assert people.kaya.signing_barred_until is None
    factor_changed(person=people.kaya, at=AT + HOUR)
    people.kaya.refresh_from_db()
    assert people.kaya.signing_barred_until == AT + HOUR + timedelta(hours=72)


def test_an_office_is_not_ended_before_a_day_on_which_its_holder_signed(people: People) -> None:
    papers.approved(people)
    holding = people.kaya.holdings.get()
    with pytest.raises(Refused, match="acted in this office on 20 November 2018"):
        end_together(people, holding, date(2018, 11, 19), at=LATER)
    refused_by_the_database(
        "UPDATE accounts_holding SET until_on = '2018-11-19', ended_by_id = %s, ended_at = now() WHERE id = %s",
        [people.ada.pk, holding.pk],
        "before a day on which its holder signed",
    )


def _offices(keys: list[str]) -> set[str]:
    """Keys of offices; "may:publish" stands for whichever the profile gives that ability."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ability, office FROM accounts_office_ability")
        able = cursor.fetchall()
    return {office for key in keys for office in [key, *(o for ability, o in able if key == f"may:{ability}")]} - {
        key for key in keys if key.startswith("may:")
    }


def test_the_database_holds_the_same_table_of_offices(people: People) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT verb, proposers, confirmers FROM accounts_proposal_rule ORDER BY verb")
        rows = cursor.fetchall()
    rules = [(verb, _offices(proposers), _offices(confirmers)) for verb, proposers, confirmers in rows]
    registered = [(v.name, set() if v.anybody_proposes else set(v.proposers), set(v.confirmers)) for v in all_verbs()]
    assert rules == registered


# -- DMPC staff want to decide -----------------------------------------------------------------------------------------


def test_one_of_staff_does_not_write_figures_check_record_in_ink_and_publish(people: People) -> None:
    paper = papers.submitted(people)
    grant = paper.decision_grants.get().grant
    facts = GrantFacts(
        title="Another title", purpose="Another purpose.", funder=grant.funder, recipient=grant.recipient,
        direction="received", route="offer",
    )  # fmt: skip
    change_grant(grant=grant, seen=grant.version, facts=facts, by=people.dev, at=AT + HOUR)
    with pytest.raises(NotAllowed, match="You wrote part"):
        actions.check(decision=paper, seen=paper.version, by=people.dev, at=AT + 2 * HOUR)
    actions.check(decision=paper, seen=paper.version, by=people.dora, at=AT + 2 * HOUR)
    actions.endorse(**papers.signing(paper), by=people.clare, at=AT + 3 * HOUR)
    for person, sentence in ((people.dev, "You wrote part"), (people.dora, "different people")):
        with pytest.raises(NotAllowed, match=sentence):
            ink(people, paper, person)
    assert not Signature.objects.filter(how="ink").exists()


def test_a_decision_in_ink_has_no_effect_before_the_deputy_mayor_confirms_it(people: People) -> None:
    paper = papers.endorsed(people)
    proposal = ink(people, paper, people.dora)
    assert "with a scan of 1 page of" in proposal.sentence
    paper.refresh_from_db()
    assert (paper.status, paper.part1) == ("endorsed", None)
    assert Letter.objects.filter(to="kaya@example.org", subject="A change that concerns you").exists()
    for person in (people.dora, people.dev, people.clare, people.ada):
        with pytest.raises(NotAllowed):
            confirmed(proposal, by=person, at=LATER)
    refused_by_the_database(
        'INSERT INTO decisions_signature (decision_id, round, office, step, person_id, name, job_title, "on", how, '
        "statement, interests, note, digest, delegated_from, recorded_by_id, recorded_by_name, scan_id) SELECT %s, 1, "
        "'decider', 'approved', %s, 'Kaya', '', '2018-11-20', 'ink', '', '', '', s.digest, '', %s, 'Dora', "
        "(SELECT min(id) FROM decisions_storedfile) FROM decisions_submission s WHERE s.decision_id = %s",
        [paper.pk, people.kaya.pk, people.dora.pk, paper.pk],
        "confirmed before it has effect",
    )
    confirmed(proposal, by=people.kaya, at=LATER)
    paper.refresh_from_db()
    assert paper.status == "approved"
    assert paper.signatures.get(office="decider").recorded_by == people.dora


def test_a_finance_officer_who_is_also_deputy_mayor_changes_figures_and_then_decides_nothing(people: People) -> None:
    office = give_office(person=people.felix, office=Office.DECIDER, from_on=AT.date(), by=people.ada, at=AT)
    from accounts.actions import confirm_office
    from tests.people import PROOF

    confirm_office(holding=office, by=people.amir, at=AT, proof=PROOF)
    paper = papers.draft(people)
    grant = paper.decision_grants.get().grant
    from decimal import Decimal

    from figures.years import FinancialYear
    from grants.actions import TrancheFacts, save_tranches

    rows = [TrancheFacts(year=FinancialYear(2018), fund="Police Transformation Fund", offered=Decimal(500_000))]
    save_tranches(grant=grant, seen=grant.version, rows=rows, by=people.felix, at=AT)
    assert people.felix.pk in authors_of(paper)
    actions.submit(decision=paper, seen=paper.version, by=people.felix, at=AT + HOUR)
    actions.check(decision=paper, seen=paper.version, by=people.dev, at=AT + 2 * HOUR)
    actions.endorse(**papers.signing(paper), by=people.clare, at=AT + 3 * HOUR)
    with pytest.raises(NotAllowed, match="You wrote part"):
        actions.approve(**papers.signing(paper), by=people.felix, at=AT + 4 * HOUR)


# -- raw SQL of the desk's own role ------------------------------------------------------------------------------------


def test_sql_makes_no_agreed_proposal(people: People) -> None:
    columns = "verb, subject, target, sentence, arguments, reason, proposed_by_id, proposed_at, lapses_at"
    values = f"'person.close', 'person:{people.kaya.pk}', '', 'x', '{{}}', '', %s, now(), now() + interval '1 day'"
    refused_by_the_database(
        f"INSERT INTO accounts_proposal ({columns}, confirmed_by_id, confirmed_at, confirmed_how) "
        f"VALUES ({values}, %s, now(), 'password')",
        [people.ada.pk, people.amir.pk],
        "begins open",
    )
    refused_by_the_database(
        f"INSERT INTO accounts_proposal ({columns}, confirmed_how) VALUES ({values}, '')", [people.dev.pk], "office"
    )
    proposal = propose_for_person(verb="person.close", person=people.sam, by=people.ada, at=AT)
    for person, moment in (
        (people.ada, AT), (people.dev, AT), (people.sam, AT), (people.amir, AT + timedelta(days=15)),
    ):  # fmt: skip
        refused_by_the_database(SETTLE, [person.pk, moment, proposal.pk])
    refused_by_the_database("UPDATE accounts_proposal SET sentence = 'y' WHERE id = %s", [proposal.pk])
    refused_by_the_database("DELETE FROM accounts_proposal WHERE id = %s", [proposal.pk])


def test_sql_makes_no_import_of_a_draft_and_approves_nothing_unsigned(people: People) -> None:
    paper = papers.draft(people)
    refused_by_the_database("UPDATE decisions_decision SET imported = true WHERE id = %s", [paper.pk], "imported")
    refused_by_the_database(
        "INSERT INTO decisions_decision (series, status, round, version, title, executive_summary, marking, "
        "impact_state, impact_reason, deferral, deferral_reason, part_2, part_2_marking, part_2_statement, "
        "part_2_reasons, part_2_review, imported, decided_by_name, created_by_id, created_at) VALUES ('PCD', "
        "'draft', 0, 1, 'x', '', '', '', '', '', '', '', '', '', '', '', true, '', %s, now())",
        [people.fatima.pk],
        "earlier decisions are entered by",
    )


def test_sql_publishes_no_withdrawal_and_no_paper_that_is_not_decided(people: People) -> None:
    paper = papers.published(people)
    assert paper.reference is not None
    propose_withdrawal(reference=paper.reference, reason="A reason.", by=people.dev, at=LATER)
    row = (
        "INSERT INTO book_waiting (kind, reference, key, version, summary, payload, payload_sha256, projection, "
        "due_at, authorised_at, authorised_by, authorised_by_name) VALUES (%s, 'PCD 1901', %s, 1, 'x', %s::bytea, "
        "encode(sha256(%s::bytea), 'hex'), '{}', now(), now(), %s, 'Dev')"
    )
    notice = '{"reason":"A reason.","reference":"PCD 1901","schema":"withdrawal/1"}'
    for kind, key, payload in (
        ("withdrawal", "pcd1901", notice), ("decision", "pcd9", "{}"), ("correction", "pcd1901", '{"note":"x"}'),
    ):  # fmt: skip
        refused_by_the_database(row, [kind, key, payload, payload, people.dev.pk])
    assert Entry.objects.using("default").count() == 1


def test_sql_brings_no_deferral_forward(people: People) -> None:
    deferral = {"deferral": "yes", "deferral_reason": "Talks go on.", "deferral_until": date(2098, 3, 1)}
    papers.published(people, deferral=deferral)
    refused_by_the_database("UPDATE book_waiting SET due_at = now()", match="published earlier")
    assert Waiting.objects.get().due_at.year == 2098


def test_sql_gives_no_authority_and_sets_no_numbering_back(people: People) -> None:
    paper = papers.approved(people)
    grant = paper.decision_grants.get().grant
    refused_by_the_database(
        "INSERT INTO grants_authority (grant_id, reference, recommendation, amount, up_to, from_at, "
        "ended_by_reference) VALUES (%s, 'PCD 1901', 1, 9000000, true, now(), '')",
        [grant.pk],
        "signed recommendation alone",
    )
    refused_by_the_database("UPDATE decisions_numbering SET next_number = 1901", match="never given again")
    refused_by_the_database("DELETE FROM decisions_numbering")


def test_sql_uses_no_proof_twice(people: People) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_usedassertion (digest, person_id, used_at) VALUES ('x', %s, now())", [people.ada.pk]
        )
    refused_by_the_database("DELETE FROM accounts_usedassertion", match="only added to")
    refused_by_the_database("UPDATE accounts_usedassertion SET digest = 'y'", match="only added to")


def test_sql_gives_nobody_two_offices_that_must_be_apart_nor_one_that_nobody_confirmed(people: People) -> None:
    lent = delegate_office(
        holding=people.clare.holdings.get(),
        to=people.dora,
        from_on=AT.date(),
        until_on=AT.date(),
        by=people.clare,
        at=AT,
    )
    refused_by_the_database(
        "UPDATE accounts_holding SET confirmed_by_id = %s, confirmed_at = now() WHERE id = %s",
        [people.ada.pk, lent.pk],
        "counts when its proposal is confirmed",
    )
    holding = Holding.objects.create(
        person=people.clare, office=Office.DECIDER, from_on=AT.date(), given_by=people.ada, given_at=AT
    )
    proposal = Proposal.objects.create(
        verb="office.give", subject=f"person:{people.clare.pk}", target=f"holding:{holding.pk}", sentence="x",
        arguments={"holding": holding.pk}, proposed_by=people.ada, proposed_at=AT, lapses_at=AT + timedelta(days=1),
    )  # fmt: skip
    with pytest.raises(Refused, match="nobody can be"):
        confirmed(proposal, by=people.amir, at=AT)
    with connection.cursor() as cursor:
        cursor.execute(
            SETTLE,
            [people.amir.pk, AT, proposal.pk],
        )
    refused_by_the_database(
        "UPDATE accounts_holding SET confirmed_by_id = %s, confirmed_at = now() WHERE id = %s",
        [people.amir.pk, holding.pk],
        "never held by one person",
    )


def test_sql_signs_nothing_out_of_office_or_in_the_cooling_time(people: People) -> None:
    paper = papers.checked(people)
    sign = (
        'INSERT INTO decisions_signature (decision_id, round, office, step, person_id, name, job_title, "on", at, how, '
        "statement, interests, note, digest, delegated_from, recorded_by_name) SELECT %s, 1, 'endorser', "
        "'endorsed', %s, 'x', '', '2018-11-20', '2018-11-20 12:00Z', 'password', '', '', '', s.digest, '', '' "
        "FROM decisions_submission s WHERE s.decision_id = %s"
    )
    refused_by_the_database(sign, [paper.pk, people.kaya.pk, paper.pk], "office is not held")
    Person.objects.filter(pk=people.clare.pk).update(signing_barred_until=AT + timedelta(hours=72))
    refused_by_the_database(sign, [paper.pk, people.clare.pk, paper.pk], "barred from signing")


@pytest.mark.committed
def test_two_who_accept_at_once_under_repeatable_read_do_not_accept_more_than_is_allowed(sql: Any) -> None:
    people = make_people()
    paper = papers.approved(people)
    first, second = paper.decision_grants.get().grant.tranches.all()
    connections_of_the_desk = [connect("default"), connect("default")]
    try:
        cursors = [connection.cursor() for connection in connections_of_the_desk]
        for cursor in cursors:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT count(*) FROM grants_tranche")
        accept = "UPDATE grants_tranche SET accepted = 400000 WHERE id = %s"
        cursors[0].execute(accept, [first.pk])
        cursors[0].execute("COMMIT")
        with pytest.raises(psycopg2.errors.SerializationFailure):
            cursors[1].execute(accept, [second.pk])
    finally:
        for connection in connections_of_the_desk:
            connection.close()
    assert sql("desk", "SELECT sum(accepted) FROM grants_tranche") == [(400_000,)]
