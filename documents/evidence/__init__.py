"""Evidence records (RFC 4998): time stamps over a file that are renewed before what they rest on grows weak.

No database, no settings. No kept library for Python writes them (docs/adr/0013-evidence-records-of-our-own.md).
"""

from documents.evidence.checking import NotProved, Stamp, check_evidence
from documents.evidence.records import first_records, hashed_again, last_algorithm, stamped_again

__all__ = [
    "NotProved", "Stamp", "check_evidence", "first_records", "hashed_again", "last_algorithm", "stamped_again",
]  # fmt: skip
