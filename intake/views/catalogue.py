"""The back catalogue at the desk: what became of its files, what waits for a person, and the faults that it has."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.access import for_ability
from accounts.requests import DeskRequest
from components.clock import now
from components.form_pages import apply_form, sent
from components.refusals import Refused
from components.tables import lines
from documents.text_reader import Unreadable
from intake.actions.catalogue import propose_waiting, settle_fault
from intake.catalogue.archive import import_archive
from intake.forms.catalogue import ArchiveForm, EnterAllForm, SettleForm
from intake.models import CatalogueFault, CatalogueFile

State = CatalogueFile.State
_FILES_HEAD = ("file", "state", "reference", "reason", "sentence", "sha256", "read_at")
_FAULTS_HEAD = ("check", "reference", "file", "sentence", "mend", "settled_on", "settled_by", "settled_note")
#: So many papers are entered with one press; more would outlast a page.
MOST_AT_ONCE = 100


def check_name(code: str) -> str:
    """The code of a check as a person reads it: "sum-differs" is "Sum differs"."""
    return code.replace("-", " ").capitalize()


@for_ability("history")
def catalogue_page(request: DeskRequest) -> HttpResponse:
    """Counts of files by state, of what waits by reason and of faults by check; files are added here."""
    form = ArchiveForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        try:
            archive = form.cleaned_data["archive"]
            count = import_archive(name=archive.name, data=archive.read(), by=request.user, at=now())
            messages.success(request, f"{count} files are read. What became of each is below.")
            return redirect("intake:catalogue")
        except Unreadable as refusal:
            form.add_error("archive", str(refusal))
    states = dict(CatalogueFile.objects.order_by().values_list("state").annotate(Count("pk")))
    context = {
        "form": form,
        "states": [(state.label, state.value, states[state.value]) for state in State if state.value in states],
        "reasons": _counted(waiting_files(), "reason"),
        "checks": _counted(CatalogueFault.objects.filter(settled_at=None), "check_code"),
        "settled": CatalogueFault.objects.exclude(settled_at=None).count(),
    }
    return render(request, "intake/catalogue.html", context, status=422 if form.errors else 200)


def waiting_files() -> QuerySet[CatalogueFile]:
    """The files that wait for a person still: nothing has been made of their uploads, and nobody threw them away."""
    return CatalogueFile.objects.filter(state=State.WAITS, upload__isnull=False, upload__decision=None)


def _counted(rows: QuerySet[Any], column: str) -> list[tuple[str, str, int]]:
    counts = rows.order_by().values_list(column).annotate(count=Count("pk")).order_by("-count", column)
    return [(check_name(code), code, count) for code, count in counts]


@for_ability("history")
def catalogue_files(request: DeskRequest) -> HttpResponse:
    """The files of one state, or all, in the order of their paths."""
    state = request.GET.get("state", "")
    files = CatalogueFile.objects.select_related("upload__decision")
    if state in State.values:
        files = files.filter(state=state)
    page = Paginator(files, 50).get_page(request.GET.get("page"))
    context = {"page": page, "state": state, "label": State(state).label if state in State.values else "All files"}
    return render(request, "intake/catalogue_files.html", context)


@for_ability("history")
def catalogue_waiting(request: DeskRequest, reason: str) -> HttpResponse:
    """The papers that wait for one reason: gone through one by one, or entered together."""
    files = list(waiting_files().filter(reason=reason).select_related("upload")[:MOST_AT_ONCE])
    if not files:
        messages.success(request, "Nothing waits for this reason any more.")
        return redirect("intake:catalogue")
    form = EnterAllForm(sent(request))
    if form.is_valid():
        proposal = None
        try:
            proposal, sentences = propose_waiting(files=files, by=request.user, at=now())
        except Refused as refusal:
            sentences = [str(refusal)]
        for sentence in sentences:
            messages.error(request, sentence)
        if proposal:
            messages.success(request, "Proposed. They are entered and published when a second person confirms it.")
            return redirect("proposal_page", pk=proposal.pk)
    context = {
        "form": form,
        "files": [(file, (file.upload.reading or {}).get("paper") or {} if file.upload else {}) for file in files],
        "count": waiting_files().filter(reason=reason).count(),
        "label": check_name(reason),
    }
    return render(request, "intake/catalogue_waiting.html", context, status=422 if form.is_bound else 200)


@for_ability("history")
def catalogue_next(request: DeskRequest) -> HttpResponse:
    """On to the next paper that waits, after the one that the address names."""
    after = request.GET.get("after", "")
    uploads = waiting_files().order_by("upload_id").values_list("upload_id", flat=True)
    later = uploads.filter(upload_id__gt=int(after)) if after.isdecimal() and len(after) < 10 else uploads
    upload = later.first() or uploads.first()
    if upload is None:
        messages.success(request, "Nothing of the catalogue waits for a person.")
        return redirect("intake:catalogue")
    return redirect("intake:upload_read", pk=upload)


@for_ability("history")
def catalogue_faults(request: DeskRequest) -> HttpResponse:
    """The faults of one check, or all: those that nobody has settled first."""
    code = request.GET.get("check", "")[:60]
    faults = CatalogueFault.objects.select_related("settled_by").order_by("settled_at", "check_code", "path", "pk")
    if code:
        faults = faults.filter(check_code=code)
    page = Paginator(faults, 50).get_page(request.GET.get("page"))
    context = {"page": page, "code": code, "label": check_name(code) if code else "All faults"}
    return render(request, "intake/catalogue_faults.html", context)


@for_ability("history")
def catalogue_fault(request: DeskRequest, pk: int) -> HttpResponse:
    """One fault, and what was done about it."""
    fault = get_object_or_404(CatalogueFault.objects.select_related("settled_by"), pk=pk)
    form = SettleForm(sent(request))
    status = apply_form(
        request,
        form,
        lambda: settle_fault(fault=fault, note=form.cleaned_data["note"], by=request.user, at=now()),
    )
    if status is None:
        messages.success(request, "The fault is settled.")
        return redirect(f"{reverse('intake:catalogue_faults')}?check={fault.check_code}")
    file = CatalogueFile.objects.filter(path=fault.path).select_related("upload__decision").first()
    context = {"fault": fault, "file": file, "form": form, "label": check_name(fault.check_code)}
    return render(request, "intake/catalogue_fault.html", context, status=status)


@for_ability("history")
def catalogue_table(request: DeskRequest, name: str) -> HttpResponse:
    """The files, or the faults, as CSV."""
    tables: dict[str, tuple[Iterable[str], Iterable[Iterable[Any]]]] = {
        "files": (_FILES_HEAD, CatalogueFile.objects.values_list(*("path", *_FILES_HEAD[1:])).iterator()),
        "faults": (
            _FAULTS_HEAD,
            CatalogueFault.objects.values_list(
                "check_code", "reference", "path", "sentence", "mend", "settled_at", "settled_by__name", "settled_note"
            ).iterator(),
        ),
    }
    if name not in tables:
        raise Http404
    answer = HttpResponse("".join(lines(*tables[name])), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="catalogue-{name}.csv"'
    return answer
