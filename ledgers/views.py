"""Pages of a ledger's files: upload one, look at what it would add, enter it; column maps; the codes of a grant."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from accounts.requests import DeskRequest
from components.clock import now
from components.form_pages import apply_form, sent
from components.refusals import Incomplete, Refused
from components.uploads import say_refused
from grants.models import LedgerFile, LedgerMap
from grants.plausibility import slips_of_file
from grants.views.pages import for_writers, opened_grant, page_of_grants
from ledgers import actions
from ledgers.forms import AnswersForm, LedgerCodesForm, LedgerForm, LedgerMapForm

#: Faults that a page lists; the file with all of them is put right in the ledger anyway.
MOST_FAULTS = 200


@for_writers
def ledger_list(request: DeskRequest) -> HttpResponse:
    """Upload a file or pasted cells; the files uploaded before, and the column maps."""
    form = LedgerForm(sent(request), request.FILES or None)
    uploaded: list[LedgerFile] = []

    def upload() -> None:
        name, data = form.content()
        columns = form.cleaned_data["map"]
        uploaded.append(actions.upload_ledger(name=name, data=data, columns=columns, by=request.user, at=now()))

    if request.method == "POST" and say_refused(request, form, "upload"):
        status: int | None = 422
    else:
        status = apply_form(request, form, upload)
    if status is None:
        return redirect("ledger_file", file=uploaded[0].pk)
    files = LedgerFile.objects.select_related("map", "uploaded_by").defer("data")[:50]
    context = {"form": form, "files": files, "maps": LedgerMap.objects.all()}
    return page_of_grants(request, "ledger_list", context, status=status)


@for_writers
def ledger_file(request: DeskRequest, file: int) -> HttpResponse:
    """What a file would add, what stands against it, and whose money it is; then it is entered or thrown away."""
    stored_file = get_object_or_404(LedgerFile.objects.select_related("map", "uploaded_by"), pk=file)
    if stored_file.entered_at:
        return page_of_grants(request, "ledger_file", {"file": stored_file})
    if request.POST.get("do") == "discard":
        actions.discard_ledger(file=stored_file, by=request.user, at=now())
        messages.success(request, f"{stored_file.name} is thrown away. Nothing of it was entered.")
        return redirect("ledger_list")
    try:
        reading = actions.preview_ledger(file=stored_file, answers={}, at=now())
    except Refused as refusal:  # its column map was changed meanwhile
        messages.error(request, str(refusal))
        return page_of_grants(request, "ledger_file", {"file": stored_file, "unreadable": True}, status=refusal.status)
    form = AnswersForm(sent(request), reading=reading)
    status = apply_form(request, form, lambda: _enter(request, stored_file, form))
    if status is None:
        return redirect("ledger_file", file=stored_file.pk)
    context = {"file": stored_file, "reading": reading, "form": form, "faults": reading.faults[:MOST_FAULTS]}
    context["slips"] = slips_of_file(reading.entries)
    return page_of_grants(request, "ledger_file", context, status=status)


def _enter(request: DeskRequest, stored_file: LedgerFile, form: AnswersForm) -> None:
    try:
        reading = actions.enter_ledger(file=stored_file, answers=form.answers(), by=request.user, at=now())
    except Incomplete as refusal:
        raise Refused(f"{refusal} {' '.join(refusal.problems[:5])}") from None
    messages.success(request, f"{len(reading.entries):,} lines of {stored_file.name} are entered.")


@for_writers
def ledger_map(request: DeskRequest, pk: int | None = None) -> HttpResponse:
    """Enter a column map, or change one."""
    existing = get_object_or_404(LedgerMap, pk=pk) if pk else None
    form = LedgerMapForm(sent(request), initial=LedgerMapForm.initial_of(existing) if existing else None)

    def save() -> Any:
        return actions.save_ledger_map(existing=existing, facts=form.cleaned_data, by=request.user, at=now())

    status = apply_form(request, form, save)
    if status is not None:
        return page_of_grants(request, "ledger_map", {"form": form, "map": existing}, status=status)
    messages.success(request, f"The column map {form.cleaned_data['name']} is saved.")
    return redirect("ledger_list")


@for_writers
def grant_codes(request: DeskRequest, pk: int) -> HttpResponse:
    """The codes of the ledger under which a grant's money is booked."""
    grant = opened_grant(request, pk)
    codes_text = "\n".join(grant.ledger_codes.values_list("code", flat=True))
    form = LedgerCodesForm(sent(request), initial={"codes": codes_text})

    def save() -> None:
        actions.save_ledger_codes(grant=grant, codes=form.cleaned_data["codes"], by=request.user, at=now())

    status = apply_form(request, form, save)
    if status is not None:
        return page_of_grants(request, "grant_codes", {"grant": grant, "form": form}, status=status)
    messages.success(request, f"The ledger codes of {grant.code} are saved.")
    return redirect("actual_list", pk=pk)
