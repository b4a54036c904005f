"""A proof in one file (C2SP tlog-proof@v1) that an entry is in the log: checked without this service.

`extra` is the leaf itself. It needs no trust: its hash must lead to the signed root, and it names the SHA-256 of the
entry's content and of its sealed paper.
"""

import base64

from book.log.cosigned import cosigned_note, witnessed_head
from book.log.proofs import NoSuchProof, inclusion


def portable_proof(number: int) -> str:
    """The file for an entry, under the newest head that a quorum of witnesses signed, or the newest if none was.

    Raises:
        NoSuchProof: there is no such entry, or no head has been signed that covers it.
    """
    head = witnessed_head(number)
    if head is None:
        raise NoSuchProof(f"Entry {number} is not under a signed tree head yet.")
    proof = inclusion(number, head.size)
    path = [base64.b64encode(hashed).decode() for hashed in proof.path]
    extra = base64.b64encode(proof.leaf).decode()
    lines = ["c2sp.org/tlog-proof@v1", f"extra {extra}", f"index {number - 1}", *path]
    return "\n".join(lines) + "\n\n" + cosigned_note(head)
