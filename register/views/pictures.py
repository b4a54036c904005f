"""Pictures of pages for those who share a link, and the icon that browsers ask for by themselves."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase

from book.models import PublishedDecision
from figures.dates import format_date
from figures.money import format_money
from http_cache.pages import public_page
from register.money import list_totals, totals
from register.opendata.pictures import Bar, picture
from register.presenters.labels import MONEY, year_words
from register.presenters.listing import amount_words
from register.search.counting import number_of_listed
from register.views.decision import CanonicalRedirect, decision_of

PNG = "image/png"
#: How many financial years the picture of the register shows of each direction: both fit on it.
NEWEST_YEARS = 2


@public_page
def front_picture(request: HttpRequest) -> HttpResponseBase:
    """The register: how many decisions, and the money of its newest years."""
    bars = [
        Bar(f"{title}, {year_words(row.financial_year)}, {MONEY[kind].lower()} {format_money(amount)}", kind, amount)
        for _, title, rows in list_totals.by_direction(totals.by_year("all"))
        for row in rows[:NEWEST_YEARS]
        for kind in MONEY
        if (amount := totals.stated(row, kind)) is not None
    ]
    count = number_of_listed()
    drawn = picture(
        head="Decision register",
        title=settings.BODY_NAME,
        facts=f"{count:,} published {'decision' if count == 1 else 'decisions'}",
        foot=settings.REGISTER_ADDRESS.partition("//")[2],
        bars=bars,
    )
    return HttpResponse(drawn, content_type=PNG)


@public_page
def decision_picture(request: HttpRequest, spelling: str) -> HttpResponseBase:
    """A decision: its reference, title, amount, and money by year."""
    try:
        decision = decision_of(spelling)
    except CanonicalRedirect as other:
        return HttpResponsePermanentRedirect(f"/decisions/{other.slug}/picture.png")
    if decision.status == PublishedDecision.Status.WITHDRAWN or decision.expunged:
        raise Http404(f"{decision.reference} is no longer in the register.")
    bars = [
        Bar(f"{year_words(row.financial_year)} {MONEY[kind].lower()} {format_money(amount)}", kind, amount)
        for row in decision.money.order_by("financial_year", "position")
        for kind in MONEY
        if (amount := getattr(row, kind)) is not None
    ]
    signed = f"Signed {format_date(decision.decided_on)}" if decision.decided_on else ""
    drawn = picture(
        head=f"{decision.reference} · Decision register",
        title=decision.title,
        facts=" · ".join(filter(None, (amount_words(decision), signed))),
        foot=settings.BODY_NAME,
        # Money that was not allowed is never drawn like money that was.
        bars=() if decision.status == PublishedDecision.Status.REFUSED else bars,
    )
    return HttpResponse(drawn, content_type=PNG)


@cache
def _icon() -> bytes:
    return Path(settings.BASE_DIR, "static", "favicon.ico").read_bytes()


@public_page
def favicon(request: HttpRequest) -> HttpResponseBase:
    """The icon at the address where browsers and other programs look for one."""
    return HttpResponse(_icon(), content_type="image/x-icon")
