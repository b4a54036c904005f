"""A passkey in software: makes credentials and answers as a browser's authenticator does (ES256, no attestation)."""

import hashlib
import json
import os
import struct
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256

from accounts.passkeys import to_text

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def over(digest: str) -> str:
    """The challenge that stands for a digest (64 hexadecimal figures)."""
    return to_text(bytes.fromhex(digest))


class SoftPasskey:
    """One passkey of one site."""

    def __init__(self, rp_id: str = "testserver", origin: str = "http://testserver") -> None:
        self.rp_id, self.origin = rp_id, origin
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(32)
        self.flags = PRESENT | VERIFIED
        self.count = 0

    @property
    def cose_key(self) -> bytes:
        """The public key in COSE."""
        return cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))

    def create(self, challenge: str) -> dict[str, Any]:
        """The answer to a registration whose challenge (base64url) is given."""
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + self.cose_key
        data = self._authenticator_data(self.flags | ATTESTED) + attested
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        response = {
            "clientDataJSON": to_text(self._client_data("webauthn.create", challenge)),
            "attestationObject": to_text(attestation),
        }
        return self._credential(response)

    def get(self, challenge: str, user_handle: bytes | None = None) -> dict[str, Any]:
        """The answer to a request to sign a challenge (base64url)."""
        self.count += 1
        client_data = self._client_data("webauthn.get", challenge)
        data = self._authenticator_data(self.flags)
        signature = self.key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": to_text(client_data),
            "authenticatorData": to_text(data),
            "signature": to_text(signature),
        }
        if user_handle is not None:
            response["userHandle"] = to_text(user_handle)
        return self._credential(response)

    def evidence(self, challenge: str) -> dict[str, str]:
        """What is published of an answer."""
        answer = self.get(challenge)["response"]
        return {
            "public_key": to_text(self.cose_key),
            "rp_id": self.rp_id,
            "origin": self.origin,
            "client_data_json": answer["clientDataJSON"],
            "authenticator_data": answer["authenticatorData"],
            "signature": answer["signature"],
        }

    def _authenticator_data(self, flags: int) -> bytes:
        return hashlib.sha256(self.rp_id.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _client_data(self, kind: str, challenge: str) -> bytes:
        client_data = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(client_data).encode()

    def _credential(self, response: dict[str, str]) -> dict[str, Any]:
        id_ = to_text(self.id)
        return {"id": id_, "rawId": id_, "type": "public-key", "clientExtensionResults": {}, "response": response}
