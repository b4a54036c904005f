"""Letters: after the commit, once, and later when the mail server is away."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction

from mail import actions as letters
from mail.models import Letter
from tests.book.conftest import NOW

pytestmark = pytest.mark.committed


def write(to: str = "kaya@example.org") -> Letter:
    """A letter in the queue."""
    return letters.write(to=to, subject="A decision\nwaits for you", body="PCD 1901 waits.", at=NOW)


def test_a_letter_is_sent_once_and_only_if_its_transaction_stands(db: None) -> None:
    with transaction.atomic():
        write("never@example.org")
        transaction.set_rollback(True)
    write()
    assert letters.send_waiting(at=NOW) == 1
    assert letters.send_waiting(at=NOW + timedelta(days=9)) == 0
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["kaya@example.org"], "A decision waits for you")
    assert Letter.objects.get().sent_at == NOW


def test_a_mail_server_that_is_down_is_tried_again_later(db: None, settings: Any) -> None:
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        9,
    )
    letter = write()
    assert letters.send_waiting(at=NOW) == 0
    letter.refresh_from_db()
    assert (letter.attempts, letter.sent_at) == (1, None)
    assert "did not take it" in letter.problem
    settings.EMAIL_BACKEND = backend
    assert letters.send_waiting(at=NOW + timedelta(seconds=59)) == 0
    assert letters.send_waiting(at=NOW + timedelta(seconds=61)) == 1
    letter.refresh_from_db()
    assert (letter.attempts, letter.problem) == (2, "")


def test_a_letter_that_is_never_taken_rests_with_its_problem(db: None, settings: Any) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        9,
    )
    write()
    for day in range(20):
        letters.send_waiting(at=NOW + timedelta(days=day))
    assert Letter.objects.get().attempts == len(letters.PAUSES) + 1
