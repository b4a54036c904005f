"""Making evidence records, and renewing them in the two ways of RFC 4998: a new time stamp, or a new hash as well."""

import asyncio
from collections.abc import Sequence

from asn1crypto import algos, cms
from pyhanko.sign.timestamps import TimeStamper

from documents.evidence.hash_tree import Path, digest, paths
from documents.evidence.structures import (
    ArchiveTimeStamp,
    ArchiveTimeStampChain,
    ArchiveTimeStampSequence,
    DigestAlgorithms,
    EvidenceRecord,
)

#: By the names that asn1crypto and hashlib share.
ALGORITHMS = ("sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512")


def first_records(documents: Sequence[bytes], stamper: TimeStamper, *, algorithm: str = "sha256") -> list[bytes]:
    """A record (DER) for each document, all under one time stamp (RFC 4998, 4.2).

    Raises:
        TimestampRequestError, OSError: the authority does not answer as it should.
    """
    stamps = _stamps([digest(algorithm, document) for document in documents], stamper, algorithm)
    return [_record([[stamp]], [algorithm]) for stamp in stamps]


def renew_timestamps(records: Sequence[bytes], stamper: TimeStamper) -> list[bytes]:
    """Timestamp renewal: the records with a new stamp over their last, made before its certificate expires (5.2).

    All use the same hash algorithm.

    Raises:
        ValueError: the algorithms differ. TimestampRequestError, OSError: as in `first_records`.
    """
    loaded = [EvidenceRecord.load(record) for record in records]
    (algorithm,) = {last_algorithm(record) for record in records}
    hashes = [digest(algorithm, record["sequence"][-1][-1]["time_stamp"].dump()) for record in loaded]
    renewed = []
    for record, stamp in zip(loaded, _stamps(hashes, stamper, algorithm), strict=True):
        chains = [list(chain) for chain in record["sequence"]]
        chains[-1].append(stamp)
        renewed.append(_record(chains, _algorithms(record)))
    return renewed


def renew_hash_trees(
    pairs: Sequence[tuple[bytes, bytes]], stamper: TimeStamper, *, algorithm: str = "sha512"
) -> list[bytes]:
    """Hash-tree renewal: the records of (document, record) with a new chain under a new hash algorithm (5.3).

    Raises:
        TimestampRequestError, OSError: as in `first_records`.
    """
    loaded = [EvidenceRecord.load(record) for _, record in pairs]
    hashes = [
        renewed_hash(document, record["sequence"].dump(), algorithm)
        for (document, _), record in zip(pairs, loaded, strict=True)
    ]
    return [
        _record([*(list(chain) for chain in record["sequence"]), [stamp]], [*_algorithms(record), algorithm])
        for record, stamp in zip(loaded, _stamps(hashes, stamper, algorithm), strict=True)
    ]


def renewed_hash(document: bytes, sequence: bytes, algorithm: str) -> bytes:
    """What a new chain stamps: the document's hash and that of all chains so far (DER), hashed together (5.3, 3)."""
    return digest(algorithm, digest(algorithm, document) + digest(algorithm, sequence))


def last_algorithm(record: bytes) -> str:
    """The name of the hash algorithm of the newest time stamp ("sha256")."""
    return algorithm_of(EvidenceRecord.load(record)["sequence"][-1][-1])


def algorithm_of(stamp: ArchiveTimeStamp) -> str:
    """The hash algorithm of an archive time stamp; where it names none, that of the stamp in it (4.1).

    Raises:
        ValueError: it is none that records are made with.
    """
    name = stamp["digest_algorithm"].native
    if not name:
        info = stamp["time_stamp"]["content"]["encap_content_info"]["content"].parsed
        name = info["message_imprint"]["hash_algorithm"].native
    if name["algorithm"] not in ALGORITHMS:
        raise ValueError(f"{name['algorithm']} is no hash algorithm of evidence records.")
    return str(name["algorithm"])


def _stamps(hashes: Sequence[bytes], stamper: TimeStamper, algorithm: str) -> list[ArchiveTimeStamp]:
    root, paths_by_hash = paths(hashes, algorithm)
    token: cms.ContentInfo = asyncio.run(stamper.async_timestamp(root, algorithm))
    return [_stamp(token, paths_by_hash[hashed], algorithm) for hashed in hashes]


def _stamp(token: cms.ContentInfo, path: Path, algorithm: str) -> ArchiveTimeStamp:
    values = {"digest_algorithm": algos.DigestAlgorithm({"algorithm": algorithm}), "time_stamp": token}
    return ArchiveTimeStamp(values | ({"reduced_hashtree": [sorted(hashes) for hashes in path]} if path else {}))


def _record(chains: Sequence[Sequence[ArchiveTimeStamp]], algorithms: Sequence[str]) -> bytes:
    names = [{"algorithm": name} for name in dict.fromkeys(algorithms)]
    sequence = ArchiveTimeStampSequence([ArchiveTimeStampChain(list(chain)) for chain in chains])
    record = EvidenceRecord({"version": 1, "digest_algorithms": DigestAlgorithms(names), "sequence": sequence})
    data: bytes = record.dump()
    return data


def _algorithms(record: EvidenceRecord) -> list[str]:
    return [str(name["algorithm"]) for name in record["digest_algorithms"].native]
