"""A passkey's signature under a digest: asked of the browser, checked, and kept as evidence that anyone can check.

What is signed is defined by W3C Web Authentication Level 2, section 7.2: the authenticator data followed by the
SHA-256 of the client data, whose challenge begins with the digest (`challenge_of`).
"""

import base64
import binascii
import hashlib
import json
import struct
from collections.abc import Mapping
from typing import Any, cast

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from fido2 import cbor
from fido2.cose import CoseKey
from fido2.webauthn import AuthenticatorData

#: The shape of the evidence: everything is text; bytes are base64url without padding.
EVIDENCE_TYPE = "webauthn.get"
_TEXTS = ("client_data_json", "authenticator_data", "signature", "public_key", "rp_id", "origin")


#: What stands between the digest and the purpose in a challenge: the form's number, and how long the nonce is.
_FORM, _DIGEST, _NONCE = b"\x01", 32, 16


class NotEvidence(ValueError):
    """The assertion does not prove what it should; the message says what is wrong."""


def to_text(data: bytes) -> str:
    """Base64url without padding, as WebAuthn writes bytes."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def to_bytes(text: str) -> bytes:
    """The bytes of base64url text.

    Raises:
        NotEvidence: it is no base64url.
    """
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error, TypeError):
        raise NotEvidence("Part of the passkey’s answer cannot be read.") from None


def challenge_of(digest: str, *, purpose: str, nonce: bytes) -> bytes:
    """What a passkey is asked to sign: the digest, a nonce of the server's, and what for ("approved/2": verdict/round).

    The same paper submitted again, another verdict on it, or another moment is another challenge, so that no answer
    serves for any of them.
    """
    return bytes.fromhex(digest) + _FORM + nonce + purpose.encode()


def verify_evidence(evidence: Mapping[str, Any] | None, digest: str, verdict: str | None = None) -> bool:
    """Whether the evidence proves that the holder of its public key consented to `digest` (64 hexadecimal figures).

    With `verdict` ("approved"), also that it was for that; answers from before challenges named it say nothing of it.
    Needs nothing but the two arguments: no database, no settings. That the key was this person's is a statement of
    the register, which recorded when the person registered it.
    """
    try:
        challenge = check_evidence(evidence, digest)
    except NotEvidence:
        return False
    return verdict is None or len(challenge) == _DIGEST or _purpose(challenge).partition("/")[0] == verdict


def check_evidence(evidence: Mapping[str, Any] | None, digest: str, challenge: bytes | None = None) -> bytes:
    """Check every part of the evidence, and return the challenge that was signed.

    Args:
        challenge: what it must be, byte for byte; left out, any that begins with the digest.

    Raises:
        NotEvidence: with the first thing that is wrong.
    """
    if not isinstance(evidence, Mapping) or not all(isinstance(evidence.get(name), str) for name in _TEXTS):
        raise NotEvidence("The passkey’s answer is incomplete.")
    client_data = to_bytes(evidence["client_data_json"])
    authenticator_data = to_bytes(evidence["authenticator_data"])
    signed = _check_client_data(client_data, digest, evidence["origin"], challenge)
    _check_authenticator_data(authenticator_data, evidence["rp_id"])
    message = authenticator_data + hashlib.sha256(client_data).digest()
    try:
        key = CoseKey.parse(cast(Mapping[int, Any], cbor.decode(to_bytes(evidence["public_key"]))))
        key.verify(message, to_bytes(evidence["signature"]))
    except NotEvidence:
        raise
    except (InvalidSignature, UnsupportedAlgorithm, NotImplementedError, ValueError, TypeError, KeyError, IndexError):
        raise NotEvidence("The passkey’s signature does not fit its key.") from None
    return signed


def _purpose(challenge: bytes) -> str:
    return challenge[_DIGEST + len(_FORM) + _NONCE :].decode(errors="replace")


def _check_client_data(client_data: bytes, digest: str, origin: str, challenge: bytes | None) -> bytes:
    try:
        client = json.loads(client_data)
        wanted = bytes.fromhex(digest)
    except (ValueError, RecursionError):
        raise NotEvidence("What the browser said about the passkey cannot be read.") from None
    if not isinstance(client, dict) or client.get("type") != EVIDENCE_TYPE:
        raise NotEvidence("The passkey was used for something else than signing.")
    signed = to_bytes(str(client.get("challenge")))
    known_form = len(signed) == _DIGEST or signed[_DIGEST : _DIGEST + 1] == _FORM
    if signed[:_DIGEST] != wanted or not known_form or (challenge is not None and signed != challenge):
        raise NotEvidence("The passkey signed something else than this paper.")
    if client.get("origin") != origin or client.get("crossOrigin") is True:
        raise NotEvidence("The passkey was used on another site.")
    return signed


def _check_authenticator_data(data: bytes, rp_id: str) -> None:
    try:
        parsed = AuthenticatorData(data)
    except (ValueError, IndexError, TypeError, KeyError, struct.error):
        raise NotEvidence("What the passkey said cannot be read.") from None
    if parsed.rp_id_hash != hashlib.sha256(rp_id.encode()).digest():
        raise NotEvidence("The passkey belongs to another site.")
    if not parsed.is_user_present() or not parsed.is_user_verified():
        raise NotEvidence("The passkey did not make sure who you are. Use one with a PIN, fingerprint or face.")
