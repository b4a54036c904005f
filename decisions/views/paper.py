"""The paper as it is read at the desk: laid out whole, as a preview, as the sealed file."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.module_loading import import_string

from accounts.models import Person, Proposal
from accounts.requests import DeskRequest
from audit.models import Event
from book.paper import draw
from book.part1 import AnyPart1, read_part1
from book.part1.upgrade import plain_content
from book.presenters import PaperView, present
from book.presenters.html import content_html
from book.presenters.paper import SectionView, key_facts
from components.clock import today
from decisions.actions.writers import can_write
from decisions.composing import compose
from decisions.confidentiality import can_read_part_2
from decisions.freezing import part1_with_signatures
from decisions.models import Decision, Status, StoredFile, Submission
from decisions.notes import notes_on
from decisions.parts import FORM, PARTS, REPORT
from decisions.rounds import changed_parts, earlier_round
from decisions.views.checks import problems_for
from decisions.views.paper_page import UNDECIDED, paper_of, paper_page
from decisions.views.standing import standing_of
from decisions.views.task_list import decision_task_list

#: Parts that are no section, whose marks the page shows beside their heading.
_MARKED = ("summary", "recommendations", "deferral", "part-2", "declarations")


def decision_page(request: DeskRequest, pk: int) -> HttpResponse:
    """The first page of a paper: its task list while it is a draft, the paper itself afterwards."""
    paper = paper_of(request, pk)
    if paper.status == Status.DRAFT and not paper.imported:
        return decision_task_list(request, paper)
    return _render_paper(request, paper)


def decision_paper(request: DeskRequest, pk: int) -> HttpResponse:
    """The paper as the signatories see it, whatever its status."""
    return _render_paper(request, paper_of(request, pk))


def _render_paper(request: DeskRequest, paper: Decision) -> HttpResponse:
    """Part 1 as it would be published, with what is still missing, who signed, and the scans."""
    if paper.is_expunged:
        return removed_page(request, paper)
    part1, day = part1_of(paper), today()
    submission = paper.current_submission()
    # Of a paper that is decided nobody asks any more what changed in its last round.
    earlier = earlier_round(paper) if paper.status in UNDECIDED else None
    part_2_open, marks = _is_open(paper, paper.part_2), _marks(paper, earlier, request.user)
    context: dict[str, Any] = paper_rows(present(part1), marks) | {
        "all_open": request.GET.get("parts") == "all",
        "since_earlier_round": earlier is not None,
        "part_2_open": part_2_open,
        "part_1_deferral_open": _is_open(paper, paper.deferral),
        "digest": submission.digest if submission else "",
        "problems": problems_for(request, paper) if paper.status in UNDECIDED else [],
        "sealed": getattr(paper, "sealed_paper", None),
        "scans": [signature for signature in paper.signatures.all() if signature.scan_id],
        "standing": standing_of(paper),
        "may_continue": paper.status == Status.APPROVED and can_write(request.user, day),
        "history": _history(paper),
        "reads_part_2": paper.part_2 == "yes" and can_read_part_2(paper, request.user, day),
        "part_1_only": paper.part_2 == "yes" and not can_read_part_2(paper, request.user, day),
    }
    return paper_page(request, "decisions/decision_paper.html", paper, context)


def _marks(paper: Decision, earlier: Submission | None, person: Person) -> dict[str, list[str]]:
    """Why parts stand open on the page, by key: they changed since the earlier round, or have open notes."""
    marks: dict[str, list[str]] = {}
    for part in changed_parts(paper, earlier.at) if earlier else ():
        marks.setdefault(part.key, []).append("Changed since the last round")
    noted = Counter(note.part for note in notes_on(paper, person, today()) if note.part and not note.settled_at)
    for key, count in noted.items():
        marks.setdefault(key, []).append(f"{count} open note{'s' if count > 1 else ''}")
    return marks


def paper_rows(view: PaperView, marks: dict[str, list[str]]) -> dict[str, Any]:
    """What the desk's page of a paper takes from Part 1: rows as they are, texts as HTML.

    Args:
        marks: why parts stand open, by the key of the part.
    """
    paper, report = view.part1, view.report
    keys = {part.section: key for key, part in PARTS.items() if part.section}

    def rows(document: str, sections: Iterable[SectionView]) -> list[tuple[SectionView, str, list[str]]]:
        """Each section with its HTML and why it stands open."""
        return [(s, content_html(s.content), marks.get(keys.get((document, s.kind), ""), [])) for s in sections]

    return {
        "view": view,
        "p": paper,
        # Whoever reads the signature alone is told that it is not for all that was asked, as on the paper.
        "qualified": view.outcome if view.outcome.startswith("Approved ") else "",
        "facts": key_facts(view, draft=paper.outcome is None),
        "summary": content_html(view.summary),
        "summary_translations": [(language, content_html(text)) for language, text in view.summary_translations],
        "sections": rows(FORM, view.form),
        "part_marks": {
            **{key.replace("-", "_"): marks.get(key, []) for key in _MARKED},
            "report": [mark for key in ("report", "time") for mark in marks.get(key, [])],
        },
        "money_apart": view.money is not None and not any(section.kind == "financial" for section in view.form),
        "statements": {
            statement.key: {"heading": statement.heading, "html": content_html(plain_content(statement.text))}
            for statement in paper.statements
        },
        "decisions": [(row, content_html(row.statement)) for row in view.decisions],
        "endorsements": [(row, content_html(row.statement)) for row in view.endorsements],
        "declarations": [(row, content_html(row.statement), content_html(row.comment)) for row in view.declarations],
        "impact_reason": content_html(view.impact_reason),
        "deferral_reason": content_html(plain_content(paper.deferral.reason)),
        "part_2_statement": content_html(plain_content(paper.part_2.statement)),
        "report": report,
        "report_summary": content_html(report.summary) if report else "",
        "needed_why": content_html(report.needed_why) if report else "",
        "report_sections": rows(REPORT, report.sections) if report else [],
    }


def removed_page(request: DeskRequest, paper: Decision) -> HttpResponse:
    """What stands in place of a paper whose words were removed by order of law."""
    return paper_page(request, "decisions/decision_removed.html", paper, {})


def part1_of(paper: Decision) -> AnyPart1:
    """Part 1 as it stands: frozen once decided, as submitted with the signatures so far, or live while a draft."""
    if paper.part1 is not None:
        return read_part1(bytes(paper.part1))
    submission = paper.current_submission()
    if submission is None:
        return compose(paper, today())
    submitted = read_part1(bytes(submission.part1))
    signatures = [signature for signature in paper.signatures.all() if signature.round == paper.round]
    return part1_with_signatures(submitted, signatures)


def _is_open(paper: Decision, answer: str) -> bool:
    """Whether nobody has said yet if there is a Part 2 or a deferral; submission asks for it, so of drafts alone."""
    return not answer and paper.part1 is None and paper.status in (Status.DRAFT, Status.WITHDRAWN)


def _history(paper: Decision) -> list[dict[str, Any]]:
    """What happened to the paper, newest first, from the events."""
    events = Event.objects.about(*paper.subjects).order_by("-number")[:200]
    return [{"at": event.at, "title": event.sentence, "by": event.actor_name} for event in events]


def decision_preview(request: DeskRequest, pk: int) -> HttpResponse:
    """The paper as a PDF that says it is a draft; drawn anew each time, kept nowhere."""
    paper = paper_of(request, pk)
    if hasattr(paper, "sealed_paper"):
        return decision_pdf(request, pk=pk)
    if paper.is_expunged:  # an imported one: it never had a sealed paper of ours
        raise Http404
    drawing = draw(
        part1_of(paper).unsigned(),
        draft=True,
        part_2_open=_is_open(paper, paper.part_2),
        deferral_open=_is_open(paper, paper.deferral),
    )
    return as_file(drawing.pdf, f"{_slug(paper)}-draft.pdf", "application/pdf")


def decision_public_preview(request: DeskRequest, pk: int) -> HttpResponse:
    """The public page as it will be, for who reads the paper before it is published."""
    paper = paper_of(request, pk)
    if paper.is_expunged:
        raise Http404
    preview: Callable[..., HttpResponse] = import_string(settings.PUBLIC_PREVIEW)
    return preview(request, part1_of(paper), back=reverse("desk:decision_page", args=[pk]))


def decision_pdf(request: DeskRequest, pk: int) -> HttpResponse:
    """The sealed paper."""
    paper = paper_of(request, pk)
    sealed = getattr(paper, "sealed_paper", None)
    if sealed is None or paper.is_expunged:
        raise Http404
    return as_file(bytes(sealed.pdf), f"{_slug(paper)}.pdf", "application/pdf")


def decision_scan(request: DeskRequest, pk: int, scan: int) -> HttpResponse:
    """The scan of a paper signed in ink, or of one that is said to be and waits to be confirmed."""
    paper = paper_of(request, pk)
    proposals = Proposal.objects.about(paper.subject).filter(verb="decision.record_ink")
    proposed_scans = [proposal.arguments["scan"] for proposal in proposals]
    of_paper = Q(pk__in=paper.signatures.values("scan_id")) | Q(sha256__in=proposed_scans)
    stored_file = StoredFile.objects.filter(of_paper, pk=scan).first()
    if stored_file is None:
        raise Http404
    return as_file(bytes(stored_file.data), stored_file.name, stored_file.media_type)


def as_file(data: bytes, name: str, media_type: str) -> HttpResponse:
    """Bytes as a download: never shown inside a page of ours, whatever they claim to be."""
    response = HttpResponse(data, content_type=media_type)
    safe = "".join(char if char.isalnum() or char in " .-_" else "_" for char in name)[-120:] or "file"
    ascii_name = safe.encode("ascii", "replace").decode().replace("?", "_")
    response["Content-Disposition"] = f'attachment; filename="{ascii_name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def _slug(paper: Decision) -> str:
    return paper.reference.slug if paper.reference else f"draft-{paper.pk}"
