"""Passwords that have leaked are refused from a list that ships in a package, whatever their letters look like."""

import pytest
from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from zxcvbn import zxcvbn

from accounts.guessable import FEWEST_GUESSES
from tests.people import PASSWORD, People


@pytest.mark.parametrize("leaked", ["e652Zu2sBJea", "abc123n8y3p3", "N8a9t0a31405"])
def test_a_leaked_password_is_refused_that_no_other_rule_knows(leaked: str) -> None:
    assert leaked.lower() not in CommonPasswordValidator().passwords
    assert zxcvbn(leaked)["guesses"] > FEWEST_GUESSES
    assert refusals_of(leaked) == ["password_leaked"]


def test_capitals_make_no_difference() -> None:
    assert "password_leaked" in refusals_of("HD764NW5D7E1VB1")


def refusals_of(password: str) -> list[str | None]:
    """The codes of the rules that refuse a password."""
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    return [error.code for error in refused.value.error_list]


@pytest.mark.parametrize("sound", [PASSWORD, "Überlegte Wörter am Fluss 84", "harrow turnstile oboe 84 clerk"])
def test_words_that_have_nothing_to_do_with_each_other_are_accepted(sound: str) -> None:
    validate_password(sound)


@pytest.mark.django_db
def test_a_leaked_password_is_refused_at_the_desk_with_a_sentence(people: People) -> None:
    people.fatima.set_password(PASSWORD)
    people.fatima.save()
    client = Client()
    client.force_login(people.fatima)
    form = {"oldpassword": PASSWORD, "password1": "e652Zu2sBJea", "password2": "e652Zu2sBJea"}
    page = client.post("/account/password/change/", form)
    assert "This password has leaked elsewhere" in page.content.decode()
    people.fatima.refresh_from_db()
    assert people.fatima.check_password(PASSWORD)
