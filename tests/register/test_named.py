"""Everybody named in a decision has a page: recipients, who decided, units, boards; a decision links to each."""

import re

import pytest
from django.test import Client

from register.search.named import KINDS, all_named

pytestmark = [pytest.mark.django_db(databases=["default", "book"]), pytest.mark.usefixtures("book")]


def page_of(public: Client, path: str) -> str:
    answer = public.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_everybody_named_has_a_page_with_money_and_decisions(public: Client, kind: str) -> None:
    assert all_named(kind)
    everybody = page_of(public, f"/{KINDS[kind].path}/")
    for named in all_named(kind).values():
        assert f'href="{named.href}"' in everybody
        page = page_of(public, named.href)
        assert "Money by financial year" in page
        assert "dr-entry__title" in page
        assert page_of(public, f"/decisions/?{kind}={named.slug}").count("dr-entry__title") > 0


def test_a_decision_leads_to_everybody_it_names(public: Client) -> None:
    page = page_of(public, "/decisions/PCD-510/")
    key = page[page.index('id="key-information"') : page.index("</section>", page.index('id="key-information"'))]
    links = set(re.findall(r'href="(/[^"]+)"', key))
    for path in ("/funders/", "/funds/", "/recipients/", "/deciders/", "/years/", "/units/", "/boards/"):
        assert any(link.startswith(path) for link in links), path
    for link in links:
        page_of(public, link)
    assert re.search(r"Amount</dt>\s*<dd[^>]*>£500,000 offer, £120,000 bid</dd>", key)


def test_a_name_in_other_letters_finds_the_same(public: Client) -> None:
    named = next(iter(all_named("recipient").values()))
    assert "No published decision fits" not in page_of(public, f"/decisions/?recipient={named.name.upper()}")
    assert public.get("/recipients/nobody-at-all/").status_code == 404


def test_a_box_narrows_a_long_list_and_pages_it(public: Client) -> None:
    assert "None has “zebra” in its name." in page_of(public, "/recipients/?name=zebra")
    assert "London Youth Partnership" in page_of(public, "/recipients/?name=youth+LONDON")
    for wrong in ("0", "2", "x", "99999999"):
        assert public.get(f"/recipients/?page={wrong}").status_code == 400


def test_funders_and_funds_show_their_money(public: Client) -> None:
    rows = re.findall(r"<tr.*?</tr>", page_of(public, "/funders/"), re.DOTALL)
    (home_office,) = [row for row in rows if ">Home Office</a>" in row]
    assert 'data-label="Money coming in: offered">£750,000</td>' in home_office
    assert 'data-label="Funder"' in page_of(public, "/funds/")
    assert "Greater London Authority" in page_of(public, "/funders/?name=greater")
    assert "Home Office" not in page_of(public, "/funders/?name=greater")
