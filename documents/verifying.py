"""Checking a seal: is the file ours, is it as it was sealed, and if not, what is wrong."""

import io
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext

from documents.keys import common_name, is_trial
from documents.sealing import FIELD

Verdict = Literal["intact", "altered", "appended", "foreign", "unsealed", "unreadable"]
SENTENCES: dict[Verdict, str] = {
    "intact": "The seal is intact: nothing in the file has changed since it was sealed.",
    "altered": "The file was changed after it was sealed. Do not rely on it.",
    "appended": "Something was added to the file after it was sealed. Do not rely on it.",
    "foreign": "The file bears a seal that is not this register’s.",
    "unsealed": "The file bears no seal of the register.",
    "unreadable": "The file cannot be read as a PDF.",
}
# Changes that may follow the seal: certificates and time stamps for long-term checking (ETSI EN 319 142-1, 5.4).
_HARMLESS = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES)
_LOG_NAMES = ("pyhanko", "pyhanko_certvalidator")


@dataclass(frozen=True, slots=True)
class SealReport:
    """What a check found. `sealed_at` is by the register's own clock, `timestamped_at` by a time-stamp authority's."""

    verdict: Verdict
    sentence: str
    sealed_by: str = ""
    sealed_at: datetime | None = None
    reason: str = ""
    trial: bool = False
    timestamped_at: datetime | None = None
    timestamped_by: str = ""
    sha256: str = ""

    def as_plain(self) -> dict[str, Any]:
        """The report for JSON: moments in ISO 8601."""
        plain = asdict(self)
        for name in ("sealed_at", "timestamped_at"):
            plain[name] = plain[name].isoformat() if plain[name] else None
        return plain

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "SealReport":
        """The report back from `as_plain`."""
        moments = {
            name: plain[name] and datetime.fromisoformat(plain[name]) for name in ("sealed_at", "timestamped_at")
        }
        return cls(**{**plain, **moments})


def check_seal(pdf: bytes, roots: Sequence[x509.Certificate]) -> SealReport:
    """Check the register's seal on a PDF against the roots it may rest on.

    For files of our own. What strangers send goes through `documents.examining`, which sets limits.
    """
    digest = sha256(pdf).hexdigest()
    for name in _LOG_NAMES:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=True)
        seals = reader.embedded_regular_signatures
        stamps = reader.embedded_timestamp_signatures
    except Exception:  # a hostile file may raise anything
        return _report("unreadable", digest) if not _claims_a_seal(pdf) else _report("altered", digest)
    seal = next((signature for signature in seals if signature.field_name == FIELD), None)
    if seal is None:
        return _report("foreign" if seals else "unsealed", digest)
    try:
        return _report_on(seal, stamps, len(seals), len(pdf), tuple(roots), digest)
    except Exception:  # as above
        return _report("altered", digest)


def _report_on(
    seal: Any, stamps: Sequence[Any], seal_count: int, size: int, roots: Sequence[x509.Certificate], digest: str
) -> SealReport:
    """The verdict on a file of `size` bytes that bears `seal` in the register's field, among `seal_count` in all."""
    certificate = seal.signer_cert
    known = {
        "sealed_by": common_name(certificate),
        "sealed_at": seal.self_reported_timestamp,
        "reason": str(seal.sig_object.get("/Reason", "")),
        "trial": is_trial(certificate),
    }
    # A seal that names no time is judged on the first day of its certificate.
    moment = known["sealed_at"] or certificate.not_valid_before
    status = validate_pdf_signature(seal, _context(roots, moment))
    if not (status.intact and status.valid):
        return _report("altered", digest, **known)
    if not status.trusted:
        return _report("foreign", digest, **known)
    last = stamps[-1] if stamps else seal
    added = status.modification_level not in _HARMLESS or not _covers_everything(last, size)
    if seal_count > 1 or added:
        return _report("appended", digest, **known)
    return _report("intact", digest, **known, **_stamped(stamps, roots))


def _context(roots: Sequence[x509.Certificate], moment: datetime) -> ValidationContext:
    """Trust as it was when the seal was made: a certificate that has since run out does not undo the seal."""
    return ValidationContext(trust_roots=list(roots), moment=moment, best_signature_time=moment, allow_fetching=False)


def _stamped(stamps: Sequence[Any], roots: Sequence[x509.Certificate]) -> dict[str, Any]:
    """The archive time stamp over the seal, if there is one that a trusted authority made."""
    for stamp in stamps:
        status = validate_pdf_timestamp(stamp, _context(roots, _stamp_moment(stamp.signed_data)))
        if status.intact and status.valid and status.trusted:
            return {"timestamped_at": status.timestamp, "timestamped_by": common_name(stamp.signer_cert)}
    return {}


def _stamp_moment(signed: Any) -> datetime:
    moment: datetime = signed["encap_content_info"]["content"].parsed["gen_time"].native
    return moment


def _covers_everything(last: Any, size: int) -> bool:
    """Whether the last seal or stamp covers the file to its end: bytes after it could be shown by some programs."""
    start, length = list(last.byte_range)[-2:]
    return bool(start + length == size)


def _claims_a_seal(pdf: bytes) -> bool:
    return pdf.startswith(b"%PDF-") and b"/ETSI.CAdES.detached" in pdf


def _report(verdict: Verdict, digest: str, **known: Any) -> SealReport:
    return SealReport(verdict, SENTENCES[verdict], sha256=digest, **known)
