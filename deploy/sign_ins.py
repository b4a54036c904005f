"""Whom a trial can be tried as: one line for each office, printed when the demo starts."""

import os

from django.db import connections
from django.utils import timezone

DEFAULT_PASSWORD = "trial"  # noqa: S105 - the trial's, which is printed on every start


def sign_ins() -> str:
    """The trial people with their offices, and their password as far as it is known."""
    # Django is set up by the caller; models cannot be imported before.
    from accounts.models import Person
    from accounts.offices import Office

    people = list(Person.objects.filter(is_trial=True, is_active=True).order_by("pk"))
    today = timezone.localdate()
    rows = []
    for person in people:
        offices = ", ".join(Office(office).label for office in sorted(person.offices_on(today)))
        rows.append((offices or "no office", person.name, person.email))
    password = os.environ.get("DEMO_PASSWORD") or DEFAULT_PASSWORD
    has_sample_password = bool(people) and people[0].check_password(password)
    connections.close_all()
    if not rows:
        return ""
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [
        "  " + "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    password_words = f"“{password}”" if has_sample_password else "the one that was chosen when the sample was loaded"
    return "\n".join([f"  Trial sign-ins; the password is {password_words}:", *lines])
