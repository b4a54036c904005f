"""Evidence records (RFC 4998): time stamps over a file, renewed before certificate or hash algorithm expire.

No database, no settings. No maintained Python library writes them (docs/adr/0013-evidence-records-of-our-own.md).
"""

from documents.evidence.checking import NotProved, Stamp, check_evidence
from documents.evidence.records import first_records, last_algorithm, renew_hash_trees, renew_timestamps

__all__ = [
    "NotProved",
    "Stamp",
    "check_evidence",
    "first_records",
    "last_algorithm",
    "renew_hash_trees",
    "renew_timestamps",
]  # fmt: skip
