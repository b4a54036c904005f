"""After authorisation: where the decision stands in the register, and what can still be said of it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.models import Proposal
from accounts.offices import called, labels, offices_that_may
from accounts.requests import DeskRequest
from book import actions as book
from book.actions.propose import propose_correction, propose_earlier, propose_publishing_again, propose_withdrawal
from book.actions.waiting import problem_of
from book.models import Entry as BookEntry
from book.models import PublishedDecision as Entry
from book.models import Waiting
from components.clock import now, today
from components.form_pages import apply_change
from decisions.confidentiality import can_read_part_2
from decisions.models import Decision
from decisions.views.paper_page import paper_of, paper_page, proof_for
from decisions.views.standing import in_register
from figures.dates import london_day
from publishing.actions.cancel_publication import cancel_publication
from publishing.actions.publish_outcome import publish_outcome
from publishing.forms.publication import (
    CancelForm,
    CorrectionForm,
    MoveForm,
    OutcomeForm,
    PublishAgainForm,
    WithdrawalForm,
)
from publishing.forms.year_end import YearEndForm
from publishing.public_words import check_public_words
from publishing.year_ends import closed_years

#: What each form does, and what is said when it is done.
_CHANGES: dict[str, tuple[Callable[..., object], str]] = {
    "correct": (propose_correction, "Proposed. The correction is published when a second person confirms it."),
    "record_outcome": (publish_outcome, "The outcome is published."),
    "year_end": (book.publish_year_end, "The end of the year is published."),
    "withdraw": (propose_withdrawal, "Proposed. The decision is withdrawn when a second person confirms it."),
    "again": (propose_publishing_again, "Proposed. The decision is published again when a second person confirms it."),
    "earlier": (propose_earlier, "Proposed. The date is changed when a second person confirms it."),
    "later": (book.lengthen, "The date of publication is changed."),
    "cancel": (cancel_publication, "The publication is cancelled. Nothing of the decision was public."),
}

#: Which of a form's arguments the public reads.
_PUBLISHED_TEXTS = ("text", "reason", "statement")


def decision_publication(request: DeskRequest, pk: int) -> HttpResponse:
    """Where a decision stands in the register; correct it, record an outcome, withdraw it, move its day."""
    paper = paper_of(request, pk)
    entry, waiting_entry = in_register(paper)
    if sentence := _closed(request, paper, entry, waiting_entry):
        return paper_page(
            request, "decisions/decision_closed.html", paper, {"sentence": sentence}, status=409 if not entry else 403
        )
    deed = request.POST.get("deed", "")
    open_forms = _forms(request, paper, entry, waiting_entry, deed)
    form, status = open_forms.get(deed), 200
    if form is not None:
        if form.is_valid() and _submit(request, paper, deed, form):
            return redirect("desk:decision_publication", pk=pk)
        status = 422
    context: dict[str, Any] = {
        "entry": entry,
        "waiting": waiting_entry,
        "unsound": problem_of(waiting_entry) if waiting_entry else "",
        "forms": list(open_forms.values()),
        "deeds": open_forms,
        "publishing": labels(offices_that_may("publish")),
        "postponing": called(offices_that_may("postpone")),
        "outcomes": _published_outcomes(entry),
        "thread": _thread(entry),
        "proposals": Proposal.objects.open(now()).about(*paper.subjects).select_related("proposed_by"),
    }
    context["reads_part_2"] = can_read_part_2(paper, request.user, today())
    return paper_page(request, "decisions/decision_publication.html", paper, context, status=status)


def _published_outcomes(entry: Entry | None) -> list[dict[str, Any]]:
    """The outcomes that were published before, the newest first."""
    if entry is None:
        return []
    lines = BookEntry.objects.using("default").filter(key=entry.key, kind=BookEntry.Kind.OUTCOME).order_by("-number")
    return [{"summary": line.summary, "published_at": line.published_at} for line in lines.defer("payload")]


def _thread(entry: Any) -> str:
    """The address of the decision's thread, where it has one."""
    if entry is None or entry.status == Entry.Status.WITHDRAWN:
        return ""
    return f"/threads/{entry.slug}/" if entry.has_thread else ""


def _closed(request: DeskRequest, paper: Decision, entry: Entry | None, waiting_entry: Waiting | None) -> str:
    """Why the page does not open: not authorised yet, or not this person's office."""
    if entry is None and waiting_entry is None:
        return f"The publication of {paper.reference_words} has not been authorised yet."
    return "" if request.user.offices_on(today()) else "To see this you need an office on the day."


def _forms(
    request: DeskRequest, paper: Decision, entry: Entry | None, waiting_entry: Waiting | None, change_name: str
) -> dict[str, forms.Form]:
    """The forms that are open to this person, the one that was sent with what was typed."""

    def options(name: str) -> dict[str, Any]:
        data = request.POST if name == change_name else None
        return {"data": data, "prefix": name, **proof_for(request, name, paper)}

    offices, open_forms = request.user.offices_on(today()), dict[str, forms.Form]()
    publishes = bool(offices & offices_that_may("publish"))
    if waiting_entry:
        due = {"due_on": london_day(waiting_entry.due_at)}
        if publishes:
            open_forms["earlier"] = MoveForm(**options("earlier"), initial=due)
            open_forms["cancel"] = CancelForm(**options("cancel"))
        if offices & offices_that_may("postpone"):
            open_forms["later"] = MoveForm(**options("later"), initial=due)
            del open_forms["later"].fields["when"]
    if entry and entry.status == Entry.Status.WITHDRAWN and publishes and not entry.expunged:
        open_forms["again"] = PublishAgainForm(**options("again"))
    if entry and entry.status != Entry.Status.WITHDRAWN and publishes:
        open_forms["correct"] = CorrectionForm(**options("correct"))
        open_forms["record_outcome"] = OutcomeForm(**options("record_outcome"), decision=paper)
        if years := closed_years(paper):
            open_forms["year_end"] = YearEndForm(**options("year_end"), years=years)
        open_forms["withdraw"] = WithdrawalForm(**options("withdraw"))
    return open_forms


def _submit(request: DeskRequest, paper: Decision, name: str, form: Any) -> bool:
    """Call the book's action; a refusal is put above the page."""
    action, sentence = _CHANGES[name]
    arguments = form.arguments()
    values = {"reference": paper.reference, "by": request.user, "at": now(), **arguments}

    def change() -> None:
        if name != "cancel":  # why it is cancelled is not published
            check_public_words(*(arguments[text] for text in _PUBLISHED_TEXTS if text in arguments))
        action(**values)

    if apply_change(request, change) is not None:
        return False
    messages.success(request, sentence)
    return True
