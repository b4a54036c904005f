"""Letters by e-mail: queued inside the transaction of the change that causes them, sent after it by the worker."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from mail.models import Letter

#: How long to wait after the first, second … failed attempt. After the last, the letter stays unsent, for a person.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720, 1440))

log = logging.getLogger(__name__)


def write(*, to: str, subject: str, body: str, at: datetime, unsubscribe: str = "") -> Letter:
    """Put a letter in the queue; it leaves only if the transaction around this is committed.

    `unsubscribe` is an address that ends such letters when it is posted to (RFC 8058).
    """
    one_line = " ".join(subject.split())[:200]
    return Letter.objects.create(to=to, subject=one_line, body=body, unsubscribe=unsubscribe, written_at=at, try_at=at)


def send_waiting(*, at: datetime, limit: int = 50) -> int:
    """Send the letters that are due; returns how many the mail server accepted. The others are tried again later."""
    sent = 0
    for _ in range(limit):
        letter = _claim(at)
        if letter is None:
            break
        sent += _send(letter, at)
    return sent


def _claim(at: datetime) -> Letter | None:
    """Reserve the next due letter until its next attempt, so that two workers never send one letter at once."""
    with transaction.atomic():
        unsent = Letter.objects.filter(sent_at=None, try_at__lte=at, attempts__lte=len(PAUSES))
        letter = unsent.select_for_update(skip_locked=True).order_by("try_at", "id").first()
        if letter is not None:
            letter.try_at = at + PAUSES[min(letter.attempts, len(PAUSES) - 1)]
            letter.attempts += 1
            letter.save(update_fields=["try_at", "attempts"])
    return letter


def _send(letter: Letter, at: datetime) -> bool:
    message = EmailMessage(letter.subject, letter.body, settings.DEFAULT_FROM_EMAIL, [letter.to])
    # The same Message-ID for all attempts, so that mail programs recognise a letter that arrives twice.
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    message.extra_headers["Message-ID"] = f"<letter-{letter.pk}-{letter.written_at:%Y%m%d%H%M%S}@{domain}>"
    if letter.unsubscribe:
        message.extra_headers["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.extra_headers["Auto-Submitted"] = "auto-generated"
    try:
        message.send()
    except (SMTPException, OSError) as error:
        _note(letter, problem=f"{type(error).__name__}: the mail server did not take it.")
        log.warning("letter %s was not taken: %s", letter.pk, type(error).__name__)
        return False
    _note(letter, sent_at=at, problem="")
    return True


def _note(letter: Letter, **changes: Any) -> None:
    # Not save(), which could insert the row again: leaving the alerts erases letters that wait.
    Letter.objects.filter(pk=letter.pk).update(**changes)
