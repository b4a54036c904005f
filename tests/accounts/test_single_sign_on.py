"""Single sign-on, with a provider of our own on the loopback interface."""

import json
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import jwt
import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts import single_sign_on
from accounts.actions import propose_for_person
from accounts.models import Person
from accounts.proposals.actions import confirm
from accounts.stepup import NotProved, SigningRequest, StepUpForm, prove
from audit.models import Event
from components.refusals import Refused
from profiles import current
from profiles.model import SignIn
from tests.people import PROOF, People


class Provider:
    """An OpenID provider that says about everybody what `says` holds."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.says: dict[str, Any] = {"sub": "1", "email": "fatima@example.org", "email_verified": True}
        self.information: dict[str, Any] = {}
        self.is_broken = False
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.answer(provider.document(self.path))

            def do_POST(self) -> None:
                token_request = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                provider.token_request = token_request
                self.answer({"access_token": "x", "token_type": "Bearer", "id_token": provider.token()})

            def answer(self, document: Any) -> None:
                body = json.dumps(document).encode()
                self.send_response(500 if provider.is_broken else 200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.token_request: dict[str, list[str]] = {}

    def document(self, path: str) -> Any:
        if path.endswith("openid-configuration"):
            ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys",
                    "userinfo_endpoint": "userinfo"}  # fmt: skip
            return {"issuer": self.address, **{name: f"{self.address}/{path}" for name, path in ends.items()}}
        if path.startswith("/keys"):
            key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return {"keys": [{**key, "kid": "1", "alg": "RS256", "use": "sig"}]}
        return self.information or self.says

    def token(self) -> str:
        now = int(time.time())
        claims = {"iss": self.address, "aud": "desk", "iat": now, "exp": now + 300, **self.says}
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "1"})


def configured(settings: Any, address: str) -> None:
    """The desk's settings, with the provider at an address."""
    app = {"provider_id": "sso", "name": "MOPAC account", "client_id": "desk", "secret": "s",
           "settings": {"server_url": address}}  # fmt: skip
    known = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {**known, "APPS": [app]}}


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    provider = Provider()
    thread = threading.Thread(target=provider.server.serve_forever, daemon=True)
    thread.start()
    configured(settings, provider.address)
    yield provider
    provider.server.shutdown()
    provider.server.server_close()


def come_back(client: Client) -> Any:
    """Press the button, be sent to the provider, and come back from it."""
    sent = client.post("/account/oidc/sso/login/")
    query = parse_qs(urlsplit(sent.headers["Location"]).query)
    assert query["code_challenge_method"] == ["S256"]
    return client.get("/account/oidc/sso/login/callback/", {"code": "x", "state": query["state"][0]})


def test_the_organisations_account_opens_the_account_with_its_address(people: People, provider: Provider) -> None:
    client = Client()
    assert "MOPAC account" in client.get("/account/login/").content.decode()
    assert come_back(client).headers["Location"] == "/desk/"
    assert client.get("/desk/people/").status_code == 200
    assert "code_verifier" in provider.token_request
    assert Event.objects.latest("number").sentence == "Fatima Finch signed in."


@pytest.mark.parametrize(
    ("says", "sentence"),
    [
        ({"sub": "2", "email": "nobody@example.org", "email_verified": True}, "There is no account here for nobody@"),
        ({"sub": "2", "email": "fatima@example.org", "email_verified": False}, "was verified, so it opens nothing"),
        ({"sub": "2", "email": "fatima@example.org"}, "was verified, so it opens nothing"),
        ({"sub": "2"}, "gave no e-mail address"),
    ],
)
def test_an_address_that_is_unknown_or_unverified_opens_nothing_and_says_why(
    people: People, provider: Provider, says: dict[str, Any], sentence: str
) -> None:
    provider.says = says
    client, before = Client(), Person.objects.count()
    answer = come_back(client)
    assert answer.status_code == 403
    assert sentence in answer.content.decode()
    assert "third" not in answer.content.decode().lower()
    assert client.get("/desk/people/me/").status_code == 302
    assert Person.objects.count() == before
    assert sentence in Event.objects.latest("number").sentence


def test_after_the_first_time_the_subject_opens_the_account_whatever_address_it_has(
    people: People, provider: Provider
) -> None:
    come_back(Client())
    provider.says = {"sub": "1", "email": "fatima.new@example.org", "email_verified": True}
    client = Client()
    assert come_back(client).headers["Location"] == "/desk/"
    assert Event.objects.latest("number").sentence == "Fatima Finch signed in."
    # Her old address belongs to somebody else now: it does not open her account.
    provider.says = {"sub": "2", "email": "fatima@example.org", "email_verified": True}
    answer = come_back(Client())
    assert "is linked to another account of your organisation" in answer.content.decode()


def test_two_administrators_remove_the_link_and_a_new_account_opens_the_same_one(
    people: People, provider: Provider
) -> None:
    come_back(Client())
    with pytest.raises(Refused, match="No account of the organisation"):
        propose_for_person(verb="person.unlink", person=people.felix, by=people.ada, at=timezone.now())
    proposal = propose_for_person(verb="person.unlink", person=people.fatima, by=people.ada, at=timezone.now())
    provider.says = {"sub": "2", "email": "fatima@example.org", "email_verified": True}
    assert come_back(Client()).status_code == 403, "one administrator alone changes nothing"
    confirm(proposal=proposal, proof=PROOF, by=people.amir, at=timezone.now())
    assert come_back(Client()).headers["Location"] == "/desk/"


def test_a_provider_that_is_silent_about_addresses_is_trusted_for_the_domains_the_administrator_names(
    people: People, provider: Provider, settings: Any
) -> None:
    settings.OIDC_TRUSTED_DOMAINS = frozenset({"example.org"})
    provider.says = {"sub": "1", "email": "Fatima@Example.org"}
    assert come_back(Client()).headers["Location"] == "/desk/"
    provider.says = {"sub": "2", "email": "felix@example.org", "email_verified": False}
    assert come_back(Client()).status_code == 403, "what the provider calls unverified never counts"
    provider.says = {"sub": "3", "email": "clare@elsewhere.example"}
    assert come_back(Client()).status_code == 403
    provider.says = {"sub": "4", "email": "clare@example.org", "xms_edov": "1"}
    settings.OIDC_TRUSTED_DOMAINS = frozenset()
    assert come_back(Client()).headers["Location"] == "/desk/", "Entra's own claim of a verified domain"


def test_an_identity_token_of_one_and_information_of_another_open_nothing(people: People, provider: Provider) -> None:
    provider.information = {"sub": "9", "email": "kaya@example.org", "email_verified": True}
    answer = come_back(Client())
    assert answer.status_code == 403
    assert "named no one person" in answer.content.decode()


def test_what_was_verified_is_the_address_it_stands_beside_letter_for_letter(
    people: People, provider: Provider
) -> None:
    provider.says = {"sub": "5", "email": "somebody@elsewhere.example", "email_verified": True}
    provider.information = {"sub": "5", "email": "kaya@example.org"}
    assert come_back(Client()).status_code == 403, "another address of the same answer was verified"
    # The Kelvin sign becomes a k when it is made small.
    provider.says = provider.information = {"sub": "6", "email": "\u212aaya@example.org", "email_verified": True}
    answer = come_back(Client())
    assert (answer.status_code, "There is no account here" in answer.content.decode()) == (403, True)


def test_a_provider_that_is_down_is_said_so(people: People, provider: Provider) -> None:
    provider.is_broken = True
    answer = Client().post("/account/oidc/sso/login/")
    assert answer.status_code == 503
    assert "sign-in service does not answer" in answer.content.decode()
    provider.is_broken = False
    client = Client()
    state = parse_qs(urlsplit(client.post("/account/oidc/sso/login/").headers["Location"]).query)["state"][0]
    provider.server.shutdown()
    provider.server.server_close()
    answer = client.get("/account/oidc/sso/login/callback/", {"code": "x", "state": state})
    assert answer.status_code == 503


def test_whoever_goes_back_or_brings_no_code_is_told_in_words(people: People, provider: Provider) -> None:
    client = Client()
    state = parse_qs(urlsplit(client.post("/account/oidc/sso/login/").headers["Location"]).query)["state"][0]
    back = client.get("/account/oidc/sso/login/callback/", {"error": "access_denied", "state": state})
    assert (back.status_code, "went back" in back.content.decode()) == (401, True)
    forged = client.get("/account/oidc/sso/login/callback/", {"code": "x", "state": "forged"})
    assert (forged.status_code, "did not confirm who you are" in forged.content.decode()) == (401, True)


def test_groups_suggest_an_office_that_two_administrators_still_give(
    people: People, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    signing_in = SignIn(groups={"Register auditors": "auditor", "Everybody": "originator"})
    monkeypatch.setattr(single_sign_on, "current", lambda: replace(current(), sign_in=signing_in))
    provider.says |= {"groups": ["Register auditors", "Everybody", "Cyclists"]}
    come_back(Client())
    assert people.fatima.holdings.count() == 1, "a group gives nothing"
    ada = Client()
    ada.force_login(people.ada)
    page = ada.get(f"/desk/people/{people.fatima.pk}/").content.decode()
    assert "for the group “Register auditors”" in page
    assert "Everybody" not in page, "she holds that office"
    assert "Cyclists" not in page
    form = ada.get(f"/desk/people/{people.fatima.pk}/office/?office=auditor").content.decode()
    assert re.search(r'value="auditor"[^>]*checked', form)
    assert SocialAccount.objects.get().extra_data == {"groups": ["Register auditors", "Everybody", "Cyclists"]}


def test_where_passwords_are_off_they_open_and_sign_nothing_but_for_administrators(
    people: People, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single_sign_on, "current", lambda: replace(current(), sign_in=SignIn(passwords=False)))
    for person in (people.fatima, people.ada):
        person.set_password("a long sentence to sign in with")
        person.save()
    typed = {"password": "a long sentence to sign in with"}
    answer = Client().post("/account/login/", typed | {"login": "fatima@example.org"})
    assert "Passwords are not used here" in answer.content.decode()
    assert Client().post("/account/login/", typed | {"login": "ada@example.org"}).status_code == 302
    request = RequestFactory().get("/")
    for person, may in ((people.fatima, False), (people.ada, True)):
        request.user = person
        form = StepUpForm(request=request, digest="d" * 64, at=timezone.now())
        assert ("password" in form.fields) == may
        with pytest.raises(NotProved, match="Passwords are not used here" if not may else "This is not your password"):
            prove(
                request=request,
                person=person,
                data={"password": "x"},
                signing=SigningRequest("d" * 64),
                at=timezone.now(),
            )


def test_a_closed_account_stays_closed(people: People, provider: Provider) -> None:
    Person.objects.filter(pk=people.fatima.pk).update(is_active=False)
    client = Client()
    come_back(client)
    assert client.get("/desk/people/me/").status_code == 302


def test_without_settings_there_is_no_such_button(people: People) -> None:
    assert "MOPAC account" not in Client().get("/account/login/").content.decode()
    assert Client().post("/account/oidc/sso/login/").status_code == 404


# The provider warns of the age of its own parts.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_whole_provider_of_somebody_elses_making_signs_fatima_in(people: People, settings: Any) -> None:
    from oidc_provider_mock import User, run_server_in_thread

    user = User(sub="f-1", claims={"email": "fatima@example.org", "email_verified": True, "groups": ["Finance"]})
    with run_server_in_thread(user_claims=[user]) as server:
        configured(settings, f"http://localhost:{server.server_port}")
        client = Client()
        there = client.post("/account/oidc/sso/login/").headers["Location"]
        back = requests.post(there, data={"sub": "f-1"}, allow_redirects=False, timeout=5).headers["Location"]
        arrived = client.get(urlsplit(back).path, dict(parse_qsl(urlsplit(back).query)))
        assert arrived.headers["Location"] == "/desk/"
        assert client.get("/desk/people/me/").status_code == 200
        refusing = client.post("/account/oidc/sso/login/").headers["Location"]
        back = requests.post(refusing, data={"action": "deny"}, allow_redirects=False, timeout=5).headers["Location"]
        denied = Client().get(urlsplit(back).path, dict(parse_qsl(urlsplit(back).query)))
        assert denied.status_code == 401
