"""One view for all steps of a paper, and the reasons given to a check that stops it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.offices import Office, called
from accounts.requests import DeskRequest
from accounts.stepup import StepUpForm, digest_of
from book.presenters import present
from components.clock import now, today
from components.form_pages import apply_form, seen_version, sent
from components.refusals import Incomplete, Refused, Stale
from components.uploads import say_refused
from decisions.actions.explain import explain
from decisions.actions.publish import deferred_until
from decisions.actions.sign import VERDICTS, purpose_of
from decisions.actions.steps import ACTIONS
from decisions.confidentiality import can_read_part_2
from decisions.forms.steps import FORMS, ExplainForm, StepForm
from decisions.leaks import Leaking
from decisions.models import Decision, Status
from decisions.models.confidential import PART_2
from decisions.models.profile import profile_of
from decisions.money import changed_figures
from decisions.readiness import obstacles, obstacles_by_part
from decisions.rulings import DECIDES, can_rule, decided_part1, digest_to_sign, is_changed
from decisions.views.checks import problems_for
from decisions.views.paper_page import closed_page, paper_of, paper_page
from decisions.workflow import Step, check_can_take, offices_due, steps_of
from figures.dates import format_start


def decision_step(request: DeskRequest, pk: int, step: str) -> HttpResponse:
    """Take one step: what it means, what is being signed, and the form that its action asks for."""
    paper = paper_of(request, pk)
    chosen_step = steps_of(paper).get(step)
    if chosen_step is None:
        raise Http404
    try:
        check_can_take(step, paper, request.user, today())
    except Refused as error:
        return closed_page(request, paper, error)
    form = _form(request, paper, chosen_step)
    context = _context(request, paper, chosen_step, form)
    if not form.is_valid():
        too_big = form.is_bound and say_refused(request, form, "scan")
        return paper_page(
            request,
            "decisions/decision_step.html",
            paper,
            context,
            status=413 if too_big else 422 if form.is_bound else 200,
        )
    try:
        ACTIONS[step](decision=paper, seen=seen_version(request), by=request.user, at=now(), **form.arguments())
    except Refused as error:
        return _refused_step(request, paper, chosen_step, context, error)
    messages.success(request, _success_sentence(paper, chosen_step))
    return redirect("desk:decision_page", pk=pk)


def _form(request: DeskRequest, paper: Decision, step: Step) -> StepForm:
    """The step's form; a signed one knows the digest that was on the page."""
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    submission = paper.current_submission()
    initial: dict[str, Any] = {"seen": paper.version, "digest": submission.digest if submission else ""}
    options: dict[str, Any] = {}
    if step.signs:
        initial["rulings"] = digest_to_sign(paper, step.name) if step.name in DECIDES else ""
        purpose = purpose_of(VERDICTS[step.name], paper)
        signed_digest = initial["rulings"] or initial["digest"]
        options = {"request": request, "digest": signed_digest, "at": now(), "purpose": purpose}
    elif issubclass(FORMS[step.name], StepUpForm):
        options = {"request": request, "digest": digest_of(step.name, paper.pk, paper.version), "at": now()}
    form = FORMS[step.name](data, files, initial=initial, **options)
    _name_note(form, paper, step)
    return form


def _name_note(form: StepForm, paper: Decision, step: Step) -> None:
    """Call the note what the body calls it; an office that is asked for a comment has to write one."""
    if step.note_label:
        form.fields["note"].label = step.note_label
    if step.name != "endorse":
        return
    (office,) = offices_due(step, paper)
    if profile_of(paper).office(office.value).comment == "required":
        note = form.fields["note"]
        note.label, note.required = f"Comment of {called([office])}", True
        note.error_messages["required"] = "Write your comment: it is printed with your signature."


def _context(request: DeskRequest, paper: Decision, step: Step, form: StepForm) -> dict[str, Any]:
    """What the page of a step shows: what is being signed, and what keeps the paper from being submitted."""
    submission = paper.current_submission()
    return {
        "step": step,
        "form": form,
        "digest": submission.digest if submission and step.signs else "",
        "changed_figures": changed_figures(paper) if step.signs else [],
        "obstacles": _linked(paper, obstacles(paper, today())) if step.name == "submit" else [],
        "problems": problems_for(request, paper) if step.independent else [],
        "recommendations": paper.recommendations.all(),
        **_decision_to_sign(request, paper, step),
        "due": format_start(_due(paper)) if step.name == "publish" and _due(paper) else "",
        "passkey": getattr(form, "passkey_options", None),
    }


