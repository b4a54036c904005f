"""The page of a list: results under their own heading, every filter within reach, none of which loses another."""

import re

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db(databases=["default", "book"]), pytest.mark.usefixtures("book")]


def page_of(public: Client, path: str) -> str:
    answer = public.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_results_stand_under_their_own_heading_and_can_be_skipped_to(public: Client) -> None:
    page = page_of(public, "/decisions/?kind=award")
    headings = re.findall(r"<h([1-6])[^>]*>(?:<a[^>]*>)?([^<]+)", page[page.index("<main") :])
    order = [(level, text.strip()) for level, text in headings]
    count = next(place for place, (level, text) in enumerate(order) if level == "2" and text.endswith(" decisions"))
    assert order.index(("2", "Filter")) < count < next(place for place, (level, _) in enumerate(order) if level == "3")
    assert 'href="#results" class="govuk-skip-link"' in page
    assert 'id="results">' in page


def test_filters_are_behind_one_button_that_says_how_many_are_in_use(public: Client) -> None:
    page = page_of(public, "/decisions/?kind=award&decided=2026&decided=2025&q=violence")
    assert page.count('<summary class="dr-filter-box__button">Filter (3 in use)</summary>') == 1


def test_a_long_filter_has_a_page_of_all_its_values_that_keeps_the_query(public: Client) -> None:
    page = page_of(public, "/filters/funder/?kind=award&decided=2026")
    assert re.search(r'href="/decisions/\?kind=award&amp;decided=2026&amp;funder=greater-london-authority"', page)
    assert 'name="kind" value="award"' in page
    assert 'name="decided" value="2026"' in page
    narrowed = page_of(public, "/filters/funder/?kind=award&decided=2026&among=zebra")
    assert "None has “zebra” in its name." in narrowed
    assert 'href="/filters/funder/?kind=award&amp;decided=2026"' in narrowed
    assert "Greater London Authority" in page_of(public, "/filters/funder/?among=GREATER")
    assert public.get("/filters/colour/").status_code == 404
    assert public.get("/filters/funder/?colour=red").status_code == 400


def test_statistics_draw_months_once_and_years_link_to_their_neighbours(public: Client) -> None:
    page = page_of(public, "/statistics/")
    assert page.count("Decisions signed in each month") == 1
    assert page.count("The same in figures") == 1
    assert 'rel="next"' in page_of(public, "/years/2018-19/")
