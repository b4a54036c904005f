"""The proof of an entry of the log as one file to keep."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from book.log.portable_proof import portable_proof
from book.log.proofs import NoSuchProof
from http_cache.pages import public_page


@public_page
def log_portable_proof(request: HttpRequest, number: int) -> HttpResponseBase:
    """The proof for an entry by its number."""
    return proof_file(number, f"entry-{number}")


def proof_file(number: int, name: str) -> HttpResponse:
    """The proof of entry `number`, to keep as NAME.tlog-proof. Raises Http404 where there is none yet."""
    try:
        text = portable_proof(number)
    except NoSuchProof as reason:
        raise Http404(str(reason)) from None
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.tlog-proof")
    response["Content-Disposition"] = disposition or "attachment"
    response["Access-Control-Allow-Origin"] = "*"
    return response
