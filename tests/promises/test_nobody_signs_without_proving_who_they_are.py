"""Signing: by whoever holds the office that day, proved again at that moment, over the digest that was shown."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from accounts.actions import change_person, confirm_office, delegate_office
from accounts.models import Person
from accounts.passkeys import to_text, verify_evidence
from accounts.stepup import StepUpForm
from audit.models import Event
from book.integrity.consents import passkey_consents
from book.part1 import read_part1
from components.clock import held_at
from components.refusals import Refused, refusal_of
from decisions import actions
from decisions.forms.steps import FORMS
from decisions.freezing import with_signatures
from decisions.models import Decision, Signature
from decisions.workflow import STEPS, check_can_take
from figures.dates import london_day
from tests.accounts.authenticator import SoftPasskey
from tests.decisions import papers
from tests.people import PROOF, People, confirmed, end_together, make_people

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery staple"
LATER = papers.AT + timedelta(hours=3)
SIGNED = sorted(name for name, step in STEPS.items() if step.signs)


@pytest.fixture
def people() -> People:
    cache.clear()
    return make_people(password=PASSWORD)


def take(person: Person, paper: Decision, step: str, at: datetime = LATER, **form: Any) -> Any:
    """Open the page of a step as a person, and send its form."""
    client = Client()
    with held_at(at):
        client.force_login(Person.objects.get(pk=person.pk))
        paper.refresh_from_db()
        submission = paper.current_submission()
        seen = {"seen": paper.version, "digest": submission.digest if submission else "", "has_interests": "no"}
        return client.post(f"/desk/decisions/{paper.pk}/steps/{step}/", {**seen, **form})


def signed_with(
    passkey: SoftPasskey, person: Person, paper: Decision, step: str, at: datetime = LATER
) -> dict[str, Any]:
    """What a browser sends when this passkey answers the page of a step."""
    client = Client()
    with held_at(at):
        client.force_login(Person.objects.get(pk=person.pk))
        form = client.get(f"/desk/decisions/{paper.pk}/steps/{step}/").context["form"]
    challenge = form.passkey_options["publicKey"]["challenge"]
    return {"passkey": json.dumps(passkey.get(challenge)), "nonce": form.fresh_nonce}


def with_passkey(person: Person) -> SoftPasskey:
    passkey = SoftPasskey()
    data = {"name": "Phone", "credential": passkey.create(to_text(b"registration"))}
    Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data=data)
    return passkey


def test_every_step_that_signs_asks_for_a_proof() -> None:
    assert SIGNED == ["approve", "endorse", "refuse"]
    for name in [*SIGNED, "publish", "record_ink"]:
        assert issubclass(FORMS[name], StepUpForm), name


@pytest.mark.parametrize("proof", [{}, {"password": "wrong"}, {"code": "123456"}, {"passkey": "{}"}])
def test_without_a_proof_nothing_is_signed(people: People, proof: dict[str, Any]) -> None:
    paper = papers.checked(people)
    page = take(people.clare, paper, "endorse", **proof)
    assert page.status_code == 422
    assert not Signature.objects.exists()
    paper.refresh_from_db()
    assert paper.status == "checked"


def test_what_else_is_wrong_and_that_no_proof_was_given_are_said_together(people: People) -> None:
    paper = papers.endorsed(people)
    page = take(people.kaya, paper, "approve", has_interests="")
    assert page.context["form"].errors.keys() == {"has_interests", "password"}
    page = take(people.kaya, paper, "approve", has_interests="", password="wrong")
    assert page.context["form"].errors.keys() == {"has_interests"}, "a proof is looked at last"


def test_a_password_signs_what_was_shown_with_its_hash(people: People) -> None:
    paper = papers.checked(people)
    submission = paper.current_submission()
    assert submission is not None
    client = Client()
    with held_at(LATER):
        client.force_login(people.clare)
        page = client.get(f"/desk/decisions/{paper.pk}/steps/endorse/").content.decode()
    assert submission.digest in page
    assert take(people.clare, paper, "endorse", password=PASSWORD).status_code == 302
    signature = Signature.objects.get()
    assert (signature.how, signature.digest, signature.name) == ("password", submission.digest, "Clare Chamberlain")


def test_a_digest_that_is_not_the_papers_is_not_signed(people: People) -> None:
    paper = papers.checked(people)
    page = take(people.clare, paper, "endorse", password=PASSWORD, digest="0" * 64)
    assert page.status_code == 409
    assert not Signature.objects.exists()


def test_a_passkey_signs_the_papers_digest_and_anyone_can_check_it(people: People) -> None:
    passkey = with_passkey(people.clare)
    paper = papers.checked(people)
    submission = paper.current_submission()
    assert submission is not None
    answer = signed_with(passkey, people.clare, paper, "endorse")
    assert take(people.clare, paper, "endorse", **answer).status_code == 302
    signature = Signature.objects.get()
    assert signature.how == "passkey"
    assert verify_evidence(signature.evidence, signature.digest)
    assert not verify_evidence(signature.evidence, "0" * 64)
    hers, later = with_passkey(people.kaya), LATER + timedelta(hours=1)
    other = signed_with(hers, people.kaya, paper, "refuse", later)
    assert take(people.kaya, paper, "approve", at=later, **other).status_code == 422, "it was signed for a refusal"
    right = signed_with(hers, people.kaya, paper, "approve", later)
    assert take(people.kaya, paper, "approve", at=later, **right).status_code == 302
    paper.refresh_from_db()
    assert paper.part1 is not None
    # What is published: nobody needs the desk to check it.
    consents = passkey_consents(read_part1(bytes(paper.part1)))
    assert [(signature.name, holds) for signature, holds in consents] == [
        (people.clare.name, True),
        (people.kaya.name, True),
    ]


def test_nobody_signs_with_the_passkey_of_another_or_with_an_answer_already_used(people: People) -> None:
    hers = with_passkey(people.kaya)
    with_passkey(people.clare)
    paper = papers.checked(people)
    submission = paper.current_submission()
    assert submission is not None
    answer = signed_with(hers, people.clare, paper, "endorse")
    assert take(people.clare, paper, "endorse", **answer).status_code == 422
    assert not Signature.objects.exists()


@pytest.mark.parametrize("step", sorted(STEPS))
def test_a_step_needs_its_office_on_that_day_and_every_refusal_says_why(people: People, step: str) -> None:
    paper = papers.submitted(people)
    day = london_day(LATER)
    for status, (office, *_) in STEPS[step].moves.items():
        paper.status = status
        for person in people.all():
            sentence = refusal_of(check_can_take, step, paper, person, day)
            if not person.holds(office, day):
                assert sentence.endswith("."), (step, person.name)
                assert len(sentence) > 30, sentence


def test_an_office_that_ended_yesterday_signs_nothing_today(people: People) -> None:
    paper = papers.checked(people)
    yesterday = london_day(LATER) - timedelta(days=1)
    end_together(people, people.clare.holdings.get(), yesterday, at=LATER)
    page = take(people.clare, paper, "endorse", password=PASSWORD)
    assert page.status_code == 403
    assert not Signature.objects.exists()
    assert "Chief Executive" in refusal_of(check_can_take, "endorse", paper, people.clare, london_day(LATER))
    assert refusal_of(check_can_take, "endorse", paper, people.clare, yesterday) == ""


@pytest.mark.parametrize("name", ["fatima", "dev", "kaya", "ada", "olu", "sam"])
def test_nobody_signs_in_an_office_that_is_not_theirs(people: People, name: str) -> None:
    paper = papers.checked(people)
    page = take(getattr(people, name), paper, "endorse", password=PASSWORD)
    assert page.status_code == 403
    assert not Signature.objects.exists()


def test_who_stands_in_signs_for_the_holder_and_the_paper_says_so(people: People) -> None:
    day = london_day(LATER)
    lent = delegate_office(
        holding=people.clare.holdings.get(), to=people.dora, from_on=day, until_on=day + timedelta(days=7),
        by=people.clare, at=papers.AT,
    )  # fmt: skip
    paper = papers.checked(people)
    assert take(people.dora, paper, "endorse", password=PASSWORD).status_code == 403, "nobody has confirmed it"
    confirm_office(holding=lent, by=people.ada, at=papers.AT, proof=PROOF)
    assert take(people.dora, paper, "endorse", password=PASSWORD).status_code == 302
    signature = Signature.objects.get()
    assert (signature.name, signature.office, signature.delegated_from) == (
        "Dora Dunn",
        "endorser",
        "Clare Chamberlain",
    )
    paper.refresh_from_db()
    assert "Clare Chamberlain" in with_signatures(paper).to_json().decode()
    assert Event.objects.filter(verb="delegate office", actor_id=people.clare.pk).exists()


def test_a_delegation_gives_nothing_on_other_days(people: People) -> None:
    lent = delegate_office(
        holding=people.clare.holdings.get(), to=people.dora, from_on=date(2018, 12, 1), until_on=date(2018, 12, 7),
        by=people.clare, at=papers.AT,
    )  # fmt: skip
    confirm_office(holding=lent, by=people.ada, at=papers.AT, proof=PROOF)
    paper = papers.checked(people)
    assert take(people.dora, paper, "endorse", password=PASSWORD).status_code == 403
    assert not Signature.objects.exists()


def test_an_answer_does_not_serve_again_when_the_paper_was_sent_back_and_submitted_unchanged(people: People) -> None:
    passkey = with_passkey(people.clare)
    paper = papers.checked(people)
    digest = paper.submissions.get().digest
    answer = signed_with(passkey, people.clare, paper, "endorse")
    assert take(people.clare, paper, "endorse", **answer).status_code == 302
    paper.refresh_from_db()
    again: dict[str, Any] = {"decision": paper, "at": LATER}
    actions.send_back(**again, seen=paper.version, note="Read it again.", by=people.kaya)
    actions.submit(**again, seen=paper.version, by=people.fatima)
    actions.check(**again, seen=paper.version, by=people.dev)
    assert paper.submissions.get(round=2).digest == digest, "the same words, the same digest"
    assert take(people.clare, paper, "endorse", **answer).status_code == 422
    assert not Signature.objects.filter(round=2).exists()


def test_for_three_days_after_a_change_of_address_or_factor_nobody_signs(people: People) -> None:
    paper = papers.checked(people)
    moved = change_person(
        person=people.clare, name=people.clare.name, job_title=people.clare.job_title, email="clare@elsewhere.example",
        by=people.ada, at=LATER,
    )  # fmt: skip
    assert moved is not None
    confirmed(moved, by=people.amir, at=LATER)
    soon, then = LATER + timedelta(hours=71), LATER + timedelta(hours=73)
    page = take(people.clare, paper, "endorse", at=soon, password=PASSWORD)
    assert page.status_code == 422
    assert "You can sign and confirm again from" in page.content.decode()
    with pytest.raises(Refused, match="sign and confirm again"):
        actions.endorse(**papers.signing(paper), by=people.clare, at=soon)
    assert not Signature.objects.exists()
    assert take(people.clare, paper, "endorse", at=then, password=PASSWORD).status_code == 302


def test_where_passkeys_are_compulsory_whoever_endorses_signs_with_nothing_else(people: People, settings: Any) -> None:
    settings.PASSKEYS_COMPULSORY = True
    paper = papers.checked(people)
    page = take(people.clare, paper, "endorse", password=PASSWORD)
    assert (page.status_code, page.headers["Location"]) == (302, "/account/2fa/"), "she must set one up first"
    passkey = with_passkey(people.clare)
    assert take(people.clare, paper, "endorse", password=PASSWORD).status_code == 422
    with pytest.raises(Refused, match="signs with a passkey"):
        actions.endorse(**papers.signing(paper), by=people.clare, at=LATER)
    assert not Signature.objects.exists()
    answer = signed_with(passkey, people.clare, paper, "endorse")
    assert take(people.clare, paper, "endorse", **answer).status_code == 302
