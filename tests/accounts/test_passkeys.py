"""Passkeys: the digest is the challenge, and what is kept proves itself to anyone."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from django.core.cache import cache
from django.test import Client, RequestFactory

from accounts.passkeys import NotEvidence, check_evidence, to_bytes, to_text, verify_evidence
from accounts.proof import Proof
from accounts.stepup import NotProved, SigningRequest, StepUpForm, digest_of, new_nonce, passkey_options, prove
from audit.models import Event
from tests.accounts.authenticator import PRESENT, SoftPasskey, over
from tests.people import People

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
DIGEST = hashlib.sha256(b"the paper").hexdigest()
OTHER = hashlib.sha256(b"another paper").hexdigest()


def registered(person: Any, passkey: SoftPasskey) -> SoftPasskey:
    data = {"name": "Phone", "credential": passkey.create(to_text(b"registration"))}
    Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data=data)
    return passkey


def request_by(person: Any) -> Any:
    request = RequestFactory().post("/")
    request.user = person
    return request


def page_of(person: Any, digest: str = DIGEST, purpose: str = "approved/1") -> SigningRequest:
    """What a page has the person sign."""
    return SigningRequest(digest, purpose, new_nonce(person, digest, purpose))


def sign(
    person: Any, passkey: SoftPasskey, page: SigningRequest | None = None, over: SigningRequest | None = None
) -> Proof:
    """Answer a page; `over` is another page, whose challenge was signed instead."""
    page = page or page_of(person)
    answer = passkey.get(to_text((over or page).challenge(person)))
    return prove(request=request_by(person), person=person, data={"passkey": json.dumps(answer)}, signing=page, at=AT)


@pytest.fixture
def phone(people: People) -> SoftPasskey:
    return registered(people.kaya, SoftPasskey())


def test_a_passkey_signs_the_digest_and_the_evidence_proves_itself(people: People, phone: SoftPasskey) -> None:
    proof = sign(people.kaya, phone)
    assert proof.how == "passkey"
    stored = json.loads(json.dumps(proof.evidence))
    assert verify_evidence(stored, DIGEST)
    assert not verify_evidence(stored, OTHER)


def test_the_browser_is_asked_to_sign_the_digest_itself(people: People, phone: SoftPasskey) -> None:
    challenge = page_of(people.kaya).challenge(people.kaya)
    options = passkey_options(request_by(people.kaya), people.kaya, challenge)
    assert options is not None
    asked_for = to_bytes(options["publicKey"]["challenge"])
    assert (asked_for[:32].hex(), asked_for[49:]) == (DIGEST, b"approved/1")
    assert options["publicKey"]["allowCredentials"] == [{"type": "public-key", "id": to_text(phone.id)}]
    assert options["publicKey"]["userVerification"] == "required"
    assert passkey_options(request_by(people.clare), people.clare, challenge) is None


@pytest.mark.parametrize("part", ["client_data_json", "authenticator_data", "signature", "public_key"])
def test_evidence_with_any_byte_changed_proves_nothing(people: People, phone: SoftPasskey, part: str) -> None:
    evidence = sign(people.kaya, phone).evidence
    assert evidence is not None
    data = bytearray(to_bytes(evidence[part]))
    for place in range(0, len(data), 7):
        changed = bytearray(data)
        changed[place] ^= 1
        assert not verify_evidence({**evidence, part: to_text(bytes(changed))}, DIGEST), place


@pytest.mark.parametrize(
    "wrong", [{}, {"signature": 5}, {"public_key": "!!"}, {"authenticator_data": ""}, {"client_data_json": "W10"}]
)
def test_evidence_that_is_nonsense_is_refused_without_an_accident(
    people: People, phone: SoftPasskey, wrong: dict[str, Any]
) -> None:
    true_evidence = sign(people.kaya, phone).evidence
    assert true_evidence is not None
    evidence = {**true_evidence, **wrong} if wrong else {}
    with pytest.raises(NotEvidence):
        check_evidence(evidence, DIGEST)


def test_an_answer_over_another_paper_is_refused(people: People, phone: SoftPasskey) -> None:
    with pytest.raises(NotProved, match="something else than this paper"):
        sign(people.kaya, phone, over=page_of(people.kaya, OTHER))


def test_the_passkey_of_somebody_else_is_refused(people: People, phone: SoftPasskey) -> None:
    with pytest.raises(NotProved, match="not one of yours"):
        sign(people.clare, phone)


def test_a_key_that_only_claims_to_be_the_registered_one_is_refused(people: People, phone: SoftPasskey) -> None:
    forged = SoftPasskey()
    forged.id = phone.id
    with pytest.raises(NotProved, match="does not fit its key"):
        sign(people.kaya, forged)


def test_a_passkey_used_on_another_site_is_refused(people: People) -> None:
    elsewhere = registered(people.kaya, SoftPasskey(origin="https://evil.example"))
    with pytest.raises(NotProved, match="another site"):
        sign(people.kaya, elsewhere)
    other_site = registered(people.kaya, SoftPasskey(rp_id="evil.example"))
    with pytest.raises(NotProved, match="another site"):
        sign(people.kaya, other_site)


def test_a_passkey_that_did_not_check_who_uses_it_is_refused(people: People, phone: SoftPasskey) -> None:
    phone.flags = PRESENT
    with pytest.raises(NotProved, match="did not make sure who you are"):
        sign(people.kaya, phone)


def test_an_answer_of_a_passkey_serves_once(people: People, phone: SoftPasskey) -> None:
    page = page_of(people.kaya)
    answer = phone.get(to_text(page.challenge(people.kaya)))
    sent: dict[str, Any] = {"request": request_by(people.kaya), "person": people.kaya, "signing": page, "at": AT}
    prove(**sent, data={"passkey": json.dumps(answer)})
    with pytest.raises(NotProved, match="counted already"):
        prove(**sent, data={"passkey": json.dumps(answer)})
    # Of a signature (r, s) anybody makes another that fits as well: (r, n - s).
    r, s = decode_dss_signature(to_bytes(answer["response"]["signature"]))
    n = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    answer["response"]["signature"] = to_text(encode_dss_signature(r, n - s))
    with pytest.raises(NotProved, match="counted already"):
        prove(**sent, data={"passkey": json.dumps(answer)})


@pytest.mark.parametrize("other", [{"purpose": "refused/1"}, {"purpose": "approved/2"}, {"digest": OTHER}, {}])
def test_an_answer_is_for_one_verdict_one_round_and_one_page(
    people: People, phone: SoftPasskey, other: dict[str, str]
) -> None:
    with pytest.raises(NotProved, match="something else than this paper"):
        sign(people.kaya, phone, over=page_of(people.kaya, **other))


def test_a_nonce_is_the_servers_own_and_this_persons(people: People, phone: SoftPasskey) -> None:
    for nonce in ("", "00" * 16, new_nonce(people.clare, DIGEST, "approved/1")):
        page = SigningRequest(DIGEST, "approved/1", nonce)
        with pytest.raises(NotProved, match="has changed or has been open"):
            sign(people.kaya, phone, page=page, over=page_of(people.kaya))


def test_a_right_proof_that_ends_in_an_accident_counts_as_no_wrong_try(
    people: People, phone: SoftPasskey, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    with monkeypatch.context() as broken:
        broken.setattr("accounts.stepup.use_assertion", lambda **_: 1 / 0)
        for _ in range(6):
            with pytest.raises(ZeroDivisionError):
                sign(people.kaya, phone)
    assert sign(people.kaya, phone).how == "passkey"


def test_published_evidence_names_its_verdict_and_older_evidence_still_proves_its_digest(
    people: People, phone: SoftPasskey
) -> None:
    evidence = sign(people.kaya, phone).evidence
    assert verify_evidence(evidence, DIGEST, "approved")
    assert not verify_evidence(evidence, DIGEST, "refused")
    older = phone.evidence(over(DIGEST))
    assert verify_evidence(older, DIGEST, "approved")
    assert not verify_evidence(older, OTHER, "approved")


@pytest.mark.parametrize("answer", ["", "{", "[]", "null", '{"id": 1}', '{"id": "x", "response": {}}', "1" * 9000])
def test_an_answer_that_cannot_be_read_is_refused_with_a_sentence(
    people: People, phone: SoftPasskey, answer: str
) -> None:
    with pytest.raises(NotProved, match=r"\.$"):
        prove(
            request=request_by(people.kaya),
            person=people.kaya,
            data={"passkey": answer},
            signing=page_of(people.kaya),
            at=AT,
        )


def test_a_password_is_proof_and_a_wrong_one_is_an_event(people: People) -> None:
    people.kaya.set_password("correct horse battery staple")
    people.kaya.save()
    data = {"password": "correct horse battery staple"}
    assert prove(
        request=request_by(people.kaya), person=people.kaya, data=data, signing=page_of(people.kaya), at=AT
    ) == Proof("password")
    with pytest.raises(NotProved, match="not your password"):
        prove(
            request=request_by(people.kaya),
            person=people.kaya,
            data={"password": "x"},
            signing=page_of(people.kaya),
            at=AT,
        )
    event = Event.objects.latest("number")
    assert (event.verb, event.actor_name, event.details) == ("fail to confirm", "Kaya Kent", {"digest": DIGEST})


def test_wrong_proofs_are_slowed_down_and_right_ones_are_not(people: People) -> None:
    people.kaya.set_password("correct horse battery staple")
    people.kaya.save()

    def attempt(password: str) -> None:
        data = {"password": password}
        prove(request=request_by(people.kaya), person=people.kaya, data=data, signing=page_of(people.kaya), at=AT)

    for _ in range(7):
        attempt("correct horse battery staple")
    for _ in range(5):
        with pytest.raises(NotProved, match="not your password"):
            attempt("guess")
    with pytest.raises(NotProved, match="too many wrong attempts"):
        attempt("correct horse battery staple")


def test_the_form_offers_only_what_a_person_can_use(people: People, phone: SoftPasskey) -> None:
    people.kaya.set_password("correct horse battery staple")
    people.kaya.save()
    form = StepUpForm(request=request_by(people.kaya), digest=DIGEST, at=AT)
    assert set(form.fields) == {"password", "passkey", "nonce"}
    form = StepUpForm({"password": ""}, request=request_by(people.kaya), digest=DIGEST, at=AT)
    assert not form.is_valid()
    assert form.proof is None


def test_the_digest_of_a_step_tells_its_facts_apart() -> None:
    assert digest_of("a", "bc") != digest_of("ab", "c")
    assert len(digest_of("confirm", 1)) == 64


def test_kaya_registers_a_passkey_and_signs_in_with_it(people: People) -> None:
    client = Client()
    client.force_login(people.kaya)
    people.kaya.set_password("correct horse battery staple")
    people.kaya.save()
    client.force_login(people.kaya)
    client.post("/account/reauthenticate/", {"password": "correct horse battery staple"})
    page = client.get("/account/2fa/webauthn/add/")
    assert page.status_code == 200
    options = page.context["js_data"]["creation_options"]["publicKey"]
    passkey = SoftPasskey()
    credential = passkey.create(options["challenge"])
    credential["clientExtensionResults"] = {"credProps": {"rk": True}}
    added = client.post(
        "/account/2fa/webauthn/add/", {"name": "Phone", "passwordless": "on", "credential": json.dumps(credential)}
    )
    assert added.status_code == 302, added.content.decode()
    assert Event.objects.filter(verb="add second factor", actor_id=people.kaya.pk).exists()

    stranger = Client()
    asked_for = stranger.get("/account/2fa/webauthn/login/", headers={"accept": "application/json"}).json()
    challenge_ = asked_for["request_options"]["publicKey"]["challenge"]
    answer = passkey.get(challenge_, user_handle=to_bytes(options["user"]["id"]))
    signed_in = stranger.post("/account/2fa/webauthn/login/", {"credential": json.dumps(answer)})
    assert signed_in.headers["Location"] == "/desk/"
    assert stranger.get("/desk/people/me/").status_code == 200
