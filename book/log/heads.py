"""Signing the newest tree head; only the worker, on the desk's side, has the key."""

from django.db import connection

from book.log.hand_over import signature_line
from book.log.keys import former_log_key, log_key, origin
from book.log.notes import Checkpoint, sign, verifier_key
from book.models import State, TreeHead


def sign_head() -> TreeHead | None:
    """Sign the book as it is now, if it grew since the last head. Returns the new head, or None.

    The database refuses a head whose root is not the root of its own nodes.
    """
    size = State.objects.using("default").get().entries
    if not size or TreeHead.objects.using("default").filter(size=size).exists():
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT book.root_at(%s)", [size])
        root = bytes(cursor.fetchone()[0])
        key = log_key()
        verifier = verifier_key(origin(), key.public_key().public_bytes_raw())
        head = Checkpoint(origin(), size, root)
        checkpoint = sign(head, key)
        # While keys change, both sign: whoever trusts either of them can check.
        if former := former_log_key():
            checkpoint += signature_line(origin(), former, head.text())
        cursor.execute("SELECT book.add_head(%s, %s, %s, %s)", [size, root, checkpoint, verifier])
    return TreeHead.objects.using("default").get(size=size)
