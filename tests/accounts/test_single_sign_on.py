"""Single sign-on, with a provider of our own on the loopback interface."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from accounts.models import Person
from audit.models import Event
from tests.people import People


class Provider:
    """An OpenID provider that says about everybody what `says` holds."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.says: dict[str, Any] = {"sub": "1", "email": "fatima@example.org", "email_verified": True}
        self.nonce = ""
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.answer(provider.document(self.path))

            def do_POST(self) -> None:
                asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                provider.asked = asked
                self.answer({"access_token": "x", "token_type": "Bearer", "id_token": provider.token()})

            def answer(self, document: Any) -> None:
                body = json.dumps(document).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.asked: dict[str, list[str]] = {}

    def document(self, path: str) -> Any:
        if path.endswith("openid-configuration"):
            ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys",
                    "userinfo_endpoint": "userinfo"}  # fmt: skip
            return {"issuer": self.address, **{name: f"{self.address}/{path}" for name, path in ends.items()}}
        if path.startswith("/keys"):
            key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return {"keys": [{**key, "kid": "1", "alg": "RS256", "use": "sig"}]}
        return self.says

    def token(self) -> str:
        now = int(time.time())
        claims = {"iss": self.address, "aud": "desk", "iat": now, "exp": now + 300, **self.says}
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "1"})


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    provider = Provider()
    thread = threading.Thread(target=provider.server.serve_forever, daemon=True)
    thread.start()
    app = {"provider_id": "sso", "name": "MOPAC account", "client_id": "desk", "secret": "s",
           "settings": {"server_url": provider.address}}  # fmt: skip
    known = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {**known, "APPS": [app]}}
    yield provider
    provider.server.shutdown()
    provider.server.server_close()


def come_back(client: Client) -> Any:
    """Press the button, be sent to the provider, and come back from it."""
    sent = client.post("/account/oidc/sso/login/")
    asked = parse_qs(urlsplit(sent.headers["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    return client.get("/account/oidc/sso/login/callback/", {"code": "x", "state": asked["state"][0]})


def test_the_organisations_account_opens_the_account_with_its_address(people: People, provider: Provider) -> None:
    client = Client()
    assert "MOPAC account" in client.get("/account/login/").content.decode()
    assert come_back(client).headers["Location"] == "/desk/"
    assert client.get("/desk/people/").status_code == 200
    assert "code_verifier" in provider.asked
    assert Event.objects.latest("number").sentence == "Fatima Finch signed in."


@pytest.mark.parametrize(
    "says",
    [
        {"sub": "2", "email": "nobody@example.org", "email_verified": True},
        {"sub": "2", "email": "fatima@example.org", "email_verified": False},
        {"sub": "2", "email": "fatima@example.org"},
        {"sub": "2"},
    ],
)
def test_an_address_that_is_unknown_or_unverified_opens_nothing(
    people: People, provider: Provider, says: dict[str, Any]
) -> None:
    provider.says = says
    client, before = Client(), Person.objects.count()
    answer = come_back(client)
    assert answer.status_code in {200, 302}
    assert client.get("/desk/people/me/").status_code == 302
    assert Person.objects.count() == before


def test_a_closed_account_stays_closed(people: People, provider: Provider) -> None:
    Person.objects.filter(pk=people.fatima.pk).update(is_active=False)
    client = Client()
    come_back(client)
    assert client.get("/desk/people/me/").status_code == 302


def test_without_settings_there_is_no_such_button(people: People) -> None:
    assert "MOPAC account" not in Client().get("/account/login/").content.decode()
    assert Client().post("/account/oidc/sso/login/").status_code == 404
