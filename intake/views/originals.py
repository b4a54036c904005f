"""The file that was uploaded, to be opened beside what was read of it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from accounts.requests import DeskRequest
from components.clock import now
from intake.actions.import_published import can_import
from intake.models import Upload


def upload_file(request: DeskRequest, pk: int) -> HttpResponse:
    """The original of an upload as a download, to those who may open it: never shown inside a page of ours."""
    uploads = Upload.objects.open_to(request.user, enters_history=can_import(request.user, now()))
    upload = get_object_or_404(uploads, pk=pk)
    answer = HttpResponse(bytes(upload.data), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=upload.name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer
