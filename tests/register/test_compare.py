"""A correction is said at the top with its date; any two versions can be compared, in line and side by side."""

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db(databases=["default", "book"]), pytest.mark.usefixtures("book")]


def test_a_corrected_decision_says_so_at_its_top_with_the_day_and_what_was_wrong(public: Client) -> None:
    page = public.get("/decisions/PCD-1906/").content.decode()
    notice = page[page.index("dr-notice") : page.index('id="key-information"')]
    assert "Corrected on " in notice
    assert "The review is monthly." in notice
    assert 'href="/decisions/PCD-1906/compare/"' in notice


@pytest.mark.parametrize("view", ["inline", "beside"])
def test_two_versions_are_compared(public: Client, view: str) -> None:
    page = public.get(f"/decisions/PCD-1906/compare/?old=1&new=2&view={view}").content.decode()
    assert "<del>" in page
    assert "quarter" in page
    assert "month" in page
    assert ("dr-sides__side" in page) == (view == "beside")
    same = public.get("/decisions/PCD-1906/compare/?old=2&new=2").content.decode()
    assert "Nothing: the two are the same." in same


def test_what_cannot_be_compared_is_said(public: Client) -> None:
    assert public.get("/decisions/PCD-510/compare/").status_code == 404
    assert public.get("/decisions/PCD-1906/compare/?old=7").status_code == 400
    assert public.get("/decisions/PCD-1906/compare/?view=upside-down").status_code == 400
    assert public.get("/decisions/PCD-1905/compare/").status_code == 410
    assert public.get("/decisions/pcd1906/compare/?old=1")["Location"] == "/decisions/PCD-1906/compare/?old=1"
