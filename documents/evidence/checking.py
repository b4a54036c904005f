"""Whether an evidence record proves that a file existed unchanged when it was first stamped (RFC 4998, 5.3)."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import tsp, x509
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from documents.evidence.hash_tree import digest, root_of
from documents.evidence.records import algorithm_of, renewed_hash
from documents.evidence.structures import ArchiveTimeStamp, ArchiveTimeStampSequence, EvidenceRecord
from documents.keys import common_name


class NotProved(ValueError):
    """The record proves nothing about the file; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """One time stamp of a record: when, by whom, under which hash algorithm, and until when its certificate holds."""

    at: datetime
    by: str
    algorithm: str
    until: datetime


def check_evidence(record: bytes, document: bytes, roots: Sequence[x509.Certificate]) -> list[Stamp]:
    """The time stamps of a record, oldest first, if each of them holds.

    Each must be valid at the moment of the next, which covers it; the last at its own.

    Args:
        record: the evidence record (DER).
        document: the file that it is about.
        roots: whom the time stamps may rest on.

    Raises:
        NotProved: it is no record, or not of this file, or a time stamp does not hold.
    """
    sequence = _sequence(record)
    stamps = [stamp for chain in sequence for stamp in chain]
    moments = [_details(stamp)["gen_time"].native for stamp in stamps]
    if moments != sorted(moments):
        raise NotProved("The time stamps of the record are not in the order of time.")
    checked = list[Stamp]()
    for place, chain in enumerate(sequence):
        algorithm = algorithm_of(chain[0])
        for position, stamp in enumerate(chain):
            if algorithm_of(stamp) != algorithm:
                raise NotProved("The time stamps of one chain are under different hash algorithms.")
            if position:
                hashed = digest(algorithm, chain[position - 1]["time_stamp"].dump())
            elif place:
                before = ArchiveTimeStampSequence(list(sequence)[:place]).dump()
                hashed = renewed_hash(document, before, algorithm)
            else:
                hashed = digest(algorithm, document)
            covered_at = moments[min(len(checked) + 1, len(moments) - 1)]
            checked.append(_check_stamp(stamp, hashed, algorithm, roots, covered_at))
    return checked


def _sequence(record: bytes) -> Any:
    try:
        loaded = EvidenceRecord.load(record, strict=True)
        sequence = loaded["sequence"]
        _ = sequence.native  # parses everything now, where an error is caught
        if loaded["version"].native != 1 or not len(sequence) or not all(len(chain) for chain in sequence):
            raise NotProved("This is no evidence record of version 1.")
        for stamp in (stamp for chain in sequence for stamp in chain):
            algorithm_of(stamp)
            if not isinstance(_details(stamp), tsp.TSTInfo):
                raise NotProved("A time stamp of the record is of another kind than RFC 3161.")
    except NotProved:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise NotProved("This is no evidence record (RFC 4998).") from error
    return sequence


def _details(stamp: ArchiveTimeStamp) -> Any:
    return stamp["time_stamp"]["content"]["encap_content_info"]["content"].parsed


def _check_stamp(
    stamp: ArchiveTimeStamp, hashed: bytes, algorithm: str, roots: Sequence[x509.Certificate], covered_at: datetime
) -> Stamp:
    path = [[bytes(leaf.native) for leaf in hashes] for hashes in stamp["reduced_hashtree"] or ()]
    root = root_of(hashed, path, algorithm)
    imprint = _details(stamp)["message_imprint"]
    if root is None or imprint["hashed_message"].native != root:
        raise NotProved("A time stamp of the record is not over this file and what was stamped before.")
    if imprint["hash_algorithm"]["algorithm"].native != algorithm:
        raise NotProved("A time stamp is under another hash algorithm than the record says.")
    signed = stamp["time_stamp"]["content"]
    context = ValidationContext(
        trust_roots=list(roots), moment=covered_at, best_signature_time=covered_at, allow_fetching=False
    )
    expected: Callable[[str], bytes] = lambda _: root  # noqa: E731 - a def would not check its type
    try:
        status = TimestampSignatureStatus(**asyncio.run(validate_tst_signed_data(signed, context, expected)))
    except Exception as error:  # a record from outside may make the library raise anything
        raise NotProved("A time stamp of the record cannot be checked.") from error
    if not (status.intact and status.valid and status.trusted):
        raise NotProved("A time stamp of the record is not signed by an authority that is trusted here.")
    certificate: x509.Certificate = status.signing_cert
    return Stamp(_details(stamp)["gen_time"].native, common_name(certificate), algorithm, certificate.not_valid_after)
