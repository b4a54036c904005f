"""The confidential Part 2: read, written and handed out to those who need to know, each look an event."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from accounts.models import Person, Proposal
from accounts.requests import DeskRequest
from book.paper import draw_part_2
from components.clock import now, today
from components.form_pages import apply_change, seen_version
from components.refusals import Refused
from components.rows import opened, pressed_button
from components.uploads import is_refused, upload_refusal
from decisions.actions.record_part_2_view import record_part_2_view
from decisions.actions.writers import can_write
from decisions.confidentiality import check_can_read_part_2, part_2_paper
from decisions.models import Decision, Status
from decisions.models.confidential import PART_2
from decisions.views.paper import as_file
from decisions.views.paper_page import closed_page, paper_of, paper_page
from decisions.whole_paper import part_2_items_of
from drafting.actions.save_part import part_version
from drafting.stale_part import StalePart
from part2.actions import save_part_2
from part2.forms import ExemptionRows, ItemRows, ReaderForm
from part2.reader_actions import VERB, name_part_2_reader, remove_part_2_reader

_EXEMPTION = ("section", "limb", "reason", "balance", "lapses_on")


def decision_part_2(request: DeskRequest, pk: int) -> HttpResponse:
    """Part 2 of a paper: what is withheld, on which ground, who may read it."""
    paper = paper_of(request, pk)
    try:
        check_can_read_part_2(paper, request.user, today())
    except Refused as refusal:
        return closed_page(request, paper, refusal)
    named = _name(request, paper) if _asks_about_readers(request) else None
    if named and "items-TOTAL_FORMS" not in request.POST and not named.errors:
        return redirect("desk:decision_part_2", pk=pk)
    context, status = _context(request, paper, named), 200
    if request.method == "POST":
        saved = _save(request, paper, context)
        if saved is None:
            return redirect("desk:decision_part_2", pk=pk)
        status = 422 if named and named.errors else saved
    if not (request.method == "POST" and context["writes"] and "items-TOTAL_FORMS" in request.POST):
        # Whatever was sent, the page shows what is stored; a writer's own rows come back as they were typed.
        record_part_2_view(decision=paper, what="page", by=request.user, at=now())
    response = paper_page(request, "decisions/decision_part_2.html", paper, context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _asks_about_readers(request: DeskRequest) -> bool:
    """Whether a button about who may read Part 2 was pressed; the select alone is sent with every save."""
    sent = request.POST
    return "remove_person" in sent or "let_read" in sent or ("person" in sent and "items-TOTAL_FORMS" not in sent)


def _context(request: DeskRequest, paper: Decision, named: ReaderForm | None) -> dict[str, Any]:
    """The rows of Part 2 as they are or as they were sent, and who may read it."""
    was_sent = request.method == "POST" and (named is None or "items-TOTAL_FORMS" in request.POST)
    data = request.POST if was_sent else None
    buttons = {prefix: pressed_button(request.POST, prefix) for prefix in ("items", "exemptions")}
    items_kept = part_2_items_of(paper)
    known = [_item(item) for item in items_kept]
    cited = [{name: getattr(row, name) for name in _EXEMPTION} for row in paper.exemptions.all()]
    # A button of one list, or about readers, keeps the rest as it was typed.
    rearranges = any(buttons.values()) or named is not None
    still = {prefix: words or ("as-typed" if rearranges else "") for prefix, words in buttons.items()}
    items = opened(ItemRows, data, prefix="items", initial=known, button=still["items"], files=request.FILES)
    exemptions = opened(ExemptionRows, data, prefix="exemptions", initial=cited, button=still["exemptions"])
    return {
        "formsets": [items, exemptions],
        "items": items,
        "exemptions": exemptions,
        "rearranges": rearranges,
        "seen": seen_version(request, part_version(paper, PART_2)),
        "writes": paper.status == Status.DRAFT and can_write(request.user, today()),
        "kept": items_kept,
        "cited": paper.exemptions.all(),
        "readers": paper.part_2_readers.all(),
        "proposed_readers": Proposal.objects.open(now()).about(paper.subject).filter(verb=VERB),
        "reader_form": named if named and named.errors else ReaderForm(day=today()),
        "forms": [named] if named else [],
    }


def _item(item: Any) -> dict[str, Any]:
    """An item as a row; a file stays by its number."""
    is_file = item.kind == item.Kind.FILE
    return {
        "title": item.title,
        "text": item.text,
        "keep": item.number if is_file else None,
        "kept_name": item.file.name if is_file else "",
        "review_on": item.review_on,
    }


def _save(request: DeskRequest, paper: Decision, context: dict[str, Any]) -> int | None:
    """Save what was sent: nothing when it is saved, else the status with which the page comes back."""
    items, exemptions = context["items"], context["exemptions"]
    if is_refused(request):
        messages.error(request, upload_refusal(request))
    if context["rearranges"]:
        return 200
    if not (items.is_valid() and exemptions.is_valid()) or is_refused(request):
        return 413 if is_refused(request) else 422
    facts = [form.facts() for form in items.forms if form.has_changed()]
    cited = [form.facts() for form in exemptions.forms if form.has_changed()]
    try:
        save_part_2(
            decision=paper, items=facts, exemptions=cited, seen=seen_version(request), by=request.user, at=now()
        )
    except Refused as error:
        messages.error(request, str(error))
        if isinstance(error, StalePart):
            context |= {"seen": error.version, "stale": True}
        return error.status
    messages.success(request, "Part 2 is saved. It stays confidential.")
    lacking = [sentence for form in exemptions.forms if form.has_changed() and (sentence := form.still_lacks())]
    if lacking:
        messages.info(request, f"Still to do: {' '.join(lacking)}")
    return None


def _name(request: DeskRequest, paper: Decision) -> ReaderForm:
    """Let one more person read Part 2, or one fewer; gives the form, with its error when nobody was chosen."""
    removed = request.POST.get("remove_person", "")
    form = ReaderForm({"person": removed or request.POST.get("person", "")}, day=today(), removed=bool(removed))
    if not form.is_valid():
        return form
    person: Person = form.cleaned_data["person"]
    sentences: list[str] = []

    def change() -> None:
        arguments: dict[str, Any] = {"decision": paper, "person": person, "by": request.user, "at": now()}
        if removed:
            remove_part_2_reader(**arguments)
            sentences.append(f"{person.name} may no longer read this Part 2.")
        elif name_part_2_reader(**arguments):
            sentences.append(f"Proposed. {person.name} may read this Part 2 when a second person confirms it.")
        else:
            sentences.append(f"{person.name} may read this Part 2.")

    if apply_change(request, change) is None:
        messages.success(request, sentences[0])
    return form


def decision_part_2_file(request: DeskRequest, pk: int, number: int) -> HttpResponse:
    """A file of Part 2, as a download that no cache keeps; an event."""
    paper = paper_of(request, pk)
    try:
        check_can_read_part_2(paper, request.user, today())
    except Refused as refusal:
        return closed_page(request, paper, refusal)
    item = paper.part_2_items.filter(number=number, kind="file").select_related("file").first()
    if item is None:
        raise Http404
    record_part_2_view(decision=paper, what=f"item {number}", by=request.user, at=now())
    return as_file(bytes(item.file.data), item.file.name, item.file.media_type)


def decision_part_2_paper(request: DeskRequest, pk: int) -> HttpResponse:
    """Part 2 as a paper to print, its marking on every page; an event. It is never sealed and never published."""
    paper = paper_of(request, pk)
    try:
        check_can_read_part_2(paper, request.user, today())
    except Refused as refusal:
        return closed_page(request, paper, refusal)
    drawn = draw_part_2(part_2_paper(paper), at=now())
    record_part_2_view(decision=paper, what="as a paper", by=request.user, at=now())
    return as_file(drawn.pdf, f"{paper.reference_words} Part 2.pdf", "application/pdf")
