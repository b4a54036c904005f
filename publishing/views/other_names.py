"""The table of other names at the desk: by what else the public search finds a body or fund."""

from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import for_offices
from accounts.requests import DeskRequest
from accounts.stepup import digest_of
from book.actions.other_names import KEEPERS, keep_other_name, take_back_other_name
from book.other_names import known_other_names
from components.clock import now
from components.form_pages import apply_form, sent
from publishing.forms.other_names import OtherNameForm, TakeBackForm
from publishing.public_words import check_public_words


@for_offices(*sorted(KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def other_names(request: DeskRequest) -> HttpResponse:
    """Every usual name with its other names; a form for another one, and a button that takes one back."""
    form: OtherNameForm | TakeBackForm = (
        TakeBackForm(request.POST) if "take-back" in request.POST else _name_form(request, sent(request))
    )
    status = apply_form(request, form, lambda: _apply(request, form))
    if status is None:
        return redirect("desk:other_names")
    names = [
        (name, list(rows))
        for name, rows in groupby(known_other_names("default"), key=lambda other_name: other_name.name)
    ]
    context = {"names": names, "form": form if isinstance(form, OtherNameForm) else _name_form(request, None)}
    return render(request, "decisions/other_names.html", context, status=status)


def _name_form(request: DeskRequest, data: QueryDict | None) -> OtherNameForm:
    return OtherNameForm(data, request=request, digest=digest_of("other name"), at=now())


def _apply(request: DeskRequest, form: OtherNameForm | TakeBackForm) -> None:
    if isinstance(form, TakeBackForm):
        other_name = form.cleaned_data["take-back"]
        take_back_other_name(other=other_name, by=request.user, at=now())
        messages.success(request, f"“{other_name}” is no longer taken for another name.")
        return
    other_name, name = form.cleaned_data["other"], form.cleaned_data["name"]
    check_public_words(other_name, name)
    keep_other_name(other=other_name, name=name, by=request.user, at=now())
    messages.success(request, f"The public search now finds {name} by “{other_name}” too.")