def _decision_to_sign(request: DeskRequest, paper: Decision, step: Step) -> dict[str, Any]:
    """What whoever decides would sign: the decision on each recommendation, the conditions, their digest."""
    if step.name not in (*DECIDES, "record_ink"):
        return {}
    deciding = "approve" if step.name == "record_ink" else step.name
    return {
        "decided": present(decided_part1(paper, deciding)) if deciding == "refuse" or is_changed(paper) else None,
        "rulings_digest": digest_to_sign(paper, step.name) if step.name in DECIDES else "",
        "may_rule": step.name != "refuse" and can_rule(paper, request.user, today()),
    }


def _due(paper: Decision) -> datetime | None:
    """When a paper that is authorised now becomes public, if its deferral still runs."""
    until = deferred_until(paper)
    return until if until and until > now() else None


def _refused_step(
    request: DeskRequest, paper: Decision, step: Step, context: dict[str, Any], error: Refused
) -> HttpResponse:
    """The sentence, and the form with all that was typed; after a change, with the paper as it is now."""
    messages.error(request, str(error))
    paper.refresh_from_db()
    if isinstance(error, Incomplete):
        context |= {"obstacles": _linked(paper, _stopping(request, paper, error)), "leaks": isinstance(error, Leaking)}
    if isinstance(error, Stale):
        form, submission = context["form"], paper.current_submission()
        form.data = form.data.copy()
        form.data["seen"] = str(paper.version)
        form.data["digest"] = submission.digest if submission else ""
        context |= _decision_to_sign(request, paper, step)
        form.data["rulings"] = context.get("rulings_digest", "")
        context["digest"] = submission.digest if submission and step.signs else ""
    return paper_page(request, "decisions/decision_step.html", paper, context, status=error.status)


def _linked(paper: Decision, sentences: list[str]) -> list[dict[str, str]]:
    """Each sentence that stops a paper, with the page on which it is put right."""
    if not sentences:
        return []
    parts = dict(obstacles_by_part(paper, today()))
    return [{"sentence": sentence, "href": _page_of(paper, parts.get(sentence, ""))} for sentence in sentences]


def _page_of(paper: Decision, part: str) -> str:
    if part == PART_2:
        return reverse("desk:decision_part_2", args=[paper.pk])
    return reverse("desk:decision_part", args=[paper.pk, part]) if part else ""


def _stopping(request: DeskRequest, paper: Decision, error: Incomplete) -> list[str]:
    """What stops a step; words of Part 2 only for those who may read it."""
    if isinstance(error, Leaking) and not can_read_part_2(paper, request.user, today()):
        return ["Words of Part 2 stand in what would be public. Who may read Part 2 can see where, and mend it."]
    return error.problems


def _success_sentence(paper: Decision, step: Step) -> str:
    """What has been done and what comes next, in one sentence."""
    paper = Decision.objects.get(pk=paper.pk)
    if step.name == "publish":
        return _publication_sentence(paper)
    if step.name == "withdraw" and paper.status != Status.WITHDRAWN:
        return f"Proposed. {paper.reference_words} is withdrawn once a second person confirms it."
    if step.name == "record_ink":
        decider = called([Office.DECIDER])
        return f"Proposed. {paper.reference_words} is decided once {decider} confirms the signature."
    if step.signs and paper.status in step.moves:
        return f"You have signed {paper.reference_words}. {offices_due(step, paper)[0].as_subject} signs next."
    return f"{paper.reference_words} is {step.verb}. {step.after}".strip()


def _publication_sentence(paper: Decision) -> str:
    """That everybody can read the decision now, or from when on they can."""
    if paper.publish_from and paper.authorised_at and paper.publish_from > paper.authorised_at:
        return f"{paper.reference_words} is authorised. It will be published on {format_start(paper.publish_from)}."
    return f"{paper.reference_words} is published. Everybody can read it in the register."


def decision_explain(request: DeskRequest, pk: int) -> HttpResponse:
    """Give a reason why the paper goes forward although a check stops it."""
    paper = paper_of(request, pk)
    sent_values = request.POST if request.method == "POST" else request.GET
    stopping = _problem(request, paper, sent_values.get("code", ""), sent_values.get("at", ""))
    if stopping is None:
        raise Http404
    form = ExplainForm(sent(request), initial=stopping)
    context = {"problem": stopping, "form": form}
    problem = {"code": stopping["code"], "where": stopping["at"], "problem": stopping["sentence"]}
    status = apply_form(
        request,
        form,
        lambda: explain(decision=paper, **problem, reason=form.cleaned_data["reason"], by=request.user, at=now()),
    )
    if status is not None:
        return paper_page(request, "decisions/decision_explain.html", paper, context, status=status)
    messages.success(request, "Your reason is saved. It is printed in the paper with your name.")
    return redirect("desk:decision_page", pk=pk)


def _problem(request: DeskRequest, paper: Decision, code: str, where: str) -> dict[str, Any] | None:
    """The problem that is being explained, if a check still finds it."""
    return next((item for item in problems_for(request, paper) if (item["code"], item["at"]) == (code, where)), None)
