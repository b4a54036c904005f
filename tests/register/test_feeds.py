"""Feeds: everything new, of all, of a search, of a thread; well-formed, and stable while the book stands still."""

from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.http import QueryDict
from django.test import Client

from book.models import Entry
from register.opendata.feeds import feed
from register.search.finding import filters_of

pytestmark = [pytest.mark.django_db(databases=["default", "book"]), pytest.mark.usefixtures("book")]

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client: Client, path: str) -> list[dict[str, Any]]:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(answer.content)
    assert root.find(f"{ATOM}id") is not None
    assert root.find(f"{ATOM}updated") is not None
    entries_found = []
    for entry in root.findall(f"{ATOM}entry"):
        link, title = entry.find(f"{ATOM}link"), entry.findtext(f"{ATOM}title")
        assert link is not None
        entries_found.append({"title": title, "href": link.get("href"), "id": entry.findtext(f"{ATOM}id")})
    return entries_found


def test_corrections_outcomes_and_withdrawals_are_entries_of_their_own(public: Client) -> None:
    titles = [entry["title"] for entry in entries(public, "/decisions.atom?year=2026-27")]
    assert "PCD 1905: Withdrawal" in titles
    assert "PCD 1906: Correction" in titles
    assert not any("Published by mistake" in title for title in titles)


def test_a_feed_of_a_search_holds_what_the_search_finds(public: Client) -> None:
    titles = [entry["title"] for entry in entries(public, "/decisions.atom?q=victims")]
    assert titles == ["PCD 1903: Support for victims"]


def test_a_feed_of_a_thread_tells_what_came_of_it(public: Client) -> None:
    titles = [entry["title"] for entry in entries(public, "/threads/PCD-510.atom")]
    assert titles[:3] == ["PCD 510: Release from Part 2", "PCD 510: Outcome", "PCD 510: Outcome"]
    assert any(title.startswith("PCD 815: ") for title in titles)


def test_the_feed_of_a_thread_leads_to_a_page_that_is_there(public: Client) -> None:
    # PCD 1905 was withdrawn, and nothing is linked with it: its thread has no page, its own address says why.
    for reference, status in (("PCD-1905", 410), ("PCD-510", 200), ("PCD-815", 200), ("PCD-1902", 200)):
        root = ElementTree.fromstring(public.get(f"/threads/{reference}.atom").content)
        page = next(str(link.get("href")) for link in root.findall(f"{ATOM}link") if link.get("rel") == "alternate")
        assert public.get(urlsplit(page).path).status_code == status, page


def test_entries_have_lasting_names_and_the_feed_its_own_address(public: Client) -> None:
    first, again = (entries(public, "/decisions.atom") for _ in range(2))
    assert first == again
    assert len({entry["id"] for entry in first}) == len(first) == 50
    assert public.get("/decisions.atom").content == public.get("/decisions.atom").content
    assert b'rel="self"' in public.get("/decisions.atom").content


def test_a_feed_that_finds_nothing_is_a_feed(public: Client) -> None:
    assert entries(public, "/decisions.atom?q=zebra") == []


@pytest.mark.parametrize("near", [1, 1000])
@pytest.mark.parametrize("query", ["q=scheme", "kind=award", "force=yes", "q=scheme&kind=award"])
def test_a_feed_of_many_matches_holds_the_newest_entries_about_them(
    public: Client, monkeypatch: pytest.MonkeyPatch, near: int, query: str
) -> None:
    monkeypatch.setattr("register.search.finding.NEAR", near)
    monkeypatch.setattr("register.opendata.feeds.LENGTH", 10)
    matches = {decision.key for decision in filters_of(QueryDict(query)).qs}
    newest = Entry.objects.filter(key__in=matches).order_by("-number")[:10]
    assert len(newest) == 10
    got = [int(entry["id"].rpartition("/")[2]) for entry in entries(public, f"/decisions.atom?{query}")]
    assert got == [entry.number for entry in newest]


def test_text_that_no_feed_may_hold_breaks_no_feed() -> None:
    decision = Entry.objects.filter(kind="decision").latest("number")
    correction = Entry.objects.filter(kind="correction").latest("number")
    decision.summary = "Boats\x0bon\x01 the river"
    correction.summary = "Costs ‹£5,000 & more <b>bold</b>.\x0bSecond line."
    tree = ElementTree.fromstring(feed("All", "/decisions.atom", "/decisions/", [decision, correction]))
    titles = [entry.findtext(f"{ATOM}title") for entry in tree.findall(f"{ATOM}entry")]
    assert titles[0] == f"{decision.reference}: Boats on the river"
    # A reader takes a summary for HTML.
    summary = tree.findall(f"{ATOM}entry/{ATOM}summary")[1].text
    assert summary == "<p>Costs ‹£5,000 &amp; more &lt;b&gt;bold&lt;/b&gt;.<br>Second line.</p>"


def test_a_feed_of_a_search_is_titled_by_it_and_its_entries_have_amount_and_funder(public: Client) -> None:
    text = public.get("/decisions.atom?q=victims&kind=award").content.decode()
    assert "decisions, Award; “victims”</title>" in text
    assert "£1,250,000 award · Greater London Authority" in text


def test_pages_of_a_feed_follow_each_other_through_every_entry_but_transcripts(public: Client) -> None:
    wanted = Entry.objects.exclude(kind="transcript").exclude(key="pcd1905", kind="decision").order_by("-number")
    read: dict[str, list[int]] = {}
    for start in ("/decisions.atom", "/decisions.atom?kind=award"):
        path, numbers = start, []
        while path:
            root = ElementTree.fromstring(public.get(path).content)
            numbers += [int(str(entry.findtext(f"{ATOM}id")).rpartition("/")[2]) for entry in root.iter(f"{ATOM}entry")]
            links = [link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "next"]
            path = str(links[0]).partition("/decisions.atom")[2] if links else ""
            path = path and f"/decisions.atom{path}"
        assert len(numbers) == len(set(numbers)) > 40
        read[start] = numbers
    assert read["/decisions.atom"] == list(wanted.values_list("number", flat=True))
    assert public.get("/decisions.atom?before=soon").status_code == 400
    assert "next_url" in public.get("/decisions.feed.json").json()
