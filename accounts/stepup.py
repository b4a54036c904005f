"""Step-up: whoever signs proves again who they are: by password, by code, or by a passkey that signs the digest."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.http import HttpRequest
from fido2 import cbor

from accounts.actions.proofs import use_assertion
from accounts.models import Person
from accounts.passkeys import NotEvidence, check_evidence, to_bytes, to_text
from accounts.receivers import tell
from accounts.throttling import count
from components.refusals import Refused

How = Literal["password", "totp", "passkey"]


@dataclass(frozen=True)
class Proof:
    """How somebody proved who they are at the moment of signing."""

    how: How
    evidence: dict[str, Any] | None = None
    """Of a passkey: the assertion over the digest, to be kept with the signature (accounts/passkeys.py)."""


class NotProved(ValueError):
    """They did not; the message is a sentence for the person. `field` is what it is about."""

    def __init__(self, sentence: str, field: str = "password") -> None:
        super().__init__(sentence)
        self.field = field


def prove(*, request: HttpRequest, person: Person, data: Mapping[str, Any], digest: str, at: datetime) -> Proof:
    """Check the one proof that was given: `passkey`, else `code`, else `password` of `data`.

    Args:
        digest: SHA-256 of what is being signed, 64 hexadecimal figures; the challenge of a passkey.
        at: the moment, kept with a passkey's use.

    Raises:
        NotProved: nothing was given, it is wrong, or there were too many wrong ones in five minutes.
    """
    passkey, code, password = (str(data.get(name) or "") for name in ("passkey", "code", "password"))
    if not (passkey or code or password):
        raise NotProved("Enter your password, or a code from your authenticator app, to sign.")
    usage = count(request, "step_up", f"step-up of person {person.pk}")
    if not usage:
        raise NotProved("There were too many wrong attempts. Wait 5 minutes and try again.")
    try:
        proof = _checked(request, person, passkey, code, password, digest, at)
    except NotProved:
        tell(person, "fail to confirm", f"{person.name} could not confirm who they are when signing.", digest=digest)
        raise
    usage.rollback()
    return proof


def _checked(
    request: HttpRequest, person: Person, passkey: str, code: str, password: str, digest: str, at: datetime
) -> Proof:
    if passkey:
        return Proof("passkey", _passkey_evidence(request, person, passkey, digest, at))
    if code:
        if not _is_code_of(person, code):
            raise NotProved("This code is not right, or was used already. Wait for the next one and try again.", "code")
        return Proof("totp")
    if not check_password(password, person.password):
        raise NotProved("This is not your password. Check it and try again.")
    return Proof("password")


def _is_code_of(person: Person, code: str) -> bool:
    app = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    if app is None or not app.wrap().validate_code(code.replace(" ", "")):
        return False
    app.record_usage()
    return True


def _passkey_evidence(request: HttpRequest, person: Person, answer: str, digest: str, at: datetime) -> dict[str, Any]:
    """Check the browser's answer (JSON of a PublicKeyCredential) and give it the shape of evidence."""
    try:
        said = json.loads(answer)
        response = said["response"]
        credential_id, client_data = str(said["id"]), str(response["clientDataJSON"])
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
        check_evidence(evidence, digest)
    except NotEvidence as wrong:
        raise NotProved(str(wrong), "passkey") from None
    except (ValueError, KeyError, TypeError):
        raise NotProved("The passkey’s answer cannot be read. Try again, or use your password.", "passkey") from None
    try:
        use_assertion(signature=to_bytes(signature), by=person, at=at)
    except Refused as refused:
        raise NotProved(str(refused), "passkey") from None
    passkey.record_usage()
    return evidence


def _registered(person: Person, credential_id: bytes) -> tuple[Authenticator, str]:
    """One of this person's passkeys and its public key (COSE, as registered)."""
    for passkey in Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN):
        held = passkey.wrap().authenticator_data.credential_data
        if held is not None and held.credential_id == credential_id:
            return passkey, to_text(cbor.encode(dict(held.public_key)))
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


def passkey_options(request: HttpRequest, person: Person, digest: str) -> dict[str, Any] | None:
    """What the browser needs to ask a passkey of this person to sign the digest; None where they have none."""
    ids = [
        to_text(held.credential_id)
        for passkey in Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN)
        if (held := passkey.wrap().authenticator_data.credential_data) is not None
    ]
    if not ids:
        return None
    return {
        "publicKey": {
            "challenge": to_text(bytes.fromhex(digest)),
            "rpId": rp_id(request),
            "allowCredentials": [{"type": "public-key", "id": id_} for id_ in ids],
            "userVerification": "required",
            "timeout": 120_000,
        }
    }


class StepUpForm(forms.Form):
    """The fields by which a signer proves again who they are; a step's own form adds its own.

    After `is_valid()`, `proof` is what the step's action takes.
    """

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

    def __init__(self, *args: Any, request: HttpRequest, digest: str, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert isinstance(request.user, Person)
        self.request, self.person, self.digest, self.at = request, request.user, digest, at
        self.proof: Proof | None = None
        if not Authenticator.objects.filter(user=self.person, type=Authenticator.Type.TOTP).exists():
            del self.fields["code"]
        self.passkey_options = passkey_options(request, self.person, digest)
        if self.passkey_options is None:
            del self.fields["passkey"]
        if not self.person.has_usable_password():
            del self.fields["password"]

    def clean(self) -> dict[str, Any]:
        """Prove last, when everything else is right, so that a code is not used up by a form that comes back."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        try:
            self.proof = prove(request=self.request, person=self.person, data=cleaned, digest=self.digest, at=self.at)
        except NotProved as refused:
            self.add_error(refused.field if refused.field in self.fields else None, str(refused))
        return cleaned
