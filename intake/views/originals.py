"""The file that was uploaded, beside what was read of it: to be opened, or drawn page by page."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header

from accounts.requests import DeskRequest
from components.clock import now
from documents.text_reader import Unreadable
from intake.actions.import_published import can_import
from intake.models import Upload
from intake.reading.client import page_picture, page_sizes

#: Pages drawn beside the reading; of a longer paper the others are in the file.
MOST_PAGES = 60


def upload_file(request: DeskRequest, pk: int) -> HttpResponse:
    """The original of an upload as a download, to those who may open it: never shown inside a page of ours."""
    upload = _upload_of(request, pk)
    answer = HttpResponse(bytes(upload.data), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=upload.name) or "attachment"
    return _without_caching(answer)


def upload_page(request: DeskRequest, pk: int, number: int) -> HttpResponse:
    """A page of a PDF as a picture that the process for files drew: nothing of the file itself reaches the browser."""
    upload = _upload_of(request, pk)
    try:
        picture = page_picture(upload.name, bytes(upload.data), number)
    except Unreadable as refusal:
        raise Http404(str(refusal)) from None
    return _without_caching(HttpResponse(picture, content_type="image/png"))


def pages_beside(upload: Upload) -> dict[str, Any]:
    """The pages of an uploaded PDF for its page: address, sides in pixels, number of each; how many more there are."""
    sizes = page_sizes(bytes(upload.data))
    pages = [
        {
            "number": number,
            "width": width,
            "height": height,
            "src": reverse("intake:upload_page", args=[upload.pk, number]),
        }
        for number, (width, height) in enumerate(sizes[:MOST_PAGES], 1)
    ]
    return {"pages": pages, "pages_more": max(len(sizes) - MOST_PAGES, 0), "pages_count": len(sizes)}


def _upload_of(request: DeskRequest, pk: int) -> Upload:
    """An upload that the person may open; 404 for others."""
    uploads = Upload.objects.open_to(request.user, enters_history=can_import(request.user, now()))
    return get_object_or_404(uploads, pk=pk)


def _without_caching(answer: HttpResponse) -> HttpResponse:
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer
