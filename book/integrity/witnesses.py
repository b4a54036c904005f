"""Whether what witnesses signed, and what keys of the log handed over, still stands in the book as it was signed."""

import binascii
from collections.abc import Iterator

from book.integrity.findings import Finding, wrong
from book.log.cosignatures import cosigned
from book.log.hand_over import read_hand_over
from book.log.notes import BadNote
from book.models import Cosignature, HandOver, TreeHead


def check_witnesses(using: str) -> Iterator[Finding]:
    """Every cosignature against its head and its witness's key; every hand-over against both keys."""
    heads = dict(TreeHead.objects.using(using).values_list("size", "checkpoint"))
    for row in Cosignature.objects.using(using).iterator():
        try:
            _, at = cosigned(row.line, row.verifier, heads.get(row.size, ""))
        except BadNote as error:
            yield wrong(f"The cosignature of {row.verifier} on {row.size} entries was altered: {error}")
            continue
        if at != row.cosigned_at:
            yield wrong(f"The cosignature of {row.verifier} on {row.size} entries names another time than its row.")
    for statement in HandOver.objects.using(using):
        try:
            whole = read_hand_over(statement.statement, statement.old_verifier).new == statement.new_verifier
        except (BadNote, binascii.Error):
            whole = False
        if not whole:
            yield wrong(f"The hand-over of the key {statement.old_verifier} was altered.")
