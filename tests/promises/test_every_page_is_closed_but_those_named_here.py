"""Access: every address is walked by a stranger and by Sam, who has an account and no office."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client, RequestFactory

from accounts.middleware import desk_access
from accounts.models import Person, Proposal
from book.actions.forward_plan import PlanItem, publish_plan_item
from book.log.tiles import INDEX, PARTIAL
from decisions.models import Decision, Power
from grants.models import Grant, LedgerMap
from register.mistakes.submit import Mistake, report_mistake
from tests.decisions import papers
from tests.grants.agreeing import add_condition, add_letter, agree
from tests.grants.making import enter_spend, said_to_come, upload_lines
from tests.grants.publishing import published
from tests.people import People, make_people
from tests.promises.routes import Route, routes

#: Open to anybody: the register, and what somebody needs who has not signed in yet.
PUBLIC = {
    "healthz",
    "readyz",
    "metrics",
    "account/login/",
    "account/logout/",
    "account/inactive/",
    "account/signup/",
    "account/^calendar/(?P<secret>[0-9]{1,9}-[0-9a-f]{64})\\.ics$",
    "account/confirm-email/",
    "account/^confirm-email/(?P<key>[-:\\w]+)/$",
    "account/login/code/confirm/",
    "account/password/reset/",
    "account/password/reset/done/",
    "account/password/reset/key/done/",
    "account/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
    "account/2fa/authenticate/",
    "account/2fa/webauthn/login/",
    "account/3rdparty/login/cancelled/",
    "account/3rdparty/login/error/",
    "account/3rdparty/signup/",
    "account/social/login/cancelled/",
    "account/social/login/error/",
    "account/social/signup/",
    "account/oidc/^(?P<provider_id>[^/]+)/login/",
    "account/oidc/^(?P<provider_id>[^/]+)/login/callback/",
    # The register.
    "api/v1/",
    "api/v1/decisions/",
    "api/v1/decisions/<str:spelling>/",
    "api/v1/docs/",
    "api/v1/entries/",
    "api/v1/funders/",
    "api/v1/funds/",
    "api/v1/schema/",
    "api/v1/threads/<str:spelling>/",
    "",
    "threads/",
    "threads/<str:spelling>/",
    "threads/<str:spelling>.atom",
    "decisions.csv",
    "decisions.json",
    "decisions.atom",
    "decisions.feed.json",
    "totals/",
    "filters/<slug:facet>/",
    "totals.csv",
    "decisions.xlsx",
    "open-data/book.sqlite",
    "grants-made/",
    "grants-made/<int:year>-<int:month>/",
    "grants-made/<int:year>-<int:month>.csv",
    "delegated/",
    "delegated/<int:year>-q<int:number>/",
    "delegated/<int:year>-q<int:number>.csv",
    "delegated.atom",
    "forward-plan/",
    "calendar.ics",
    "panel-pack/",
    "panel-pack.csv",
    "panel-pack.pdf",
    "mistakes/",
    "mistakes/told/<str:token>/",
    "alerts/",
    "alerts/asked/",
    "^alerts/confirm/(?P<secret>[0-9a-f]{64})/$",
    "^alerts/leave/(?P<secret>[0-9a-f]{64})/$",
    "^alerts/(?P<secret>[0-9a-f]{64})/$",
    "verify/",
    "v/<str:spelling>",
    "verify/offline/",
    "verify/roots.pem",
    "verify/seal-hand-overs.json",
    "open-data/",
    "open-data/360giving/",
    "open-data/dictionary/",
    "open-data/history/",
    "open-data/history.json",
    "open-data/history/<str:day>/<str:name>",
    "open-data/<slug:name>.csv-metadata.json",
    "<slug:name>.csv-metadata.json",
    "open-data/360giving.json",
    "open-data/decisions.ndjson",
    "^open-data/(?P<name>decision|decision-2|entry)\\.schema\\.json$",
    "accessible-format/",
    "accessible-format/asked/<str:token>/",
    "accessibility/",
    "contact/",
    "cookies/",
    "privacy/",
    "brand.css",
    "robots.txt",
    ".well-known/security.txt",
    "sitemap.xml",
    "sitemap-pages.xml",
    "sitemap-decisions-<int:place>.xml",
    "open-data/<slug:name>.csv",
    "funders/",
    "funders/<slug:slug>/",
    "funds/",
    "funds/<slug:slug>/",
    "recipients/",
    "recipients/<slug:slug>/",
    "deciders/",
    "deciders/<slug:slug>/",
    "units/",
    "units/<slug:slug>/",
    "boards/",
    "boards/<slug:slug>/",
    "years/",
    "years/<slug:slug>/",
    "statistics/",
    "promised/",
    "promised-<slug:name>.csv",
    "decisions/",
    "decisions/<str:spelling>.json",
    "decisions/<str:spelling>/",
    "^decisions/(?P<spelling>[A-Za-z]+(?:/[0-9]+)+)/$",
    "decisions/<str:spelling>/decision.pdf",
    "decisions/<str:spelling>/compare/",
    "decisions/<str:spelling>/picture.png",
    "as-it-was/",
    "picture.png",
    "favicon.ico",
    "decisions/<str:spelling>/versions/",
    "decisions/<str:spelling>/versions/<int:version>/",
    "decisions/<str:spelling>/versions/<int:version>.json",
    "decisions/<str:spelling>/versions/<int:version>/decision.pdf",
    "decisions/<str:spelling>/decision.tlog-proof",
    "decisions/<str:spelling>/versions/<int:version>/decision.tlog-proof",
    "log/",
    "log/proof/<int:number>.tlog-proof",
    "log/checkpoint",
    "log/checkpoint/<int:size>",
    "log/heads",
    "log/keys",
    "log/hand-overs",
    "log/closing",
    "log/policy",
    "log/tools/<str:name>",
    "log/witnesses",
    "log/proof/<int:number>",
    "log/consistency/<int:first>/<int:second>",
    "log/entries/<int:first>",
    "log/^files/(?P<digest>[0-9a-f]{64})$",
    f"log/^tile/entries/(?P<index>{INDEX}){PARTIAL}$",
    f"log/^tile/(?P<level>0|[1-9][0-9]?)/(?P<index>{INDEX}){PARTIAL}$",
}

#: Open to everybody with an account: their own, and the desk's first page, which tells them that they hold no office.
OWN = {"desk/people/me/", "desk/"}

#: The API answers machines; it only ever reads, so it asks for no token and takes no other method.
READ_ONLY = {written for written in PUBLIC if written.startswith("api/v1/")}
#: Forms of the register's own pages, which are the same for everybody and know nobody: a forged one does nothing that
#: its forger could not do directly.
WITHOUT_TOKEN = {"verify/", "accessible-format/", "alerts/", "mistakes/"}
#: Pages of a letter, whose address is its secret: an address that holds another does nothing and is not found.
BY_SECRET = {written for written in PUBLIC if "(?P<secret>" in written}

pytestmark = [pytest.mark.django_db(databases=["default", "book", "worker"])]


@pytest.fixture(scope="module")
def people(committed_module: None) -> People:
    """Everybody, made once: what a walk does is undone after it."""
    return make_people()


@pytest.fixture(scope="module")
def paper(people: People) -> Decision:
    return papers.checked(people)


@pytest.fixture(scope="module")
def every_route(people: People, paper: Decision) -> list[Route]:
    grant = Grant.objects.first()
    assert grant is not None
    mistake = Mistake(wrong="The date.", source="", email="", name="", credited=False)
    planned = PlanItem("A bid for tools", "bid", date(2027, 3, 1), "Deputy Mayor")
    samples = {
        "desk/forward-plan/<int:number>": publish_plan_item(planned, by=people.dev, at=papers.AT),
        "desk/mistakes/<str:receipt>": report_mistake(mistake, reference="PCD 1", address="192.0.2.1"),
        "desk/people/<int:pk>": people.dev.pk,
        "action": "close",
        "desk/proposals/<int:pk>": Proposal.objects.order_by("pk")[0].pk,
        "desk/people/offices/<int:pk>": people.clare.holdings.get().pk,
        "desk/grants/<int:pk>": grant.pk,
        "desk/grants/<int:pk>/actuals/<int:entry>": enter_spend(people.fatima, grant, Decimal("12.50")).pk,
        "desk/grants/<int:pk>/files/<int:file>": add_letter(grant, people.fatima).pk,
        "desk/grants/<int:pk>/figures/<int:tranche>": grant.tranches.order_by("year")[0].pk,
        "desk/grants/<int:pk>/anticipated/<int:anticipated>": said_to_come(people.fatima, grant).pk,
        "desk/year-end/<slug:slug>": "2018-19",
        "desk/returns/<slug:slug>": "2018-19",
        "desk/year-end/<slug:slug>/<int:pk>": grant.pk,
        "desk/grants/ledger/<int:file>": upload_lines(people.fatima).pk,
        "desk/grants/ledger/maps/<int:pk>": LedgerMap.objects.get().pk,
        "desk/grants/organisations/<int:pk>": grant.funder_id,
        "desk/grants/funds/<int:pk>": grant.tranches.values_list("fund_id", flat=True)[0],
        "desk/decisions/<int:pk>": paper.pk,
        "desk/outside-figures/<int:pk>": published(people.fatima, grant.funder).figures.get().pk,
        "desk/obligations/<int:pk>": agree(grant, people.fatima).obligations.all()[0].pk,
        "desk/obligations/<int:pk>/<slug:step>": "prepare",
        "desk/grants/<int:pk>/agreement/terms/<int:term>": add_condition(grant, people.fatima).pk,
        "key": "summary",
        "step": "endorse",
        "kind": "decision",
        "name": "decision",
        "desk/wording/<slug:key>": "public_access",
        "desk/wording/powers/<int:pk>": Power.objects.earliest("pk").pk,
        "number": paper.pk,
    }
    return routes(samples)


def closed(every_route: list[Route]) -> Iterator[Route]:
    return (route for route in every_route if route.written not in PUBLIC)


def test_the_list_names_only_what_there_is(every_route: list[Route]) -> None:
    assert {route.written for route in every_route} >= PUBLIC | OWN
    assert not [written for written in PUBLIC if written.startswith("desk/")]


def test_a_stranger_is_sent_to_sign_in_from_every_other_page(every_route: list[Route]) -> None:
    open_to_all = []
    for route in closed(every_route):
        for answer in (Client().get(route.path), Client().post(route.path, {"x": "y"})):
            if answer.status_code != 302 or not answer.headers["Location"].startswith("/account/login/"):
                open_to_all.append((route.path, answer.status_code, answer.headers.get("Location")))
    assert not open_to_all, "\n".join(map(str, open_to_all))


def test_sam_who_has_no_office_sees_and_does_nothing_at_the_desk(people: People, every_route: list[Route]) -> None:
    seen = []
    client = Client()
    client.force_login(people.sam)
    for route in every_route:
        if route.written.startswith("desk/") and route.written not in OWN:
            answers = (client.get(route.path), client.post(route.path, {"name": "X", "note": "X", "title": "X"}))
            seen += [
                (route.path, answer.status_code) for answer in answers if answer.status_code not in {403, 404, 405}
            ]
    assert not seen, "\n".join(map(str, seen))


def test_the_walk_would_notice_an_open_page(people: People, every_route: list[Route]) -> None:
    """Those who hold the offices do get in: the addresses of the walk are real ones."""
    opened: set[str] = set()
    for person in (people.ada, people.olu, people.fatima, people.dev, people.clare):
        client = Client()
        client.force_login(person)
        for route in every_route:
            at_desk = route.written.startswith("desk/") and route.written not in opened
            if at_desk and client.get(route.path).status_code == 200:
                opened.add(route.written)
    shut = {route.written for route in every_route if route.written.startswith("desk/")} - opened
    not_at_this_stage = {
        "desk/year-end/<slug:slug>/<int:pk>/",
        "desk/decisions/<int:pk>/decision.pdf",
        "desk/decisions/<int:pk>/explain/",
        "desk/decisions/<int:pk>/parts/<slug:key>/",
        "desk/decisions/<int:pk>/part-2/<int:number>/",
        "desk/decisions/<int:pk>/publication/",
        "desk/decisions/<int:pk>/bids/<int:number>/",
        "desk/decisions/<int:pk>/rulings/",
        "desk/decisions/<int:pk>/conditions/",
        "desk/decisions/<int:pk>/attachments/<int:number>/",
        "desk/decisions/<int:pk>/changes/",
        "desk/decisions/<int:pk>/notes/<int:note>/reply/",
        "desk/decisions/<int:pk>/notes/<int:note>/settle/",
        "desk/decisions/<int:pk>/paste/",
        "desk/decisions/<int:pk>/grants/add/",  # of a draft
        "desk/decisions/<int:pk>/awards/add/",  # of a draft
        "desk/decisions/<int:pk>/awards/paste/",  # of a draft
        "desk/board-pack.pdf",  # of the meeting that its question names
        "desk/decisions/<int:pk>/from-paper/",
        "desk/decisions/<int:pk>/from-paper/money/",
        "desk/import/<int:pk>/",
        "desk/import/<int:pk>/correct/",
        "desk/import/<int:pk>/file/",
        "desk/import/<int:pk>/pages/<int:number>.png",
        "desk/catalogue/<slug:name>.csv",
        "desk/catalogue/faults/<int:pk>/",
        "desk/catalogue/next/",
        "desk/catalogue/waiting/<slug:reason>/",
        "desk/decisions/<int:pk>/scans/<int:scan>/",
        "desk/proposals/<int:pk>/drop/",
        "desk/requests/<str:receipt>/",
        "desk/text/",  # answers what is sent to it; nothing to look at
    }
    assert shut <= not_at_this_stage


def test_every_form_needs_the_token_of_its_page(people: People, every_route: list[Route]) -> None:
    accepted = []
    for place, person in enumerate((None, people.ada, people.dev)):
        client = Client(enforce_csrf_checks=True)
        if person:
            client.force_login(Person.objects.get(pk=person.pk))
        for number, route in enumerate(every_route):
            # What is checked does not ask which method it is, if only it changes something: one of the others in turn.
            for method in ("post", ("put", "patch", "delete")[(number + place) % 3]):
                answer = getattr(client, method)(route.path)
                open_form = route.written in WITHOUT_TOKEN
                refused = {403, 405} if open_form or route.written in READ_ONLY else {403}
                refused |= {400, 422} if open_form else set()
                refused |= {404, 405} if route.written in BY_SECRET else set()
                if answer.status_code not in refused:
                    accepted.append((method, route.path, answer.status_code))
    assert not accepted, "\n".join(map(str, accepted))


def test_a_page_of_the_desk_that_forgets_to_ask_is_closed_all_the_same(people: People, rf: RequestFactory) -> None:
    forgetful = desk_access(lambda request: HttpResponse("open"))
    request = rf.get("/desk/forgetful/")
    request.user = people.sam
    with pytest.raises(PermissionDenied, match="You hold no office"):
        forgetful(request)
    request.user = people.fatima
    assert forgetful(request).content == b"open"
