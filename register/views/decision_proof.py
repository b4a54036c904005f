"""Proofs to keep beside a paper: one file for a decision's paper, or for a version of it."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase

from book.models import Entry, EntryFile, PublishedDecision
from http_cache.pages import public_page
from register.views.decision import CanonicalRedirect, decision_of
from verification.views.portable_proof import proof_file


@public_page
def decision_proof(request: HttpRequest, spelling: str, version: int | None = None) -> HttpResponseBase:
    """The proof for the paper of a decision, or of a version of it; for its data where there is no paper."""
    try:
        decision = decision_of(spelling)
    except CanonicalRedirect as other:
        part = f"versions/{version}/" if version else ""
        return HttpResponsePermanentRedirect(f"/decisions/{other.slug}/{part}decision.tlog-proof")
    if decision.status == PublishedDecision.Status.WITHDRAWN:
        text = f"{decision.reference} is no longer in the register. {decision.withdrawn_reason}\n"
        return HttpResponse(text, content_type="text/plain; charset=utf-8", status=410)
    name = decision.slug if version is None else f"{decision.slug}-version-{version}"
    return proof_file(entry_of_paper(decision, version or decision.version), name)


def entry_of_paper(decision: PublishedDecision, version: int) -> int:
    """The number of the entry that brought the paper: the decision's own, or its transcript's. Raises Http404."""
    papers = EntryFile.objects.filter(entry__key=decision.key, entry__version=version, role="paper")
    numbers = papers.order_by("entry").values_list("entry_id", flat=True)
    without = Entry.objects.filter(key=decision.key, kind="decision", version=version).values_list("number", flat=True)
    number: int | None = numbers.first() or without.first()
    if number is None:
        raise Http404(f"{decision.reference} has no version {version}.")
    return number
