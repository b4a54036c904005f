"""Handing the log over from its former key to its present one."""

from datetime import datetime

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from book.log.hand_over import hand_over, read_hand_over
from book.log.keys import former_log_key, log_key, origin
from book.log.notes import verifier_key
from book.models import TreeHead


def hand_over_log_key(at: datetime) -> str:
    """Sign and publish that the key of LOG_FORMER_KEY_FILE hands over to that of LOG_KEY_FILE. Returns the statement.

    Raises:
        ImproperlyConfigured: there is no former key.
        IntegrityError: no head was ever signed with it, or it has handed over already.
    """
    former = former_log_key()
    head = TreeHead.objects.using("default").order_by("-size").first()
    if former is None:
        raise ImproperlyConfigured("LOG_FORMER_KEY_FILE is not set: there is no key that could hand over.")
    size, root = (head.size, bytes(head.root)) if head else (0, b"")
    note = hand_over(origin(), former, log_key(), size, root)
    old = verifier_key(origin(), former.public_key().public_bytes_raw())
    statement = read_hand_over(note, old)
    with connection.cursor() as cursor:
        cursor.execute("SELECT book.add_hand_over(%s, %s, %s, %s)", [old, statement.new, note, at])
    return note
