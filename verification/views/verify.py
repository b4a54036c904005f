"""Checking a paper: a file or a reference in, one sentence out; and how to check without us."""

from typing import Any

from asn1crypto import x509
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.addresses import client_address, network_of
from book.log.proofs import latest_head
from book.seal import seal_hand_overs, trusted_roots
from documents.examining import MOST_BYTES, NotExamined
from documents.keys import KeyTrouble, as_pem, common_name, fingerprint, is_trial
from http_cache.limits import CHECKS, Busy
from http_cache.pages import public_page
from verification.verdicts import Verification, verify_file, verify_reference
from verification.witnesses import witness_count, witness_sentence

#: The largest request in bytes: a file and the small form around it.
_LARGEST_REQUEST = MOST_BYTES + 100_000


class _InMemory(MemoryFileUploadHandler):
    """Keeps an upload in memory whatever its size: what people send us to check is never written to a disk."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated = True


@csrf_exempt  # it changes nothing, and a page without cookies can be kept by caches
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponseBase:
    """The page for checking a paper; after an upload, with the verdict on the file."""
    return _check_upload(request) if request.method == "POST" else _page(request)


@public_page
def _page(request: HttpRequest) -> HttpResponseBase:
    spelling = request.GET.get("reference", "").strip()[:60]
    if not spelling:
        return _render(request)
    verification = verify_reference(spelling, _roots())
    if isinstance(verification, str):
        return _render(request, status=404, error=verification, field="reference", reference=spelling)
    return _render(request, verification=verification, reference=spelling)


@public_page
def verify_short(request: HttpRequest, spelling: str) -> HttpResponseBase:
    """The short address that papers print: a redirect to the verdict on that paper."""
    return HttpResponsePermanentRedirect(f"{reverse('verify')}?{urlencode({'reference': spelling[:60]})}")


def _check_upload(request: HttpRequest) -> HttpResponse:
    """Check an uploaded file: 400 for none or one that cannot be examined, 413 above 25 MB, 429 or 503 when busy."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > _LARGEST_REQUEST:
        return _refused(request, gettext("The file is larger than 25MB. No paper of the register is."), 413)
    request.upload_handlers = [_InMemory(request)]
    upload = request.FILES.get("file")
    if upload is None:
        return _refused(request, gettext("Choose a PDF file to check."), 400)
    try:
        release = CHECKS.take(network_of(client_address(request)))
    except Busy as busy:
        return _busy(request, busy)
    try:
        return _render(request, verification=verify_file(upload.read(), _roots()))
    except NotExamined as refusal:
        return _refused(request, gettext(str(refusal)), 400)
    finally:
        release()


@public_page
def verify_roots(request: HttpRequest) -> HttpResponseBase:
    """The root certificates that the register's seals rest on, PEM: a permanent address."""
    roots = _roots()
    if not roots:
        raise Http404("The register has no seal yet.")
    response = HttpResponse(as_pem(roots), content_type="application/x-pem-file")
    response["Content-Disposition"] = 'attachment; filename="register-roots.pem"'
    return response


@public_page
def verify_hand_overs(request: HttpRequest) -> HttpResponseBase:
    """The statements by which one seal handed over to the next, oldest first (JSON)."""
    statements = seal_hand_overs()
    if not statements:
        raise Http404("No seal has handed over to another.")
    return HttpResponse(statements, content_type="application/json")


def _roots() -> tuple[x509.Certificate, ...]:
    try:
        return trusted_roots(at=timezone.now())
    except KeyTrouble:
        return ()


def _busy(request: HttpRequest, busy: Busy) -> HttpResponse:
    own = gettext("A file of yours is being checked just now. Try again in a minute.")
    others = gettext("Other files are being checked just now. Try again in a minute.")
    response = _refused(request, own if busy.own else others, 429 if busy.own else 503)
    response["Retry-After"] = "60"
    return response


def _refused(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    return _render(request, status=status, error=sentence, field="file")


def _render(
    request: HttpRequest, *, status: int = 200, verification: Verification | None = None, **more: Any
) -> HttpResponse:
    roots = [{"name": common_name(r), "fingerprint": fingerprint(r), "trial": is_trial(r)} for r in _roots()]
    errors = [{"text": more["error"], "href": f"#{more['field']}"}] if more.get("error") else []
    trial = any(root["trial"] for root in roots) or bool(verification and verification.trial)
    head = latest_head()
    words = witness_sentence(witness_count(head.size)) if head else ""
    context = {"roots": roots, "trial": trial, "verification": verification, "errors": errors, "seen": words}
    context["handed_over"] = bool(seal_hand_overs())
    response = render(
        request, "verification/verify.html", context | _rows_and_links(verification) | more, status=status
    )
    response["Cache-Control"] = "no-store"
    return response


def _rows_and_links(verification: Verification | None) -> dict[str, Any]:
    if verification is None:
        return {}
    rows = [{"key": label, "value": value, "translated": True} for label, value in verification.rows]
    return {"rows": rows, "links": [{"text": text, "href": href} for text, href in verification.links]}
