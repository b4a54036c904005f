"""The register as it was at the end of a past day, and never the text of what was withdrawn or removed since."""

from datetime import timedelta

import pytest
from django.test import Client

from book.models import Entry, PublishedDecision
from figures.dates import london_day
from register.views.as_it_was import _row

pytestmark = [pytest.mark.django_db(databases=["default", "book"]), pytest.mark.usefixtures("book")]


def page_of(public: Client, path: str, status: int = 200) -> str:
    answer = public.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def test_a_day_shows_what_there_was_and_a_line_for_what_was_withdrawn_since(public: Client) -> None:
    published = Entry.objects.get(key="pcd510", kind="decision")
    day = london_day(published.published_at)
    page, path = "", f"/as-it-was/?day={day}"
    while path:
        part = page_of(public, path)
        page += part
        path = part.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0] if 'rel="next"' in part else ""
        path = path.replace("&amp;", "&")
    assert "/decisions/PCD-510/versions/1/" in page
    assert "Published by mistake" not in page
    assert "The register had no decision then." in page_of(public, f"/as-it-was/?day={day - timedelta(days=1)}")


def test_what_is_gone_since_stands_as_a_line_with_its_notice_and_without_its_words(public: Client) -> None:
    entry = Entry.objects.get(key="pcd1905", kind="decision")
    row = _row(entry, PublishedDecision.objects.get(key="pcd1905"), removed=False)
    assert (row["title"], row["gone"]) == ("", "Withdrawn since. It named somebody who must not be named.")
    other = Entry.objects.get(key="pcd510", kind="decision")
    row = _row(other, PublishedDecision.objects.get(key="pcd510"), removed=True)
    assert (row["title"], row["gone"]) == ("", "Its content was removed since, as the law requires.")


def test_one_decision_leads_to_the_version_of_the_day(public: Client) -> None:
    day = london_day(Entry.objects.filter(key="pcd1906", kind="decision").latest("number").published_at)
    answer = public.get(f"/as-it-was/?reference=PCD-1906&day={day}")
    assert (answer.status_code, answer["Location"]) == (302, "/decisions/PCD-1906/versions/2/")
    page = page_of(public, f"/as-it-was/?reference=PCD-1906&day={day - timedelta(days=1)}", 404)
    assert "PCD 1906 was not in the register." in page


def test_what_is_no_day_is_said(public: Client) -> None:
    assert "For example 1 September 2026" in page_of(public, "/as-it-was/")
    for wrong in ("day=soon", "day=2026-09-01&before=x"):
        page_of(public, f"/as-it-was/?{wrong}", 400)
