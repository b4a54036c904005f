"""The text of a paper pasted whole into a draft."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.requests import DeskRequest
from components.clock import now, today
from components.form_pages import sent
from components.refusals import Refused
from decisions.actions.writers import check_can_write, check_is_draft
from decisions.parts import report_of
from decisions.views.paper_page import closed_page, paper_of, paper_page
from drafting.views.parts import next_part_address
from intake.actions.paste_text import Filling, paste_text
from intake.forms.pasting import PastingForm


def text_paste(request: DeskRequest, pk: int) -> HttpResponse:
    """Boxes for whole texts, which are cut into the parts of the draft by their headings."""
    paper = paper_of(request, pk)
    form = PastingForm(sent(request), has_report=not report_of(paper).is_left_out)
    try:
        check_is_draft(paper)
        check_can_write(request.user, today())
        if not form.is_valid():
            status = 422 if form.is_bound else 200
            return paper_page(request, "intake/text_paste.html", paper, {"form": form}, status=status)
        filling = paste_text(decision=paper, pasted=form.pasted, by=request.user, at=now())
    except Refused as refusal:
        if request.method != "POST":
            return closed_page(request, paper, refusal)
        messages.error(request, str(refusal))
        return paper_page(request, "intake/text_paste.html", paper, {"form": form}, status=refusal.status)
    _add_messages(request, filling)
    unplaced_lines = [line for text in form.pasted for line in text.unplaced]
    if unplaced_lines:
        return paper_page(
            request, "intake/text_paste.html", paper, {"left": unplaced_lines, "next": next_part_address(paper)}
        )
    return redirect(next_part_address(paper))


def _add_messages(request: DeskRequest, filling: Filling) -> None:
    """What was filled, and what was left as it is."""
    if filling.filled:
        messages.success(request, f"Filled from the text: {'; '.join(filling.filled)}. Read them through.")
    if filling.kept:
        messages.warning(
            request, f"Something is written already in: {'; '.join(filling.kept)}. There the pasted text was not taken."
        )
    if not filling.filled and not filling.kept:
        messages.warning(request, "Nothing new was found in the text.")
