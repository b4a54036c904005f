"""Signing in: passwords, second factors, throttling, sessions, and the events that tell of them."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone

from accounts.actions import confirm_office, create_person, end_sessions, give_office
from accounts.delays import take_guess
from accounts.models import Person, Proposal
from accounts.stepup import NotProved, SigningRequest, prove
from audit.models import Event
from config import settings as shipped
from mail.private_files import PrivateFiles
from tests.people import PROOF, People, make_people

PASSWORD = "correct horse battery staple"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def people(db: None) -> People:
    cache.clear()
    return make_people(password=PASSWORD)


def sign_in(client: Client, email: str, password: str = PASSWORD, **extra: Any) -> Any:
    return client.post("/account/login/", {"login": email, "password": password}, **extra)


def code_now() -> str:
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(SECRET, counters[len(counters) // 2]))


def as_real(person: Person) -> Person:
    """The same person, no longer of the trial: needs a second factor."""
    Person.objects.filter(pk=person.pk).update(is_trial=False)
    person.refresh_from_db()
    return person


def verbs() -> list[str]:
    return list(Event.objects.order_by("number").values_list("verb", flat=True))


def test_fatima_signs_in_and_out_and_the_history_knows(people: People) -> None:
    client = Client()
    assert sign_in(client, "Fatima@Example.org").headers["Location"] == "/desk/"
    assert client.get("/desk/people/me/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/desk/people/me/").headers["Location"].startswith("/account/login/")
    last = list(Event.objects.order_by("-number")[:2])
    assert [(event.verb, event.sentence, event.address) for event in last] == [
        ("sign out", "Fatima Finch signed out.", "127.0.0.1"),
        ("sign in", "Fatima Finch signed in.", "127.0.0.1"),
    ]


def test_a_wrong_password_is_refused_and_what_was_typed_is_not_kept(people: People) -> None:
    page = sign_in(Client(), "fatima@example.org", "hunter2hunter2")
    assert "The email address or the password is not right" in page.content.decode()
    sign_in(Client(), "my-secret-password-in-the-wrong-box", "x")
    sign_in(Client(), "nobody@example.org", "x")
    sign_in(Client(), "fat\x00ima@example.org", "\x00")
    recorded = " ".join(bytes(event.canonical).decode() for event in Event.objects.filter(verb="fail to sign in"))
    assert "Fatima Finch" in recorded
    assert "hunter2" not in recorded
    assert "my-secret" not in recorded
    assert "nobody@" not in recorded


def test_the_answer_does_not_tell_whether_an_account_exists(people: People) -> None:
    def answer_to(email: str) -> str:
        return sign_in(Client(), email, "wrong password").content.decode().replace(email, "")

    def errors(page: str) -> str:
        return re.sub(r'value="[^"]{64}"', "", page[page.index("govuk-error-summary") :])

    assert errors(answer_to("fatima@example.org")) == errors(answer_to("nobody@example.org"))


def test_passwords_are_kept_by_argon2(people: People) -> None:
    assert people.fatima.password.startswith("argon2$argon2id$")
    with override_settings(PASSWORD_HASHERS=shipped.PASSWORD_HASHERS):  # tests make do with less memory
        assert make_password(PASSWORD).startswith("argon2$argon2id$v=19$m=102400,")


@pytest.mark.parametrize(
    "weak",
    ["short", "password12345", "Password1234!", "qwertyuiop12", "fatima finch 2026", "fatima@example.org", "x" * 300],
)
def test_weak_passwords_are_refused(people: People, weak: str) -> None:
    client = Client()
    sign_in(client, "fatima@example.org")
    form = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    page = client.post("/account/password/change/", form)
    assert page.status_code == 200
    people.fatima.refresh_from_db()
    assert people.fatima.check_password(PASSWORD)


def test_guesses_at_an_account_wait_longer_and_longer(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    clock, waits = 1_000_000.0, []
    monkeypatch.setattr("accounts.delays.time", lambda: clock)
    for _ in range(10):
        while "Wait" in (page := sign_in(Client(), "kaya@example.org", "guess").content.decode()):
            wait = take_guess("kaya@example.org")
            waits.append(wait)
            clock += wait
        assert "is not right" in page
    assert waits == [30, 60, 120, 240, 480]


def test_guesses_from_where_somebody_signs_in_are_limited_too(people: People) -> None:
    sign_in(Client(), "kaya@example.org")
    for _ in range(20):
        page = sign_in(Client(), "kaya@example.org", "guess")
    assert "is not right" in page.content.decode()
    assert "too many attempts" in sign_in(Client(), "kaya@example.org").content.decode()


def test_an_office_behind_one_address_is_not_locked_out_by_those_who_mistype(people: People) -> None:
    for person in people.all():
        for _ in range(2):
            sign_in(Client(), person.email, "a slip", REMOTE_ADDR="203.0.113.9")
    for person in people.all():
        assert sign_in(Client(), person.email, REMOTE_ADDR="203.0.113.9").status_code == 302, person


def test_nobody_can_lock_the_deputy_mayor_out_from_elsewhere(people: People) -> None:
    sign_in(Client(), "kaya@example.org", REMOTE_ADDR="198.51.100.7")
    for number in range(60):
        sign_in(Client(), "kaya@example.org", "guess", REMOTE_ADDR=f"203.0.113.{number}")
    stranger = sign_in(Client(), "kaya@example.org", "guess", REMOTE_ADDR="203.0.113.200")
    assert "too many attempts" in stranger.content.decode(), "guesses from everywhere are slowed down together"
    kaya = sign_in(Client(), "kaya@example.org", REMOTE_ADDR="198.51.100.7")
    assert kaya.headers["Location"] == "/desk/", "but not for Kaya, where she has signed in before"


def test_an_address_in_a_header_that_no_proxy_set_is_not_believed(people: People) -> None:
    for number in range(5):
        sign_in(
            Client(), "kaya@example.org", "guess", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}", HTTP_X_REAL_IP="1.1.1.1"
        )
    refused = sign_in(Client(), "kaya@example.org", HTTP_X_FORWARDED_FOR="10.0.0.99")
    assert "too many attempts" in refused.content.decode()


def test_behind_a_proxy_the_named_header_gives_the_address(people: People, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_CLIENT_IP_HEADER = "X-Real-IP"
    sign_in(Client(), "fatima@example.org", HTTP_X_REAL_IP="198.51.100.7")
    assert Event.objects.latest("number").address == "198.51.100.7"
    sign_in(Client(), "fatima@example.org", HTTP_X_REAL_IP="<script>")
    assert Event.objects.latest("number").address == "127.0.0.1"


def test_signing_offices_must_set_up_a_second_factor_before_anything_else(people: People) -> None:
    for person in (people.clare, people.kaya, people.dev, people.ada):
        client = Client()
        client.force_login(as_real(person))
        assert client.get("/desk/people/").headers["Location"] == "/account/2fa/", person.name
        assert client.post("/desk/people/add/", {}).headers["Location"] == "/account/2fa/", person.name
    for person in (people.fatima, people.olu):
        client = Client()
        client.force_login(as_real(person))
        assert client.get("/desk/people/").status_code == 200, person.name


def test_in_production_nobody_is_excused_from_the_second_factor(people: People, settings: Any) -> None:
    settings.PRODUCTION = True
    client = Client()
    client.force_login(people.kaya)
    assert client.get("/desk/people/").headers["Location"] == "/account/2fa/"


def test_a_second_factor_is_asked_for_and_its_code_serves_once(people: People) -> None:
    TOTP.activate(as_real(people.kaya), SECRET)
    client = Client()
    assert sign_in(client, "kaya@example.org").headers["Location"].startswith("/account/2fa/authenticate/")
    assert client.get("/desk/people/").status_code == 302, "the password alone opens nothing"
    wrong = client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert "This code is not right" in wrong.content.decode()
    assert "fail second factor" in verbs()
    code = code_now()
    assert client.post("/account/2fa/authenticate/", {"code": code}).headers["Location"] == "/desk/"
    assert client.get("/desk/people/").status_code == 200
    other = Client()
    sign_in(other, "kaya@example.org")
    again = other.post("/account/2fa/authenticate/", {"code": code})
    assert "was used already" in again.content.decode()


def test_a_code_serves_once_for_as_long_as_it_is_right_to_sign_in_and_as_a_proof(people: People) -> None:
    TOTP.activate(as_real(people.kaya), SECRET)
    code = code_now()
    client = Client()
    sign_in(client, "kaya@example.org")
    assert client.post("/account/2fa/authenticate/", {"code": code}).headers["Location"] == "/desk/"
    # The library's own mark of a used code lapses after 30 seconds; the code is right for longer.
    cache.clear()
    other = Client()
    sign_in(other, "kaya@example.org")
    assert "was used already" in other.post("/account/2fa/authenticate/", {"code": code}).content.decode()
    cache.clear()
    request = RequestFactory().post("/")
    for given in (code, f"{code[:3]} {code[3:]}", f"{code[:3]}-{code[3:]}"):
        with pytest.raises(NotProved, match="was used already"):
            prove(
                request=request,
                person=people.kaya,
                data={"code": given},
                signing=SigningRequest("0" * 64),
                at=timezone.now(),
            )


def test_the_secret_of_a_second_factor_is_not_in_the_database(people: People) -> None:
    TOTP.activate(people.kaya, SECRET)
    authenticator = Authenticator.objects.get(user=people.kaya)
    assert SECRET not in str(authenticator.data)
    assert authenticator.wrap().validate_code(code_now())


def test_the_secret_survives_a_change_of_the_secret_key(people: People, settings: Any) -> None:
    TOTP.activate(people.kaya, SECRET)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-that-is-quite-long-enough-for-anybody-0123456789"
    assert Authenticator.objects.get(user=people.kaya).wrap().validate_code(code_now())


@pytest.mark.committed
def test_a_person_sets_up_an_authenticator_app(people: People) -> None:
    client = Client()
    sign_in(client, "kaya@example.org")
    reauthenticated = client.post("/account/reauthenticate/?next=/account/2fa/totp/activate/", {"password": PASSWORD})
    assert reauthenticated.headers["Location"] == "/account/2fa/totp/activate/"
    page = client.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    counters = list(yield_hotp_counters_from_time())
    code = format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))
    done = client.post("/account/2fa/totp/activate/", {"code": code})
    assert done.headers["Location"] == "/account/2fa/recovery-codes/"
    assert client.get("/account/2fa/recovery-codes/").status_code == 200
    assert {"add second factor"} <= set(verbs())
    assert mail.outbox[-1].to == ["kaya@example.org"], "whoever did not do this learns of it"


def test_a_session_ends_after_half_an_hour_without_use(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    client.force_login(people.fatima)
    assert client.get("/desk/people/").status_code == 200
    start = timezone.now()
    for minutes in (25, 50):
        monkeypatch.setattr(timezone, "now", lambda m=minutes: start + timedelta(minutes=m))
        assert client.get("/desk/people/").status_code == 200, "used in between, it goes on"
    monkeypatch.setattr(timezone, "now", lambda: start + timedelta(minutes=81))
    page = client.get("/desk/people/", follow=True)
    assert page.redirect_chain[-1][0].startswith("/account/login/")
    assert "You were signed out" in page.content.decode()


def test_no_session_lasts_longer_than_a_working_day(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    client.force_login(people.fatima)
    start = timezone.now()
    client.get("/desk/people/")
    for quarter in range(1, 48):  # the last use is a quarter of an hour before the twelve hours are over
        monkeypatch.setattr(timezone, "now", lambda q=quarter: start + timedelta(minutes=15 * q))
        assert client.get("/desk/people/").status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: start + timedelta(hours=12, minutes=5))
    assert client.get("/desk/people/").status_code == 302


def test_sessions_end_when_an_office_is_confirmed(people: People) -> None:
    client = Client()
    client.force_login(people.sam)
    assert client.get("/desk/people/me/").status_code == 200
    at = timezone.now()
    holding = give_office(person=people.sam, office="adviser", from_on=at.date(), by=people.ada, at=at)
    assert client.get("/desk/people/me/").status_code == 200
    confirm_office(holding=holding, by=people.amir, at=at, proof=PROOF)
    assert client.get("/desk/people/me/").status_code == 302


def test_sessions_end_on_demand(people: People) -> None:
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(people.dev)
    end_sessions(person=people.dev, by=people.dev, at=timezone.now())
    assert [client.get("/desk/people/me/").status_code for client in clients] == [302, 302]


def test_a_changed_password_ends_the_other_sessions(people: People) -> None:
    here, elsewhere = Client(), Client()
    sign_in(here, "dev@example.org")
    sign_in(elsewhere, "dev@example.org")
    form = {"oldpassword": PASSWORD, "password1": "a long and quiet river", "password2": "a long and quiet river"}
    assert here.post("/account/password/change/", form).status_code == 302
    assert here.get("/desk/people/me/").status_code == 200
    assert elsewhere.get("/desk/people/me/").status_code == 302
    assert "change password" in verbs()


def test_a_forgotten_password_is_set_by_a_link_that_serves_once(people: People) -> None:
    client = Client()
    client.post("/account/password/reset/", {"email": "dev@example.org"})
    client.post("/account/password/reset/", {"email": "nobody@example.org"})
    assert [letter.to for letter in mail.outbox] == [["dev@example.org"]]
    link = next(word for word in mail.outbox[0].body.split() if "/account/password/reset/key/" in word)
    page = client.get(link, follow=True)
    new = {"password1": "a long and quiet river", "password2": "a long and quiet river"}
    client.post(page.redirect_chain[-1][0], new)
    assert "reset password" in verbs()
    assert sign_in(Client(), "dev@example.org", "a long and quiet river").status_code == 302
    again = Client().get(link, follow=True)
    assert again.context["token_fail"]


def test_nobody_can_sign_up(people: People) -> None:
    Client().post("/account/signup/", {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD})
    assert not Person.objects.filter(email="new@example.org").exists()


def test_an_address_is_changed_by_administrators_only(people: People) -> None:
    client = Client()
    client.force_login(people.dev)
    client.post("/account/email/", {"action_add": "", "email": "evil@example.org"})
    people.dev.refresh_from_db()
    assert people.dev.email == "dev@example.org"
    assert "ask an administrator" in client.get("/account/email/").content.decode()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(people: People, target: str) -> None:
    form = {"login": "fatima@example.org", "password": PASSWORD, "next": target}
    assert Client().post("/account/login/", form).headers["Location"] == "/desk/"


def test_a_lost_second_factor_is_removed_by_two_administrators(people: People) -> None:
    TOTP.activate(people.kaya, SECRET)
    ada, amir = Client(), Client()
    ada.force_login(people.ada)
    amir.force_login(people.amir)
    proposed = ada.post(f"/desk/people/{people.kaya.pk}/remove-second-factor/", {"password": PASSWORD})
    assert proposed.status_code == 302
    assert Authenticator.objects.filter(user=people.kaya).exists(), "one administrator alone removes nothing"
    proposal = Proposal.objects.get(verb="person.remove_factor")
    assert amir.post(f"/desk/proposals/{proposal.pk}/", {"password": PASSWORD}).status_code == 302
    assert not Authenticator.objects.filter(user=people.kaya).exists()
    people.kaya.refresh_from_db()
    assert people.kaya.signing_barred_until is not None


def test_links_in_letters_name_the_desks_own_address_whatever_host_was_asked(people: People, settings: Any) -> None:
    settings.ALLOWED_HOSTS, settings.DESK_ADDRESS = ["*"], "https://desk.example"
    Client(headers={"host": "evil.example"}).post("/account/password/reset/", {"email": "kaya@example.org"})
    links = [word for word in mail.outbox[-1].body.split() if word.startswith("http")]
    assert [link for link in links if not link.startswith("https://desk.example/account/")] == []
    assert Client().get(links[0].removeprefix("https://desk.example"), follow=True).status_code == 200


def test_no_name_of_the_script_leads_around_the_second_factor(people: People, rf: RequestFactory) -> None:
    from accounts.middleware import desk_access
    from config import gunicorn

    assert gunicorn.forwarder_headers == ""
    request = rf.get("/desk/decisions/", SCRIPT_NAME="/x")
    request.user = people.sam
    with pytest.raises(PermissionDenied, match="You hold no office"):
        desk_access(lambda _: HttpResponse("open"))(request)


def test_letters_of_a_trial_are_readable_by_nobody_else(tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    backend = PrivateFiles(file_path=str(folder))
    backend.send_messages([EmailMessage("Subject", "A link.", "a@example.org", ["b@example.org"])])
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [file.stat().st_mode & 0o777 for file in folder.iterdir()] == [0o600]


def test_a_person_without_a_password_cannot_sign_in(people: People) -> None:
    create_person(email="new@example.org", name="Nora New", by=people.ada, at=timezone.now())
    for password in ("", "None", "!"):
        assert sign_in(Client(), "new@example.org", password).status_code == 200
