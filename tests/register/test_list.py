"""Searching, filtering, sorting and paging: what is asked is what is found, and nothing hostile gets further."""

import re
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import caches
from django.http import QueryDict
from django.test import Client

from book.models import PublishedDecision
from http_cache.book_version import book_version
from public_api.parameters import filter_parameters
from register.presenters.listing import facet_groups, marked
from register.search.counting import Count, stored_counts
from register.search.filters import DecisionFilter
from register.search.finding import filters_of, find, listed
from register.search.ordering import Cursor, cursor_at
from register.search.suggesting import suggest

pytestmark = [pytest.mark.django_db(databases=["default", "book"]), pytest.mark.usefixtures("book")]


def keys_found(query: str, **options: Any) -> list[str]:
    filters = filters_of(QueryDict(query))
    assert filters.is_valid(), filters.errors
    return [decision.key for decision in find(filters, size=100, **options).decisions]


def test_a_search_takes_words_phrases_exclusions_and_alternatives() -> None:
    assert {"pcd1901", "pcd1902"} <= set(keys_found("q=violence"))
    assert set(keys_found('q="joint strategy"')) == {"pcd510", "pcd815"}
    assert keys_found('q="strategy joint"') == []
    assert "pcd1901" not in keys_found("q=prevention -youth -partnership")
    assert set(keys_found("q=stalking or cameras")) == {"pcd1904"}
    assert keys_found("q=bids") == keys_found("q=bid") != []


def test_a_title_that_has_the_word_comes_before_an_advice_that_has_it() -> None:
    assert keys_found("q=victims")[0] == "pcd1903"


def test_amounts_are_found_with_and_without_separators() -> None:
    assert keys_found("q=£500,000") == keys_found("q=500000") != []


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("“joint strategy”", '"joint strategy"'),
        ("‘joint strategy’", "joint strategy"),
        ("mayor’s", "mayor's"),
        ("mayor`s", "mayor's"),
        ("JOINT strategy", "joint strategy"),
        ("jöint strátegy", "joint strategy"),
        ("crime — London", "crime London"),
        ("anti\u2011social", "anti-social"),
        ("joint-strategy", '"joint strategy"'),
        ('"a joint-strategy"', '"joint strategy"'),
        ("-joint-strategy", '-"joint strategy"'),
    ],
)
def test_what_phones_and_word_type_by_themselves_finds_the_same(typed: str, plain: str) -> None:
    assert keys_found(f"q={quote(typed)}") == keys_found(f"q={quote(plain)}")


def test_people_boards_units_and_grant_numbers_are_found(book: Any) -> None:
    decided_by = PublishedDecision.objects.get(key="pcd510").decided_by
    assert "pcd510" in keys_found(f"q={decided_by.split()[-1]}")
    assert keys_found("by=" + quote(decided_by.upper())) == keys_found("by=" + quote(decided_by)) != []


def test_words_of_outcomes_and_corrections_find_the_decision_and_are_shown(public: Client) -> None:
    assert keys_found("q=both years came") == ["pcd510"]
    assert keys_found("q=review is monthly&kind=award") == ["pcd1906"]
    assert keys_found("q=both years came&kind=award") == []
    page = public.get("/decisions/", {"q": "both years came"}).content.decode()
    assert re.search(r"Outcome: .*<mark>years</mark>", page)
    # Of a withdrawn decision no word finds anything.
    assert keys_found("q=named somebody") == []


def test_a_decision_that_has_the_very_words_comes_before_those_that_have_them_apart() -> None:
    keys = keys_found("q=joint strategy")
    whole = set(keys_found('q="joint strategy"'))
    assert set(keys[: len(whole)]) == whole


def test_days_that_end_before_they_begin_are_said_and_kept(public: Client) -> None:
    answer = public.get("/decisions/", {"signed_from": "2019-03-01", "signed_to": "2018-03-01"})
    assert answer.status_code == 400
    assert "before they begin on 1 March 2019" in answer.content.decode()


def test_a_misspelt_word_is_asked_about_and_never_changed_silently(public: Client) -> None:
    assert suggest("violense") == "violence"
    assert suggest("violence") == ""
    assert suggest("qqqqqqqq zz") == ""
    page = public.get("/decisions/", {"q": "violense", "force": "yes"}).content.decode()
    assert "No published decision fits" in page
    assert re.search(r'Did you mean <a [^>]*href="/decisions/\?force=yes&amp;q=violence">violence</a>', page)
    assert "Did you mean" not in public.get("/decisions/", {"q": "violence"}).content.decode()
    assert "Did you mean" not in public.get("/decisions/", {"q": "qqqqqqqq"}).content.decode()


@pytest.mark.parametrize(
    "question",
    [
        "PCD 510",
        "pcd510",
        "510",
        "PCD-510",
        " pcd  510 ",
        "PCD No. 510",
        "pcd no 510",
        "PCD #510",
        "PCD510.",
        "decision PCD 510",
        "decision 510",
        "P.C.D. 510",
    ],
)
def test_a_reference_goes_straight_to_its_decision(public: Client, question: str) -> None:
    answer = public.get("/decisions/", {"q": question})
    assert (answer.status_code, answer["Location"]) == (302, "/decisions/PCD-510/")


def test_a_reference_with_filters_finds_itself_first_and_what_cites_it() -> None:
    assert keys_found("q=PCD 510&sort=relevance") == ["pcd510", "pcd815"]


def test_a_number_that_is_no_reference_is_searched_for_as_a_word(public: Client) -> None:
    assert public.get("/decisions/", {"q": "4711"}).status_code == 200


def test_matching_words_are_marked_and_everything_else_escaped(public: Client) -> None:
    page = public.get("/decisions/", {"q": "alert"}).content.decode()
    assert "<mark>alert</mark>" in page
    assert "<script>alert" not in page
    assert "power &amp; more" in page


def test_paragraphs_and_names_are_not_run_together_in_what_is_shown_of_them() -> None:
    assert marked("Home Office\n\ue000Bid\ue001 <b>  for it") == "Home Office · <mark>Bid</mark> &lt;b&gt; for it"


def test_every_filter_narrows_to_what_the_facets_say() -> None:
    assert {facet.partition(":")[0] for facet in stored_counts()} >= {"year", "funder", "fund", "kind", "status"}
    for facet, count in stored_counts().items():
        name, _, value = facet.partition(":")
        query = QueryDict(mutable=True)
        query[name] = f"{value}-{int(value) % 100 + 1:02d}" if name == "year" else value
        filters = filters_of(query)
        assert filters.is_valid(), (facet, filters.errors)
        page = find(filters, size=100)
        by_hand = [decision.key for decision in listed() if facet in decision.facets]
        assert (page.count.number, sorted(decision.key for decision in page.decisions)) == (count, sorted(by_hand)), (
            facet
        )


def test_of_many_values_the_page_shows_the_commonest_those_in_use_and_where_all_are() -> None:
    counts = {f"funder:{n}": Count(100 - n) for n in range(30)} | {f"by:{n}": Count(1) for n in range(3)}
    groups = facet_groups("/decisions/", QueryDict("funder=29"), {"funder": {"29": "29"}}, counts)
    by_title = {group["title"]: group for group in groups}
    shown = [row["href"].rpartition("=")[2] for row in by_title["Funder"]["items"]]
    assert shown == [*map(str, range(20)), "29"]
    assert by_title["Funder"]["more"] == {"count": 30, "href": "/filters/funder/?funder=29"}
    assert by_title["Decided by"]["more"] is None


def test_values_of_one_filter_are_alternatives_and_filters_add_up() -> None:
    both = set(keys_found("decided=2025&decided=2026"))
    assert both == set(keys_found("decided=2025")) | set(keys_found("decided=2026"))
    assert set(keys_found("decided=2026&force=no")) == {"pcd1904"}


def test_counts_beside_a_filter_in_use_are_of_the_list_without_it() -> None:
    filters = filters_of(QueryDict("decided=2026&kind=award"))
    assert filters.is_valid()
    counts = find(filters, with_facets=True).facets
    assert counts["decided:2025"].number == 1
    assert counts["band:over-10m"].number == 1
    assert counts["kind:award"].number == 4


def test_dates_are_read_as_people_write_them() -> None:
    assert keys_found("signed_from=17/12/2018&signed_to=17 December 2018") == ["pcd510"]
    assert keys_found("signed_from=2018-12-18&signed_to=2019-01-01") == []


IN_FORCE = [("status", "in force"), ("force", "yes")]
SORTED = ["newest", "oldest", "largest", "smallest"]


def assert_pages_show_every_match_once(query: str, sort: str) -> None:
    filters = filters_of(QueryDict(f"{query}&sort={sort}"))
    assert filters.is_valid()
    column = "sorted_on" if sort in ("newest", "oldest") else "amount"
    sign = "-" if sort in ("newest", "largest") else ""
    everything = [decision.key for decision in filters.qs.order_by(f"{sign}{column}", f"{sign}key")]
    assert len(everything) > 14
    forth: list[str] = []
    pages, cursor = [], ""
    while True:
        page = find(filters, cursor=cursor, size=7)
        forth += [decision.key for decision in page.decisions]
        pages.append(page)
        if not page.next:
            break
        cursor = page.next
    assert forth == everything
    back = find(filters, cursor=pages[-1].previous, size=7)
    assert [decision.key for decision in back.decisions] == [decision.key for decision in pages[-2].decisions]
    assert find(filters, cursor=pages[1].previous, size=7).previous == ""


@pytest.mark.parametrize("sort", SORTED)
@pytest.mark.parametrize("query", ["", "kind=award", "q=scheme"])
def test_pages_forth_and_back_show_every_decision_once(sort: str, query: str) -> None:
    assert_pages_show_every_match_once(query, sort)


@pytest.mark.parametrize("sort", SORTED)
@pytest.mark.parametrize("near", [1, 12, 1000])
@pytest.mark.parametrize("query", ["kind=award", "q=scheme", "q=scheme&kind=award&force=yes"])
def test_more_matches_than_are_counted_are_paged_like_few(
    monkeypatch: pytest.MonkeyPatch, sort: str, near: int, query: str
) -> None:
    monkeypatch.setattr("register.search.counting.MOST_COUNTED", 5)
    monkeypatch.setattr("register.search.finding.NEAR", near)
    assert_pages_show_every_match_once(query, sort)


def test_matches_that_lie_far_down_the_list_are_found_without_walking_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("register.search.counting.MOST_COUNTED", 1)
    monkeypatch.setattr("register.search.finding.NEAR", 2)
    assert keys_found("year=2018-19&force=yes")[:1] == ["pcd510"]


def test_of_more_matches_than_are_counted_the_numbers_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("register.search.counting.MOST_COUNTED", 5)
    filters = filters_of(QueryDict("q=scheme&kind=award"))
    assert filters.is_valid()
    answer = find(filters, with_facets=True)
    assert (answer.count.number, answer.count.capped) == (5, True)
    assert (answer.facets["kind:award"].number, answer.facets["kind:award"].capped) == (5, True)
    assert answer.facets["band:over-10m"].number is None


