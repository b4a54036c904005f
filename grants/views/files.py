"""Files of a grant: the list, a new one, one as a download."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from accounts.requests import DeskRequest
from components.clock import now
from components.form_pages import apply_form, sent
from components.uploads import say_refused
from grants import actions
from grants.forms.files import GrantFileForm
from grants.models import Grant, GrantFile
from grants.views.pages import for_writers, opened_grant, page_of_grants


def with_files(*about: str) -> Any:
    """For `prefetch_related`: the files of a row, without their bytes; of some kinds alone where they are named."""
    files = GrantFile.objects.defer("data").exclude(file_name="")
    return Prefetch("files", files.filter(about__in=about) if about else files)


def _files(grant: Grant) -> Any:
    return grant.files.defer("data").select_related("agreement", "term", "actual", "added_by").order_by("-pk")


def file_list(request: DeskRequest, pk: int) -> HttpResponse:
    """Every file of a grant, the newest first, with what it shows."""
    grant = opened_grant(request, pk)
    return page_of_grants(request, "file_list", {"grant": grant, "files": _files(grant)})


@for_writers
def file_add(request: DeskRequest, pk: int) -> HttpResponse:
    """Add a file."""
    grant = opened_grant(request, pk)
    initial = {"about": request.GET.get("about", ""), "entry": request.GET.get("entry", "")}
    form = GrantFileForm(sent(request), request.FILES or None, grant=grant, initial=initial)

    def add() -> None:
        actions.add_grant_file(grant=grant, facts=form.facts(), by=request.user, at=now())

    if request.method == "POST" and say_refused(request, form, "upload"):
        status: int | None = 422
    else:
        status = apply_form(request, form, add)
    if status is not None:
        return page_of_grants(request, "file_add", {"grant": grant, "form": form}, status=status)
    messages.success(request, "The file is added.")
    return redirect("grant_file_list", pk=pk)


def grant_file(request: DeskRequest, pk: int, file: int) -> HttpResponse:
    """One file, as a download: never shown inside a page of ours, whatever it claims to be."""
    row = get_object_or_404(GrantFile.objects.filter(grant=opened_grant(request, pk)), pk=file)
    if row.is_removed:
        raise Http404
    answer = HttpResponse(bytes(row.data), content_type=row.media_type)
    safe = "".join(char if char.isascii() and (char.isalnum() or char in " .-_") else "_" for char in row.file_name)
    answer["Content-Disposition"] = f'attachment; filename="{safe[-120:]}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer
