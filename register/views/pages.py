"""Pages that say how the service is run, and files for machines that visit it."""

from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.xmlutils import SimplerXMLGenerator

from book.models import Entry, Fund, Funder, PublishedDecision
from http_cache.pages import public_page
from languages.addresses import is_page, other_languages
from profiles import current
from profiles.brand import WHITE
from register.presenters.labels import facet_value
from register.search.counting import stored_counts
from register.search.finding import listed
from register.search.named import KINDS, all_named

#: Decisions in one file of the site map, by their entry numbers; fifty thousand addresses are the most it may hold.
ADDRESSES_IN_A_SITEMAP = 20_000 // (1 + len(other_languages()))
PAGES = (
    "", "decisions/", "threads/", "funders/", "funds/", "years/", "recipients/", "deciders/", "units/",
    "boards/", "totals/", "as-it-was/", "statistics/", "promised/", "grants-made/", "delegated/", "forward-plan/",
    "open-data/", "open-data/360giving/", "open-data/dictionary/", "open-data/history/",
    "api/v1/docs/", "verify/", "log/", "accessible-format/", "accessibility/", "privacy/", "cookies/", "contact/",
)  # fmt: skip


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement (SI 2018/952, regulation 8)."""
    return render(request, "register/accessibility.html", {"contact": settings.CONTACT_EMAIL})


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    """What is known about visitors, and about people named in decisions."""
    return render(request, "register/privacy.html", {"contact": settings.CONTACT_EMAIL})


@public_page
def cookies(request: HttpRequest) -> HttpResponse:
    """That public pages set none."""
    return render(request, "register/cookies.html")


@public_page
def contact(request: HttpRequest) -> HttpResponse:
    """Where to write."""
    return render(request, "register/contact.html", {"contact": settings.CONTACT_EMAIL})


@public_page
def brand_css(request: HttpRequest) -> HttpResponse:
    """The colours of the header where the body has its own; the profile holds them to a contrast that can be read."""
    brand = current().brand
    if brand is None:
        raise Http404("The body has no colours of its own.")
    own = {"binding": brand.colour, "binding-text": WHITE, "binding-quiet": WHITE, "accent": brand.accent}
    values = "".join(f"--dr-{name}:{value};" for name, value in own.items())
    return HttpResponse(f".dr-face-register .dr-header{{{values}}}\n", content_type="text/css; charset=utf-8")


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read everything except lists in every combination of filters."""
    text = f"User-agent: *\nDisallow: /decisions/?\nAllow: /\n\nSitemap: {settings.REGISTER_ADDRESS}/sitemap.xml\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index of the site map's files."""
    newest = Entry.objects.order_by("-number").values_list("number", flat=True).first() or 0
    names = ["sitemap-pages.xml"]
    names += [f"sitemap-decisions-{place}.xml" for place in range(newest // ADDRESSES_IN_A_SITEMAP + 1)]
    return _xml("sitemapindex", "sitemap", [(f"/{name}", "") for name in names])


@public_page
def sitemap_pages(request: HttpRequest) -> HttpResponse:
    """Every page that is not a decision's."""
    paths = [f"/{path}" for path in PAGES]
    paths += [f"/funders/{slug}/" for slug in Funder.objects.filter(decisions__gt=0).values_list("slug", flat=True)]
    paths += [f"/funds/{slug}/" for slug in Fund.objects.filter(decisions__gt=0).values_list("slug", flat=True)]
    paths += [named.href for kind in KINDS for named in all_named(kind).values()]
    paths += [f"/years/{facet_value(facet)}/" for facet in sorted(stored_counts()) if facet.startswith("year:")]
    return _xml("urlset", "url", [(path, "") for path in paths[: 50_000 // (1 + len(other_languages()))]])


@public_page
def sitemap_decisions(request: HttpRequest, place: int) -> HttpResponse:
    """Decisions and threads whose first entry lies in one range of the book."""
    first = place * ADDRESSES_IN_A_SITEMAP
    rows = (
        listed()
        .filter(first_number__gte=first, first_number__lt=first + ADDRESSES_IN_A_SITEMAP)
        .order_by("first_number")
    )
    addresses = []
    for row in rows.only("slug", "changed_at", "thread", "thread_size", "key"):
        addresses.append((f"/decisions/{row.slug}/", row.changed_at.isoformat()))
        if row.thread == row.key and row.thread_size > 1:
            addresses.append((f"/threads/{row.slug}/", row.changed_at.isoformat()))
    if not addresses and place and not PublishedDecision.objects.filter(first_number__gte=first).exists():
        raise Http404("The site map has no such part.")
    return _xml("urlset", "url", addresses)


def _xml(root: str, item: str, addresses: list[tuple[str, str]]) -> HttpResponse:
    response = HttpResponse(content_type="application/xml; charset=utf-8")
    xml = SimplerXMLGenerator(response, "utf-8")
    xml.startDocument()
    xml.startElement(root, AttributesImpl({"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"}))
    addresses = [
        (f"{language}{path}", changed)
        for path, changed in addresses
        for language in ("", *(f"/{name}" for name in other_languages() if is_page(path)))
    ]
    for path, changed in addresses:
        xml.startElement(item, AttributesImpl({}))
        xml.addQuickElement("loc", f"{settings.REGISTER_ADDRESS}{path}")
        if changed:
            xml.addQuickElement("lastmod", changed)
        xml.endElement(item)
    xml.endElement(root)
    return response