def test_what_a_plus_behind_a_count_means_is_said_once(public: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    note = "Counts with + are of the first"
    assert note not in public.get("/decisions/?q=scheme&kind=award").content.decode()
    caches["public"].clear()
    book_version.forget()
    monkeypatch.setattr("register.search.counting.MOST_COUNTED", 5)
    assert public.get("/decisions/?q=scheme&kind=award").content.decode().count(note) == 1


def test_two_filters_in_use_never_have_one_name(public: Client) -> None:
    by_status, by_force = (public.get("/decisions/", {name: value}).content.decode() for name, value in IN_FORCE)
    assert "Status: in force" in by_status
    assert "Status: in force" not in by_force


def test_ranked_pages_show_every_match_once() -> None:
    filters = filters_of(QueryDict("q=scheme"))
    assert filters.is_valid()
    first = find(filters, size=30)
    second = find(filters, cursor=first.next, size=30)
    keys = [decision.key for decision in (*first.decisions, *second.decisions)]
    assert len(keys) == len(set(keys)) == 40
    assert (second.next, second.previous) == ("", "r_0")


def test_withdrawn_and_waiting_decisions_are_in_no_list() -> None:
    assert keys_found("q=mistake") == []
    assert keys_found("q=year 3000") == []
    assert "pcd1905" not in keys_found("")
    assert keys_found("q=supplier") == []


def test_nothing_found_says_what_to_take_away(public: Client) -> None:
    page = public.get("/decisions/", {"q": "violence", "year": "2018-19"}).content.decode()
    assert "No published decision fits" in page
    assert "Try without one of these" in page


HOSTILE = [
    "q=" + quote("'; DROP TABLE book.entry; --"), "q=%25%27%22%5C", "q=" + quote("<script>alert(1)</script>"),
    "q=%F0%9F%92%A3",
    "q=" + quote('"unclosed'), "q=-", "q=%26%7C%21%3A%2A",
    "q=the", "q=" + quote("a:*|b & !c <-> d"),
    "year=2018/19", "funder=nobody", "by=" + quote("Nobody's %"), "q=",
    "utm_source=mail", "fund=" + quote("F-1' OR 1=1"),
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE)
def test_odd_queries_are_answered(public: Client, query: str) -> None:
    for path in ("/decisions/", "/decisions.csv", "/decisions.json", "/decisions.atom", "/api/v1/decisions/"):
        answer = public.get(f"{path}?{query}")
        body = b"".join(answer) if answer.streaming else answer.content
        assert answer.status_code == 200, (path, body[:200])
        assert b"<script>alert" not in body


REFUSED = {
    "q=" + "x" * 201: "Search for 200 characters or fewer; this is 201.",
    "q=a%00b": "Leave out control characters: they are not text that can be searched for.",
    "q=%07": "Leave out control characters: they are not text that can be searched for.",
    "by=%00": "Leave out control characters: they are not text that can be searched for.",
    "year=2018-20": "2018-20 is not one financial year. After 2018 comes 19: enter 2018/19.",
    "year=nineteen": "Enter a financial year such as 2018/19.",
    "band=huge": "There is no amount band “huge”. Choose one of: none, under-50k, ",
    "kind=gift": "There is no kind “gift”. Choose one of: bid, offer, award, other.",
    "late=maybe": "There is no answer “maybe”. Choose one of: yes.",
    "decided=20180": "“20180” is not a year such as 2018.",
    "force=perhaps": "There is no answer “perhaps”. Choose one of: yes, no.",
    "bogus=1": "There is no filter called “bogus”. The filters are: year, funder, ",
    "page=2": "There is no filter called “page”. The filters are: year, funder, ",
    "sort=random": "A list can be sorted by: newest, oldest, largest, smallest, relevance.",
    "signed_from=32/13/2018": "32/13/2018 is not a day in the calendar. Enter a date such as 17 December 2018",
    "status=withdrawn": "There is no status “withdrawn”. Choose one of: in force, continued, ",
    "&".join(f"by={n}" for n in range(31)): "Choose at most 30 values of one filter.",
}
IN_THE_API = {
    "band": "band takes one of: none, under-50k, ", "kind": "kind takes one of: bid, offer, award, other.",
    "late": "late takes one of: yes.", "force": "force takes one of: yes, no.",
    "status": "status takes one of: in force, ",
    "signed_from": "signed_from must be a day such as 2018-12-17.",
    "sort": "sort takes one of: newest, oldest, largest, smallest, relevance.",
}  # fmt: skip


@pytest.mark.parametrize("query", REFUSED)
def test_what_cannot_be_read_is_refused_in_a_sentence(public: Client, query: str) -> None:
    sentence = REFUSED[query]
    page = public.get(f"/decisions/?{query}")
    summary = page.content.decode().partition("govuk-error-summary__body")[2].partition("</div>")[0]
    assert (page.status_code, sentence in summary) == (400, True), summary
    for path in ("/decisions.csv", "/decisions.json", "/decisions.atom"):
        answer = public.get(f"{path}?{query}")
        assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain; charset=utf-8"), path
        assert answer.content.decode().startswith(sentence), path
    answer = public.get(f"/api/v1/decisions/?{query}")
    assert answer.status_code == 400
    assert answer.json()["problem"].startswith(IN_THE_API.get(query.partition("=")[0], sentence))


def test_a_day_that_no_calendar_has_is_put_right_where_it_was_typed(public: Client) -> None:
    query = {"q": "online", "year": "2018-19", "signed_from": "30/02/2018", "signed_to": "1/3/2018", "sort": "oldest"}
    answer = public.get("/decisions/", query)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert '<a href="#signed-from">30/02/2018 is not a day in the calendar.' in page
    assert 'id="signed-from" name="signed_from" value="30/02/2018"' in page
    assert 'aria-describedby="signed-from-error signed-hint"' in page
    assert 'name="signed_to" value="1/3/2018"' in page
    form = page.partition('aria-label="Filter by date"')[2].partition("</form>")[0]
    for name in ("q", "year", "sort"):
        assert f'<input type="hidden" name="{name}" value="{query[name]}">' in form


def test_what_is_refused_is_not_sent_along_again(public: Client) -> None:
    page = public.get("/decisions/?bogus=1&year=2018-19&kind=gift&sort=random").content.decode()
    assert '<input type="hidden" name="year" value="2018-19">' in page
    for name in ("bogus", "kind", "sort"):
        assert f'type="hidden" name="{name}"' not in page
    assert "signed-from" not in page


@pytest.mark.parametrize(
    "cursor",
    ["x", "a_2018-13-45_pcd1", "a_1.00_pcd1", "r_1", "a_2018-01-01_" + "p" * 500, "%00", "a_2018-01-01_pcd1'--"],
)
def test_a_place_that_the_register_never_gave_out_is_refused(public: Client, cursor: str) -> None:
    for path, status in (("/decisions/", 400), ("/api/v1/decisions/", 404), ("/threads/", 400)):
        answer = public.get(f"{path}?cursor={cursor}")
        assert answer.status_code == status, path
        assert b"does not exist" in answer.content


def test_a_cursor_reads_back_what_it_was_written_from() -> None:
    decision = PublishedDecision.objects.get(key="pcd510")
    for sort, value in (("newest", decision.sorted_on), ("smallest", decision.amount)):
        cursor = Cursor.parse(cursor_at(decision, sort, back=True), sort)
        assert (cursor.back, cursor.value, cursor.key) == (True, value, "pcd510")


def test_every_filter_of_the_page_is_in_the_description_of_the_api() -> None:
    assert {parameter.name for parameter in filter_parameters()} == set(DecisionFilter.base_filters)
