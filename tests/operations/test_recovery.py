"""An administrator who is locked out is let back in from the server: in two steps, in the history, told to all."""

import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.actions.second_factors import count_unreadable_second_factors, reencrypt_second_factors
from accounts.models import Person
from accounts.secrets import encrypt
from audit.models import Event
from components.refusals import Refused
from mail.models import Letter
from operations.actions.recovery import begin_recovery, finish_recovery
from tests.documents.sealed import NOW
from tests.people import People, make_people

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery staple"
OPERATOR = "The server’s operator (root)"


@pytest.fixture
def people(db: None) -> People:
    return make_people(password=PASSWORD, is_trial=False)


def with_app(person: Person) -> Authenticator:
    """Give the person an authenticator app."""
    return Authenticator.objects.create(
        user=person, type=Authenticator.Type.TOTP, data={"secret": encrypt("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")}
    )


def begin(at: Any = NOW) -> str:
    return begin_recovery(email="ada@example.org", operator=OPERATOR, reason="Lost phone", at=at)[1]


def test_a_locked_out_administrator_gets_in_again_by_two_steps_that_everybody_hears_of(people: People) -> None:
    with_app(people.ada)
    output = StringIO()
    call_command("recover_administrator", "ADA@example.org", reason="Lost phone", stdout=output)
    assert Authenticator.objects.filter(user=people.ada).exists()  # nothing happens in the first step
    code = re.search(r"--code (\w{8})", output.getvalue())
    assert code
    call_command("recover_administrator", "ada@example.org", code=code[1], stdout=output)
    assert not Authenticator.objects.filter(user=people.ada).exists()
    verbs = list(Event.objects.order_by("-number").values_list("verb", flat=True)[:2])
    assert verbs == ["recover administrator", "begin recovery"]
    assert "Lost phone" in Event.objects.get(verb="begin recovery").sentence
    assert not Client().login(email="ada@example.org", password=PASSWORD)
    assert sorted(Letter.objects.values_list("to", flat=True)) == ["ada@example.org"] * 2 + ["amir@example.org"] * 2
    link = re.search(r"(/account/password/reset/key/\S+)", output.getvalue())
    assert link
    assert Client().get(link[1], follow=True).status_code == 200


@pytest.mark.parametrize(
    ("later", "wrong"), [(timedelta(0), "00000000"), (timedelta(minutes=61), ""), (timedelta(minutes=5), "x")]
)
def test_a_code_that_is_wrong_or_too_late_lets_nobody_in(people: People, later: timedelta, wrong: str) -> None:
    with_app(people.ada)
    code = begin()
    with pytest.raises(Refused, match="Begin again"):
        finish_recovery(email="ada@example.org", code=wrong or code, operator=OPERATOR, at=NOW + later)
    assert Authenticator.objects.filter(user=people.ada).exists()


def test_a_code_serves_once(people: People) -> None:
    code = begin()
    finish_recovery(email="ada@example.org", code=code, operator=OPERATOR, at=NOW)
    with pytest.raises(Refused, match="it was used"):
        finish_recovery(email="ada@example.org", code=code, operator=OPERATOR, at=NOW)


@pytest.mark.parametrize(("email", "reason"), [("fatima@example.org", "x"), ("ada@example.org", " ")])
def test_only_administrators_are_recovered_and_only_for_a_reason(people: People, email: str, reason: str) -> None:
    with pytest.raises(CommandError):
        call_command("recover_administrator", email, reason=reason)


def test_second_factors_are_stored_anew_when_the_secret_key_changes(people: People, settings: Any) -> None:
    app, old = with_app(people.ada), settings.SECRET_KEY
    codes = Authenticator.objects.create(
        user=people.ada, type=Authenticator.Type.RECOVERY_CODES, data={"seed": encrypt("seed"), "used_mask": 0}
    )
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 50, [old]
    assert reencrypt_second_factors(at=NOW).changed == 2
    assert reencrypt_second_factors(at=NOW).unchanged == 2
    settings.SECRET_KEY_FALLBACKS = []
    assert count_unreadable_second_factors() == 0
    for authenticator in (app, codes):
        authenticator.refresh_from_db()
    settings.SECRET_KEY = old
    assert count_unreadable_second_factors() == 2
    with pytest.raises(CommandError, match="2 cannot be read"):
        call_command("reencrypt_second_factors")


def test_who_has_an_unreadable_second_factor_reads_a_sentence(people: People, settings: Any) -> None:
    with_app(people.ada)
    settings.SECRET_KEY = "n" * 50
    client = Client(raise_request_exception=False)
    answer = client.post("/account/login/", {"login": "ada@example.org", "password": PASSWORD}, follow=True)
    answer = client.post("/account/2fa/authenticate/", {"code": "123456"})
    assert answer.status_code == 403
    assert "Ask an administrator to remove it" in answer.content.decode()
