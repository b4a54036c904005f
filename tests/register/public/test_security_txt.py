"""Whoever finds a weakness reads at /.well-known/security.txt where to report it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from components.clock import held_at
from register.views.security import security_text

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def fields(text: str) -> dict[str, str]:
    """The file's fields; every line must be one."""
    pairs = [re.fullmatch(r"([A-Z][A-Za-z-]+): (\S+)", line) for line in text.splitlines()]
    assert all(pairs), text
    return {pair[1]: pair[2] for pair in pairs if pair}


@override_settings(SECURITY_CONTACT="mailto:security@register.example", REGISTER_ADDRESS="https://register.example")
def test_anybody_reads_it_at_its_fixed_address() -> None:
    assert reverse("security_txt") == "/.well-known/security.txt"
    with held_at(NOON):
        answer = Client().get("/.well-known/security.txt")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert fields(answer.text) == {
        "Contact": "mailto:security@register.example",
        "Expires": "2027-05-01T00:00:00Z",
        "Preferred-Languages": "en",
        "Canonical": "https://register.example/.well-known/security.txt",
    }


def test_the_contact_is_always_an_address_of_some_scheme() -> None:
    contact = fields(Client().get("/.well-known/security.txt").text)["Contact"]
    assert contact.startswith(("mailto:", "https://", "http://127.0.0.1"))


@pytest.mark.parametrize("day", range(1, 366, 9))
def test_it_is_valid_for_some_months_and_never_for_a_year(day: int) -> None:
    at = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(days=day, hours=23, minutes=30)
    last_day = fields(security_text(at=at, contact="https://a.example/", address="https://b.example"))["Expires"]
    until = datetime.strptime(last_day, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=120) < until - at < timedelta(days=365)
