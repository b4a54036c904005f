"""The pages of signing in wear our layout and speak our words."""

import pytest
from django.test import Client

from tests.components.markup import normal
from tests.people import make_people


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/account/login/", "/account/password/reset/", "/account/password/reset/done/"])
def test_a_stranger_meets_our_own_pages(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert page.count("<h1 ") == 1
    assert "dr-face-desk" in page
    assert "govuk-heading-l" in page
    assert "Sign In" not in page
    assert normal(page)


@pytest.mark.django_db
def test_a_wrong_password_is_said_at_the_top_and_in_the_title(client: Client) -> None:
    page = client.post("/account/login/", {"login": "sam@example.org", "password": "not this one"}).content.decode()
    assert "<title>Error: Sign in to the desk" in page
    assert "govuk-error-summary" in page
    assert "sam@example.org" in page


@pytest.mark.django_db
def test_labels_of_passwords_have_one_capital() -> None:
    password = "seven quiet herons by the lock"
    sam = Client()
    sam.post("/account/login/", {"login": make_people(password=password).sam.email, "password": password})
    page = sam.get("/account/password/change/").content.decode()
    for label in ("Current password", "New password", "New password (again)"):
        assert f">{label}</label>" in page
