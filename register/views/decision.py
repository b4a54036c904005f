"""One decision: its page, its versions, the exact bytes that were signed, the sealed paper."""

from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import override

from book.models import Entry, EntryFile, PublishedDecision
from book.part1 import Part1, newest, read_part1
from figures.references import Reference
from http_cache.pages import public_bytes, public_page
from profiles import current
from register.opendata.jsonld import decision_jsonld
from register.opendata.schema import schema_path
from register.presenters import decision as presenter
from register.presenters.diff import changes
from register.presenters.paper import paper

_NONE = "There is no published decision under this reference."
_NO_REFERENCE = f"This is not the reference of a decision. A reference looks like {current().references.example}."


class CanonicalRedirect(Exception):
    """The decision has a permanent address, and the one that was asked for spells its reference otherwise."""

    def __init__(self, slug: str) -> None:
        self.slug = slug


def decision_of(spelling: str) -> PublishedDecision:
    """The published decision of a reference in any spelling.

    Raises:
        Http404: there is none, or the text is no reference.
        CanonicalRedirect: there is one, and its permanent address spells the reference otherwise.
    """
    try:
        key = Reference.parse(spelling).key
    except ValueError:
        raise Http404(_NO_REFERENCE) from None
    decision = PublishedDecision.objects.filter(key=key).first()
    if decision is None:
        raise Http404(_NONE)
    if decision.slug != spelling:
        raise CanonicalRedirect(decision.slug)
    return decision


@public_page
def decision_page(request: HttpRequest, spelling: str) -> HttpResponseBase:
    """A decision as its newest version stands."""
    try:
        decision = decision_of(spelling)
    except CanonicalRedirect as other:
        return HttpResponsePermanentRedirect(f"/decisions/{other.slug}/")
    if _is_gone(decision):
        return gone_page(request, decision)
    entry = Entry.objects.get(number=decision.entry_id)
    return render(request, "register/decision.html", _context(decision, entry))


@public_page
def decision_versions(request: HttpRequest, spelling: str) -> HttpResponseBase:
    """Redirect to the list of versions on the decision's page."""
    try:
        slug = decision_of(spelling).slug
    except CanonicalRedirect as other:
        slug = other.slug
    return HttpResponseRedirect(f"/decisions/{slug}/#versions")


@public_page
def decision_version(request: HttpRequest, spelling: str, version: int) -> HttpResponseBase:
    """A version as it was published, with what it changed."""
    try:
        decision = decision_of(spelling)
    except CanonicalRedirect as other:
        return HttpResponsePermanentRedirect(f"/decisions/{other.slug}/versions/{version}/")
    entry = _version(decision, version)
    if decision.status == PublishedDecision.Status.WITHDRAWN or entry.payload is None:
        return gone_page(request, decision)
    context = _context(decision, entry)
    before = Entry.objects.filter(key=decision.key, kind="decision", version=version - 1).first()
    if before and before.payload is not None:
        context["changes"] = changes(read_part1(bytes(before.payload)), read_part1(bytes(entry.payload)))
    context["version"] = version
    return render(request, "register/decision.html", context)


@public_bytes
def decision_json(request: HttpRequest, spelling: str, version: int | None = None) -> HttpResponseBase:
    """The canonical JSON of Part 1: the very bytes whose digest the book holds."""
    try:
        decision = decision_of(spelling)
    except CanonicalRedirect as other:
        end = f"/versions/{version}.json" if version else ".json"
        return HttpResponsePermanentRedirect(f"/decisions/{other.slug}{end}")
    entry = _version(decision, version or decision.version)
    if decision.status == PublishedDecision.Status.WITHDRAWN or entry.payload is None:
        return _gone_text(decision)
    response = HttpResponse(bytes(entry.payload), content_type="application/json")
    response["Access-Control-Allow-Origin"] = "*"
    response["Link"] = f'<{schema_path(bytes(entry.payload))}>; rel="describedby"'
    response["X-Digest"] = entry.payload_sha256
    return response


@public_bytes
def decision_pdf(request: HttpRequest, spelling: str, version: int | None = None) -> HttpResponseBase:
    """The sealed paper."""
    try:
        decision = decision_of(spelling)
    except CanonicalRedirect as other:
        part = f"versions/{version}/" if version else ""
        return HttpResponsePermanentRedirect(f"/decisions/{other.slug}/{part}decision.pdf")
    entry = _version(decision, version or decision.version)
    if decision.status == PublishedDecision.Status.WITHDRAWN or entry.payload is None:
        return _gone_text(decision)
    papers = EntryFile.objects.filter(entry__key=entry.key, entry__version=entry.version, role="paper")
    use = papers.select_related("file").order_by("entry").first()
    if use is None or use.file.content is None:
        raise Http404(f"{decision.reference} has no paper as a PDF.")
    response = HttpResponse(bytes(use.file.content), content_type="application/pdf")
    name = f"{decision.slug}.pdf" if version is None else f"{decision.slug}-version-{version}.pdf"
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or "inline"
    response["X-Digest"] = use.file.sha256
    return response


def _version(decision: PublishedDecision, version: int) -> Entry:
    entry = Entry.objects.filter(key=decision.key, kind="decision", version=version).first()
    if entry is None:
        raise Http404(f"{decision.reference} has no version {version}.")
    return entry


@lru_cache(maxsize=64)
def _parsed(payload: bytes) -> tuple[Part1, dict[str, Any]]:
    """A Part 1 and what its page shows of it; the results of the last 64 papers are kept in memory."""
    part1 = newest(read_part1(payload))
    with override(part1.language.lower()):
        return part1, paper(part1)


def _context(decision: PublishedDecision, entry: Entry) -> dict[str, Any]:
    """What the page of a decision draws, from its newest entry and what was published about it later."""
    part1, shown = _parsed(bytes(entry.payload or b""))
    links, happenings = presenter.links_of(decision), presenter.happenings(decision)
    return {
        "decision": decision,
        "entry": entry,
        "part1": part1,
        "paper": shown,
        "part_2_words": presenter.part_2_words(decision, part1) if part1.part_2.exists else "",
        "key_rows": presenter.key_information(decision, part1),
        "notices": presenter.notices(decision, links, happenings),
        "links": links,
        "mentions": presenter.mentions(decision),
        "happenings": happenings,
        "versions": presenter.versions(decision),
        "documents": presenter.documents(entry, decision),
        "cite": presenter.citation(decision, entry),
        "proof": presenter.proof(entry),
        "jsonld": decision_jsonld(decision, part1),
        "base": f"/decisions/{decision.slug}",
    }


def _is_gone(decision: PublishedDecision) -> bool:
    return decision.status == PublishedDecision.Status.WITHDRAWN or decision.expunged


def gone_page(request: HttpRequest, decision: PublishedDecision) -> HttpResponse:
    """The page that a withdrawn decision leaves at its address."""
    context = {
        "decision": decision,
        "withdrawn": decision.status == PublishedDecision.Status.WITHDRAWN,
        "happenings": presenter.happenings(decision),
        "entry_number": decision.changed_number,
    }
    return render(request, "register/decision_gone.html", context, status=410)


def _gone_text(decision: PublishedDecision) -> HttpResponse:
    why = decision.withdrawn_reason or "The content was removed because the law orders it."
    text = f"{decision.reference} is no longer in the register. {why}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=410)
