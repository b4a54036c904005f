"""Changing the seal's key: a statement, signed by both keys (CMS), by which the old seal names the new one's root.

Whoever trusts the old root follows it to the new one, without believing a web page. No database, no settings.
"""

import asyncio
import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from asn1crypto import cms, x509
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko_certvalidator import ValidationContext

from documents.keys import SealKeys, as_pem, fingerprint, parse_certificates

FIRST_LINE = "Hand-over of the seal of a decision register, version 1"


class NotHandedOver(ValueError):
    """A statement hands over nothing to those who hold these roots; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class SealHandOver:
    """One statement: its text, what each key signed (CMS, detached, DER), and the new roots (PEM) that it names."""

    text: str
    by_old: bytes
    by_new: bytes
    new_roots: str

    def as_plain(self) -> dict[str, str]:
        """The statement for JSON."""
        return {
            "statement": self.text,
            "signed_by_old": base64.b64encode(self.by_old).decode(),
            "signed_by_new": base64.b64encode(self.by_new).decode(),
            "new_roots": self.new_roots,
        }


def hand_over_seal(old: SealKeys, new: SealKeys, *, on: date) -> SealHandOver:
    """State, signed by both, that from the day `on` papers are sealed with the new key, under the new roots."""
    roots = [root for root in new.roots if fingerprint(root) not in {fingerprint(known) for known in old.roots}]
    lines = [FIRST_LINE, f"old seal {fingerprint(old.signer.signing_cert)}"]
    lines += [f"new seal {fingerprint(new.signer.signing_cert)}", f"from {on.isoformat()}"]
    lines += [f"new root {fingerprint(root)}" for root in roots]
    text = "".join(f"{line}\n" for line in lines)
    return SealHandOver(text, _signed(old, text), _signed(new, text), as_pem(tuple(roots)).decode() if roots else "")


def _signed(keys: SealKeys, text: str) -> bytes:
    signed: cms.ContentInfo = asyncio.run(keys.signer.async_sign_general_data(text.encode(), "sha256"))
    dumped: bytes = signed.dump()
    return dumped


def to_json(hand_overs: Sequence[SealHandOver]) -> bytes:
    """Statements as the register publishes them, oldest first."""
    return json.dumps({"hand_overs": [hand_over.as_plain() for hand_over in hand_overs]}, indent=1).encode() + b"\n"


def from_json(data: bytes) -> tuple[SealHandOver, ...]:
    """Statements back from `to_json`; raises NotHandedOver for anything else."""
    try:
        return tuple(
            SealHandOver(
                str(row["statement"]),
                base64.b64decode(row["signed_by_old"], validate=True),
                base64.b64decode(row["signed_by_new"], validate=True),
                str(row["new_roots"]),
            )
            for row in json.loads(data)["hand_overs"]
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotHandedOver("This is no list of hand-overs of a seal.") from error


def roots_after(roots: Sequence[x509.Certificate], hand_overs: Sequence[SealHandOver]) -> tuple[x509.Certificate, ...]:
    """The trusted roots, and the roots that the hand-overs add to them, in order.

    Raises:
        NotHandedOver: a statement is not signed by a seal under a root that is trusted by then, or not by the new seal
            under the roots that it names, or is about other keys than those that signed it.
    """
    trusted = list(roots)
    for hand_over in hand_overs:
        trusted += _new_roots(trusted, hand_over)
    return tuple(trusted)


def _new_roots(trusted: Sequence[x509.Certificate], hand_over: SealHandOver) -> Iterator[x509.Certificate]:
    values = _values(hand_over.text)
    moment = datetime.combine(date.fromisoformat(values["from"][0]), time(12), UTC)
    try:
        new = parse_certificates(hand_over.new_roots.encode()) if hand_over.new_roots else []
    except ValueError:
        raise NotHandedOver("The new roots are no certificates.") from None
    if [fingerprint(root) for root in new] != values.get("new root", []):
        raise NotHandedOver("The new roots are not those that the statement names.")
    for who, signed, under in (("old", hand_over.by_old, trusted), ("new", hand_over.by_new, [*trusted, *new])):
        signer = _signer(signed, hand_over.text, under, moment)
        if signer is None or [fingerprint(signer)] != values[f"{who} seal"]:
            raise NotHandedOver(f"The statement is not signed by the {who} seal under a root that is trusted.")
    yield from new


def _values(text: str) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    lines = text.split("\n")
    for line in lines[1:-1]:
        name, _, value = line.rpartition(" ")
        values.setdefault(name, []).append(value)
    required = {"old seal", "new seal", "from"}
    try:
        date.fromisoformat(values.get("from", [""])[0])
    except ValueError:
        raise NotHandedOver("This is no hand-over of a seal.") from None
    if lines[0] != FIRST_LINE or lines[-1] or not required <= values.keys() <= {*required, "new root"}:
        raise NotHandedOver("This is no hand-over of a seal.")
    return values


def _signer(signed: bytes, text: str, roots: Sequence[x509.Certificate], moment: datetime) -> x509.Certificate | None:
    """The certificate that signed the text, if its signature holds and leads to one of the roots at that moment."""
    try:
        data = cms.ContentInfo.load(signed, strict=True)["content"]
        context = ValidationContext(trust_roots=list(roots), moment=moment, allow_fetching=False)
        status: Any = asyncio.run(async_validate_detached_cms(text.encode(), data, signer_validation_context=context))
    except Exception:  # a hostile statement may raise anything
        return None
    return status.signing_cert if status.bottom_line else None
