"""A passkey in a real browser: registered, signed in with, and used to sign a paper, under the strict policy."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.passkeys import verify_evidence
from components.clock import held_at
from decisions.models import Signature
from tests.components.browser import chromium
from tests.decisions import papers
from tests.people import People, make_people

pytestmark = [pytest.mark.browser, pytest.mark.committed]
PASSWORD = "correct horse battery staple"


@contextmanager
def passkey_page() -> Iterator[Any]:
    """A page with an authenticator of its own that always says yes; `complaints` is what its console said."""
    with chromium() as browser:
        page = browser.new_page()
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
            "isUserVerified": True, "automaticPresenceSimulation": True,
        }  # fmt: skip
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
        yield page


@pytest.fixture
def people() -> People:
    cache.clear()
    return make_people(password=PASSWORD)


def test_clare_adds_a_passkey_signs_a_paper_with_it_and_signs_in_with_it(people: People, live_server: Any) -> None:
    site = live_server.url.replace("127.0.0.1", "localhost")
    paper = papers.checked(people)
    with passkey_page() as page:
        _add_passkey(page, site)
        _sign(page, site, paper.pk)
        _sign_in_again(page, site)
        assert page.complaints == []
    signature = Signature.objects.get()
    assert (signature.how, signature.name) == ("passkey", "Clare Chamberlain")
    assert verify_evidence(signature.evidence, signature.digest)


def _add_passkey(page: Any, site: str) -> None:
    page.goto(f"{site}/account/login/")
    page.get_by_label("Email").fill("clare@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto(f"{site}/account/2fa/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.locator("#id_name").fill("Phone")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Add passkey").click()
    page.wait_for_url("**/recovery-codes/")


def _sign(page: Any, site: str, paper: int) -> None:
    with held_at(papers.AT + 3 * papers.HOUR):
        page.goto(f"{site}/desk/decisions/{paper}/steps/endorse/")
        page.get_by_role("button", name="Sign with a passkey").click()
        page.wait_for_url(f"**/decisions/{paper}/")


def _sign_in_again(page: Any, site: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{site}/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{site}/desk/")
    page.goto(f"{site}/desk/people/me/")
    assert "Clare Chamberlain" in page.content()


def test_without_a_passkey_the_page_offers_none(people: People) -> None:
    paper = papers.checked(people)
    with held_at(papers.AT + 3 * papers.HOUR):
        client = Client()
        client.force_login(people.clare)
        answer = client.get(f"/desk/decisions/{paper.pk}/steps/endorse/").content.decode()
    assert "Sign with a passkey" not in answer
