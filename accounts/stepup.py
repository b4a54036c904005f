"""Step-up: whoever signs proves again who they are: by password, by code, or by a passkey that signs the digest."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest
from fido2 import cbor

from accounts.actions.cooling import check_not_cooling
from accounts.actions.one_time_codes import use_code
from accounts.actions.proofs import use_assertion
from accounts.models import Person
from accounts.passkeys import NotEvidence, challenge_of, check_evidence, to_bytes, to_text
from accounts.proof import Proof
from accounts.receivers import record_sign_in
from accounts.single_sign_on import may_use_password
from accounts.throttling import count
from components.refusals import Refused
from figures.dates import london_day


class NotProved(ValueError):
    """They did not; the message is a sentence for the person. `field` is what it is about."""

    def __init__(self, sentence: str, field: str = "password") -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class SigningRequest:
    """What is being signed: its digest (SHA-256, 64 hexadecimal figures), what for, and the nonce of the page."""

    digest: str
    purpose: str = ""
    nonce: str = ""

    def challenge(self, person: Person) -> bytes:
        """What a passkey must have signed.

        Raises:
            NotProved: the page is too old, or was not made for this.
        """
        try:
            signer = TimestampSigner(salt=_salt(person, self.digest, self.purpose))
            nonce = bytes.fromhex(signer.unsign(self.nonce, max_age=NONCE_LASTS))
        except (BadSignature, ValueError):
            raise NotProved(
                "The page has changed or has been open for too long. Use the passkey once more.", "passkey"
            ) from None
        return challenge_of(self.digest, purpose=self.purpose, nonce=nonce)


#: How long a page's nonce serves, in seconds.
NONCE_LASTS = 3600


def new_nonce(person: Person, digest: str, purpose: str) -> str:
    """A nonce of the server's for one person, thing and purpose, signed so that it needs no table."""
    return TimestampSigner(salt=_salt(person, digest, purpose)).sign(token_hex(16))


def _salt(person: Person, digest: str, purpose: str) -> str:
    return f"accounts.stepup.nonce:{person.pk}:{digest}:{purpose}"


def check_given(data: Mapping[str, Any]) -> None:
    """Raise NotProved where no proof was given at all."""
    if not any(_given(data)):
        raise NotProved("Enter your password, or a code from your authenticator app, to sign.")


def _given(data: Mapping[str, Any]) -> tuple[str, str, str]:
    """The passkey's answer, the code and the password that were sent, "" for each that was not."""
    return str(data.get("passkey") or ""), str(data.get("code") or ""), str(data.get("password") or "")


def prove(
    *, request: HttpRequest, person: Person, data: Mapping[str, Any], signing: SigningRequest, at: datetime
) -> Proof:
    """Check the one proof that was given: `passkey`, else `code`, else `password` of `data`.

    Args:
        at: the moment, kept with a passkey's use.

    Raises:
        NotProved: nothing was given, it is wrong, or there were too many wrong ones in five minutes.
    """
    check_given(data)
    passkey, code, password = _given(data)
    try:
        check_not_cooling(person, at)
    except Refused as refused:
        raise NotProved(str(refused)) from None
    usage = count(request, "step_up", f"step-up of person {person.pk}")
    if not usage:
        raise NotProved("There were too many wrong attempts. Wait 5 minutes and try again.")
    try:
        proof = _checked(request, person, passkey, code, password, signing, at)
    except NotProved:
        words = f"{person.name} could not confirm who they are when signing."
        record_sign_in(person, "fail to confirm", words, digest=signing.digest)
        raise
    except Exception:
        # The proof was not found wrong: the error is the server's, and is not counted as a wrong guess.
        usage.rollback()
        raise
    usage.rollback()
    return proof


def _checked(
    request: HttpRequest, person: Person, passkey: str, code: str, password: str, signing: SigningRequest, at: datetime
) -> Proof:
    if passkey:
        return Proof("passkey", _passkey_evidence(request, person, passkey, signing, at))
    if code:
        if not _is_code_of(person, code, at):
            raise NotProved("This code is not right, or was used already. Wait for the next one and try again.", "code")
        return Proof("totp")
    if not may_use_password(person, london_day(at)):
        raise NotProved("Passwords are not used here. Use a passkey, or a code from your authenticator app.")
    if not check_password(password, person.password):
        raise NotProved("This is not your password. Check it and try again.")
    return Proof("password")


def _is_code_of(person: Person, code: str, at: datetime) -> bool:
    app = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    if app is None or not app.wrap().validate_code(code):
        return False
    try:
        use_code(authenticator=app, code=code, by=person, at=at)
    except Refused:
        return False
    app.record_usage()
    return True


def _passkey_evidence(
    request: HttpRequest, person: Person, answer: str, signing: SigningRequest, at: datetime
) -> dict[str, Any]:
    """Check the browser's answer (JSON of a PublicKeyCredential) and give it the shape of evidence."""
    try:
        credential = json.loads(answer)
        response = credential["response"]
        credential_id, client_data = str(credential["id"]), str(response["clientDataJSON"])
        authenticator_data, signature = str(response["authenticatorData"]), str(response["signature"])
        passkey, key = _registered(person, to_bytes(credential_id))
        evidence = {
            "type": "webauthn.get",
            "credential_id": credential_id,
            "client_data_json": client_data,
            "authenticator_data": authenticator_data,
            "signature": signature,
            "public_key": key,
            "rp_id": rp_id(request),
            "origin": origin(request),
        }
        check_evidence(evidence, signing.digest, signing.challenge(person))
    except NotProved:
        raise
    except NotEvidence as wrong:
        raise NotProved(str(wrong), "passkey") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise NotProved("The passkey’s answer cannot be read. Try again, or use your password.", "passkey") from None
    try:
        use_assertion(client_data=to_bytes(client_data), by=person, at=at)
    except Refused as refused:
        raise NotProved(str(refused), "passkey") from None
    passkey.record_usage()
    return evidence


