"""Pages about money say what the kept totals are, and no more than they know."""

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db(databases=["default", "book"]), pytest.mark.usefixtures("book")]

#: Every page with kept totals; in 2018/19 there are bids and offers, and no paper states what was accepted.
TOTALS = ("/", "/years/", "/years/2018-19/", "/funders/home-office/")


@pytest.mark.parametrize("path", TOTALS)
def test_a_total_of_nought_is_called_none_or_nil_because_the_totals_do_not_tell_which(
    public: Client, path: str
) -> None:
    page = public.get(path).content.decode()
    assert '<span aria-hidden="true">–</span><span class="govuk-visually-hidden">None or nil</span>' in page
    assert "none stated" not in page


@pytest.mark.parametrize("path", [*TOTALS, "/funds/police-transformation-fund/"])
def test_totals_say_that_what_was_accepted_later_is_not_among_them(public: Client, path: str) -> None:
    page = public.get(path).content.decode()
    assert page.count("What was accepted after a decision is shown in its thread, and is not part of these") == 1


def test_the_band_without_an_amount_holds_nil_too(public: Client) -> None:
    assert "No amount, or £0" in public.get("/decisions/?band=none").content.decode()
