"""The register's seal on a paper: PAdES, certifying, in the field the paper was drawn with (ETSI EN 319 142-1)."""

import io
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import TimestampDSSContentSettings
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.sign.validation import DocumentSecurityStore
from pyhanko.stamp import NoOpStampStyle
from pyhanko_certvalidator import ValidationContext

from documents import stamp_field
from documents.keys import KeyTrouble, SealKeys

FIELD = "seal"


class _Writer(IncrementalPdfFileWriter):
    """Leaves the document's metadata alone, where pyHanko would write an XMP packet of its own (pyHanko#223)."""

    def _update_meta(self) -> None:
        return None


class _Sealer(signers.PdfSigner):
    """A signer whose clock is passed in."""

    moment: datetime

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
        session = super().init_signing_session(pdf_out, existing_fields_only=existing_fields_only)
        session.system_time = self.moment
        return session


def seal_pdf(
    pdf: bytes,
    *,
    reason: str,
    keys: SealKeys,
    at: datetime,
    timestamper: TimeStamper | None = None,
    place: str | None = None,
) -> bytes:
    """The paper with the seal appended: it starts with the very bytes of `pdf`.

    `reason` says what the seal rests on, `place` where it is set.
    With a `timestamper` (RFC 3161) the seal is time-stamped, and the
    paper carries what is needed to check it and an archive time stamp over all of it (B-LTA). Raises KeyTrouble when
    the authority does not answer.
    """
    try:
        sealed = _seal(pdf, reason=reason, place=place, keys=keys, at=at, timestamper=timestamper)
        return _archived(sealed, keys, timestamper) if timestamper else sealed
    except TimestampRequestError:
        raise KeyTrouble("The time-stamp authority does not answer. Try again in a few minutes.") from None


def _seal(
    pdf: bytes, *, reason: str, place: str | None, keys: SealKeys, at: datetime, timestamper: TimeStamper | None
) -> bytes:
    """Sign the PDF in its signature field as a certifying PAdES signature, time-stamped where there is a stamper."""
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        reason=reason,
        name=keys.name,
        location=place,
    )
    sealer = _Sealer(metadata, keys.signer, timestamper=timestamper, stamp_style=NoOpStampStyle())
    sealer.moment = at
    out = io.BytesIO()
    prepared = _with_stamp_field(pdf) if timestamper else pdf
    sealer.sign_pdf(_Writer(io.BytesIO(prepared)), existing_fields_only=True, output=out)
    return out.getvalue()


def _with_stamp_field(pdf: bytes) -> bytes:
    writer, out = _Writer(io.BytesIO(pdf)), io.BytesIO()
    stamp_field.add_stamp_field(writer)
    writer.write(out)
    return out.getvalue()


def _archived(sealed: bytes, keys: SealKeys, timestamper: TimeStamper) -> bytes:
    """The sealed paper with the certificates it rests on, and an archive time stamp over both."""
    context = ValidationContext(
        trust_roots=list(keys.roots), other_certs=list(keys.signer.cert_registry), allow_fetching=False
    )
    writer = _Writer(io.BytesIO(sealed))
    store = DocumentSecurityStore.supply_dss_in_writer
    store(writer, None, certs=[keys.signer.signing_cert, *keys.signer.cert_registry], validation_context=context)
    stamper = signers.PdfTimeStamper(timestamper, field_name=stamp_field.FIELD)
    out = io.BytesIO()
    before = TimestampDSSContentSettings(update_before_ts=True, include_vri=False)
    stamper.timestamp_pdf(writer, "sha256", validation_context=context, dss_settings=before, output=out)
    return out.getvalue()