def _registered(person: Person, credential_id: bytes) -> tuple[Authenticator, str]:
    """One of this person's passkeys and its public key (COSE, as registered)."""
    for passkey in Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN):
        credential = passkey.wrap().authenticator_data.credential_data
        if credential is not None and credential.credential_id == credential_id:
            return passkey, to_text(cbor.encode(dict(credential.public_key)))
    raise NotEvidence("This passkey is not one of yours.")


def digest_of(*facts: object) -> str:
    """A digest for a step that has no paper: SHA-256 of what is confirmed, so that a passkey confirms just that."""
    return hashlib.sha256(json.dumps([str(fact) for fact in facts]).encode()).hexdigest()


def rp_id(request: HttpRequest) -> str:
    """The site that passkeys belong to: the host's name without its port."""
    return request.get_host().rpartition(":")[0] or request.get_host()


def origin(request: HttpRequest) -> str:
    """Where the browser says it is; in production always https."""
    scheme = "https" if settings.PRODUCTION else request.scheme
    return f"{scheme}://{urlsplit(f'//{request.get_host()}').netloc}"


def passkey_options(request: HttpRequest, person: Person, challenge: bytes) -> dict[str, Any] | None:
    """What the browser needs to ask a passkey of this person to sign a challenge; None where they have none."""
    ids = [
        to_text(credential.credential_id)
        for factor in _factors_of(request, person)
        if factor.type == Authenticator.Type.WEBAUTHN
        and (credential := factor.wrap().authenticator_data.credential_data) is not None
    ]
    if not ids:
        return None
    return {
        "publicKey": {
            "challenge": to_text(challenge),
            "rpId": rp_id(request),
            "allowCredentials": [{"type": "public-key", "id": id_} for id_ in ids],
            "userVerification": "required",
            "timeout": 120_000,
        }
    }


def _factors_of(request: HttpRequest, person: Person) -> list[Authenticator]:
    """The second factors of whoever asks for a page: asked once, however many forms it has."""
    if not hasattr(request, "second_factors"):
        request.second_factors = list(Authenticator.objects.filter(user=person))  # type: ignore[attr-defined]
    factors: list[Authenticator] = request.second_factors  # type: ignore[attr-defined]
    return factors


class StepUpForm(forms.Form):
    """The fields by which a signer proves again who they are; a step's own form adds its own.

    After `is_valid()`, `proof` is what the step's action takes.
    """

    #: Pages ask a form whether it proves who sends it.
    proves = True

    password = forms.CharField(
        label="Your password",
        required=False,
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "data-width": "20"}),
    )
    code = forms.CharField(
        label="Or a code from your authenticator app",
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "data-width": "5"}),
    )
    passkey = forms.CharField(required=False, max_length=8000, widget=forms.HiddenInput)
    nonce = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, request: HttpRequest, digest: str, at: datetime, purpose: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        assert isinstance(request.user, Person)
        self.request, self.person, self.digest, self.at = request, request.user, digest, at
        self.purpose = purpose
        #: What a page shows is always new: an answer to a page that came back is another answer.
        self.fresh_nonce = new_nonce(self.person, digest, purpose)
        self.proof: Proof | None = None
        if all(factor.type != Authenticator.Type.TOTP for factor in _factors_of(request, self.person)):
            del self.fields["code"]
        challenge = SigningRequest(digest, purpose, self.fresh_nonce).challenge(self.person)
        self.passkey_options = passkey_options(request, self.person, challenge)
        if self.passkey_options is None:
            del self.fields["passkey"], self.fields["nonce"]
        if not (self.person.has_usable_password() and may_use_password(self.person, london_day(at))):
            del self.fields["password"]

    @property
    def passkey_options_id(self) -> str:
        """The id of what the page tells the browser about passkeys: one for each form of a page."""
        return f"step-up-passkey-{self.prefix}" if self.prefix else "step-up-passkey"

    def given_proof(self) -> Proof:
        """The proof that was given; after `is_valid`."""
        assert self.proof is not None  # `clean` gave it or refused
        return self.proof

    def clean(self) -> dict[str, Any]:
        """Prove last, when everything else is right, so that a code is not used up by a form that comes back.

        That no proof was given is said with what else is wrong: nobody sends a form twice to learn both.
        """
        cleaned = super().clean() or {}
        try:
            if self.errors:
                check_given(cleaned)
                return cleaned
            signing = SigningRequest(self.digest, self.purpose, str(cleaned.get("nonce") or ""))
            self.proof = prove(request=self.request, person=self.person, data=cleaned, signing=signing, at=self.at)
        except NotProved as refused:
            self.add_error(refused.field if refused.field in self.fields else None, str(refused))
        return cleaned
