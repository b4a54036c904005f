"""Who may open a page, by the offices they hold today. The refusal is a sentence."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from accounts.offices import labels, offices_that_may
from accounts.requests import DeskRequest
from components.clock import today

View = Callable[..., HttpResponse]


def for_ability(ability: str) -> Callable[[View], View]:
    """Open a page to whoever has an office today that gives the ability."""
    return for_offices(*sorted(offices_that_may(ability)))


def for_offices(*offices: str) -> Callable[[View], View]:
    """Open a page to whoever holds one of these offices today; without any named, to whoever holds any office."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            offices_held = request.user.offices_on(today())
            if not (offices_held & set(offices) if offices else offices_held):
                raise PermissionDenied(_refusal(offices))
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def _refusal(offices: tuple[str, ...]) -> str:
    if not offices:
        return "You hold no office at present, so there is nothing here for you."
    return f"This page is for whoever holds the office of {labels(offices)} today, and you do not."
