"""What the public reads: a decision's page says what Part 1 says, and around it what was learned later."""

import json
import re
from hashlib import sha256

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from accounts.models import Person
from book.models import Entry, PublishedDecision
from register.views.threads import timeline
from tests.register.sample import DEFERRED, FORMULA, FULL, MENDED

pytestmark = [pytest.mark.django_db(databases=["default", "book"]), pytest.mark.usefixtures("book")]


def text_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    assert not answer.cookies
    return " ".join(answer.content.decode().split())


def facts_of(page: str) -> dict[str, str]:
    """The summary lists of a page: each label with its words."""
    rows = re.findall(r'summary-list__key">(.*?)</dt>\s*<dd class="govuk-summary-list__value">(.*?)</dd>', page)
    return {label: " ".join(re.sub(r"<[^>]+>", " ", words).split()) for label, words in rows}


def test_the_page_of_pcd_510_has_the_labels_people_know(public: Client) -> None:
    page = text_of(public, "/decisions/PCD-510/")
    facts = facts_of(page)
    expected = {
        "Reference code": "PCD 510", "Date signed": "17 December 2018", "Amount": "£500,000 offer, £120,000 bid",
        "Decision by": "Deputy Mayor for Policing and Crime", "Marking": "OFFICIAL-SENSITIVE",
        "To be looked at again": "2028",
    }  # fmt: skip
    assert {name: facts.get(name) for name in expected} == expected
    assert f'<h1 class="govuk-heading-l">{FULL.title}</h1>' in page
    assert '<li>Accept an offer</li> <li><strong class="dr-figure">£500,000</strong></li>' in page
    assert '<li>Approve a bid</li> <li><strong class="dr-figure">£120,000</strong></li>' in page
    assert '<span class="dr-advice__number">1.1</span>' in page
    assert "<li>two analysts</li>" in page
    assert "2. Heading not stated in the original</h3>" in page
    assert 'data-label="Fund">Innovation Fund (usually: Police Transformation Fund)</td>' in page
    assert "Signed in to the register with a passkey, used again to sign" in page
    assert '<p class="dr-signature__name">Kaya Kent</p>' in page
    assert "13 December 2018; signed 4 days later" in page
    assert re.search(r"Signed decision PCD 510 \(PDF, \d+KB, 5 pages\)</a>", page)
    assert 'Continued by <a class="govuk-link" href="/decisions/PCD-815/">' in page
    assert "Outcome: The bid was unsuccessful on 1 February 2019</h3>" in page
    assert "No longer secret.<br><br>The name of the supplier.</p>" in page
    assert "No longer in force" not in page
    assert "<script>alert(1)" not in page


def test_the_json_is_the_signed_bytes(public: Client) -> None:
    answer = public.get("/decisions/PCD-510.json")
    assert answer.content == FULL.to_json()
    assert answer["ETag"] == f'"{sha256(FULL.to_json()).hexdigest()}"'
    again = public.get("/decisions/PCD-510.json", headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_paper_is_the_stored_bytes(public: Client) -> None:
    answer = public.get("/decisions/PCD-510/decision.pdf")
    assert answer.content == b"%PDF-1.7 sealed PCD 510"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert public.get("/decisions/PCD-815/decision.pdf").status_code == 404


@pytest.mark.parametrize("spelling", ["pcd510", "PCD 510", "pcd-510", "PCD510", "pcd%20510", "PCD-0510"])
def test_any_spelling_leads_to_the_permanent_address(public: Client, spelling: str) -> None:
    for end, target in (("/", "/"), (".json", ".json"), ("/decision.pdf", "/decision.pdf")):
        answer = public.get(f"/decisions/{spelling}{end}")
        assert (answer.status_code, answer["Location"]) == (301, f"/decisions/PCD-510{target}")


def test_a_reference_with_a_slash_leads_to_the_permanent_address(public: Client) -> None:
    answer = public.get("/decisions/pcd/510/")
    assert (answer.status_code, answer["Location"]) == (301, "/decisions/PCD-510/")


def test_what_is_not_published_is_not_found_and_nothing_tells_a_deferral_from_nothing(public: Client) -> None:
    hidden, never = public.get("/decisions/PCD-1999/"), public.get("/decisions/PCD-1998/")
    assert (hidden.status_code, never.status_code) == (404, 404)
    assert hidden.content.replace(b"1999", b"") == never.content.replace(b"1998", b"")
    assert dict(hidden.headers).keys() == dict(never.headers).keys()
    assert public.get("/decisions/nonsense/").status_code == 404


def test_a_withdrawn_decision_keeps_its_address_with_the_reason_and_nothing_else(public: Client) -> None:
    page = text_of(public, "/decisions/PCD-1905/", 410)
    assert "It named somebody who must not be named." in page
    assert "Published by mistake" not in page
    assert "with its text, so that anybody can prove" in page, "and so it is:"
    entry = Entry.objects.get(key="pcd1905", kind="decision")
    assert "Published by mistake" in public.get(f"/log/entries/{entry.number}").content.decode()
    for path in ("/decisions/PCD-1905.json", "/decisions/PCD-1905/decision.pdf", "/decisions/PCD-1905/versions/1.json"):
        answer = public.get(path)
        assert answer.status_code == 410
        assert b"must not be named" in answer.content
    assert public.get("/decisions/PCD-1905/versions/1/").status_code == 410


def test_a_replaced_decision_says_that_it_is_no_longer_in_force(public: Client) -> None:
    page = text_of(public, "/decisions/PCD-1901/")
    assert "No longer in force" in page
    assert "replaced by PCD 1902" in page
    assert "No longer in force" not in text_of(public, "/decisions/PCD-1902/")


def test_a_deferral_is_explained_once_it_is_over(public: Client) -> None:
    page = text_of(public, "/decisions/PCD-1903/")
    assert DEFERRED.deferral.reason in page
    assert "Until 1 July 2026" in page


def test_an_import_says_so_and_leaves_blanks_blank(public: Client) -> None:
    page = text_of(public, "/decisions/PCD-815/")
    assert "This is a transcript" in page
    assert (
        '<dt class="govuk-summary-list__key">Date signed</dt> <dd class="govuk-summary-list__value">Not stated</dd>'
        in page
    )
    assert "Original file of PCD 815" in page
    assert "working day" not in page
    assert "Continues" in page


def test_a_correction_shows_what_changed_and_keeps_the_earlier_version(public: Client) -> None:
    newest = text_of(public, "/decisions/PCD-1906/")
    assert "The review is monthly." in newest
    assert "each month." in newest
    second = text_of(public, "/decisions/PCD-1906/versions/2/")
    assert "What version 2 changed" in second
    assert "<del>" in second
    first = text_of(public, "/decisions/PCD-1906/versions/1/")
    assert "An earlier version" in first
    assert public.get("/decisions/PCD-1906/versions/1.json").content == FORMULA.to_json()
    assert public.get("/decisions/PCD-1906.json").content == MENDED.to_json()
    assert public.get("/decisions/PCD-1906/versions/1/decision.pdf").content == b"%PDF-1.7 sealed PCD 1906"
    assert public.get("/decisions/PCD-1906/decision.pdf").content == b"%PDF-1.7 mended"
    assert public.get("/decisions/PCD-1906/versions/3/").status_code == 404
    assert public.get("/decisions/pcd1906/versions/")["Location"] == "/decisions/PCD-1906/#versions"


def test_linked_data_is_valid_json_that_cannot_end_its_element(public: Client) -> None:
    for slug in ("PCD-510", "PCD-1906", "PCD-815"):
        page = public.get(f"/decisions/{slug}/").content.decode()
        inside = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
        data = json.loads(inside)
        assert data["identifier"] == slug.replace("-", " ")
        assert data["license"].endswith("/version/3/")
        assert "<" not in inside


def test_the_thread_keeps_kinds_of_money_apart(public: Client) -> None:
    page = text_of(public, "/threads/PCD-510/")
    for words in (
        "2018/19, bid, Police Transformation Fund: £120,000",
        "2019/20, offered, Regional Organised Crime Unit online capability: £250,000",
        "2020/21, offered, Regional Organised Crime Unit online capability: £250,000",
        "2019/20, accepted since, Regional Organised Crime Unit online capability: £250,000",
    ):
        assert words in page, words
    assert "£620,000" not in page
    assert page.index("PCD 510: ") < page.index("PCD 815: ")
    assert "The thread in time" in page
    assert "Outcome of PCD 510, " in page
    assert public.get("/threads/PCD-815/")["Location"] == "/threads/PCD-510/"
    both = list(PublishedDecision.objects.filter(reference__in=("PCD 510", "PCD 815")))
    counts = []
    for decisions in (both[:1], both):
        with CaptureQueriesContext(connections["book"]) as queries:
            timeline(decisions)
        counts.append(len(queries))
    assert counts[0] == counts[1] > 0, "a longer thread asks the database no more"
    assert "One decision so far" in text_of(public, "/threads/PCD-1903/")


def test_money_of_what_no_longer_stands_is_not_counted(public: Client) -> None:
    page = text_of(public, "/threads/PCD-1901/")
    assert "£90,000" in page
    assert "2025/26" not in page.partition("The decisions")[0]
    assert "Not counted" in page


def test_funders_funds_and_years_have_their_pages(public: Client) -> None:
    assert "Home Office" in text_of(public, "/funders/")
    assert "Regional Organised Crime Unit online capability" in text_of(public, "/funders/home-office/")
    fund = text_of(public, "/funds/police-transformation-fund/")
    assert 'Total</th><td class="govuk-table__cell govuk-table__cell--numeric" data-label="Bid">£120,000</td>' in fund
    assert "Home Office" in text_of(public, "/years/2018-19/")
    assert public.get("/years/2018-2019/")["Location"] == "/years/2018-19/"
    assert public.get("/years/2018-20/").status_code == 404
    assert public.get("/funders/nobody/").status_code == 404


def test_statistics_count_published_decisions_alone(public: Client) -> None:
    page = text_of(public, "/statistics/")
    row = page.partition('<a class="govuk-link" href="/decisions/?decided=2026">')[2].partition("</tr>")[0]
    # 1902, 1903, 1904 and 1906; the withdrawn 1905 and the waiting 1999 do not count.
    assert row.startswith(
        '2026</a></th><td class="govuk-table__cell govuk-table__cell--numeric" data-label="Decisions">4</td>'
    )


def test_the_front_page_tells_what_this_is(public: Client) -> None:
    page = text_of(public, "/")
    count = PublishedDecision.objects.exclude(status="withdrawn").count()
    assert f"{count} decisions" in page
    assert "Published by mistake" not in page


def test_every_page_answers_304_while_the_book_stands_still(public: Client) -> None:
    for path in ("/", "/decisions/", "/decisions/PCD-510/", "/statistics/", "/decisions.csv", "/api/v1/decisions/"):
        answer = public.get(path)
        if answer.streaming:
            b"".join(answer)  # an export holds its place until it is read
        assert "public" in answer["Cache-Control"]
        assert "Cookie" not in answer.get("Vary", "")
        assert public.get(path, headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_a_signed_in_person_gets_the_same_page_as_anybody(public: Client) -> None:
    mine = Client()
    mine.force_login(Person.objects.get(email="dev@example.org"))
    assert mine.get("/decisions/PCD-510/").content == public.get("/decisions/PCD-510/").content


def test_the_book_is_all_that_pages_read(public: Client) -> None:
    with CaptureQueriesContext(connections["default"]) as queries:
        for path in ("/", "/decisions/?q=violence", "/decisions/PCD-510/", "/threads/PCD-510/", "/api/v1/decisions/"):
            assert public.get(path).status_code == 200
    assert queries.captured_queries == []


def test_the_accessibility_statement_speaks_of_no_page_that_is_not_there(public: Client) -> None:
    page = text_of(public, "/accessibility/")
    assert "What is not fully accessible" in page
    assert "programmers" not in page


@pytest.mark.parametrize("path", ["/years/2018-19/", "/funders/home-office/", "/threads/PCD-510/", "/funds/"])
def test_tables_of_money_become_labelled_lines_on_a_phone(public: Client, path: str) -> None:
    tables = html.fromstring(text_of(public, path)).xpath("//main//table")
    assert tables
    for table in tables:
        heads = [head.text_content() for head in table.xpath("./thead//th")][1:]
        assert "dr-stack" in table.get("class").split()
        for row in table.xpath("./tbody/tr | ./tfoot/tr"):
            assert [cell.get("data-label") for cell in row.xpath("./td")] == heads
