"""What DEBUG=1 (`make run`) adds for whoever works on the register. Production refuses DEBUG (config/safety.py)."""

from collections.abc import Callable
from importlib.util import find_spec

from django.http import HttpRequest, HttpResponse
from django.urls import URLResolver, include, path

TOOLBAR_MIDDLEWARE = "debug_toolbar.middleware.DebugToolbarMiddleware"
#: The toolbar comes after what must stand in front of everything, so that it sees what the program itself does.
_AFTER = "csp.middleware.CSPMiddleware"


def has_toolbar() -> bool:
    """Whether django-debug-toolbar is installed: it comes with the packages for development, not with the demo's."""
    return find_spec("debug_toolbar") is not None


def with_development(apps: list[str], middleware: list[str]) -> tuple[list[str], list[str]]:
    """The installed apps and the middleware, with what development adds."""
    place = middleware.index(_AFTER) + 1
    added = ["config.development.draw_anew", *([TOOLBAR_MIDDLEWARE] if has_toolbar() else [])]
    own_apps = ["debug_toolbar"] if has_toolbar() else []
    return [*apps, *own_apps], [*middleware[:place], *added, *middleware[place:]]


def addresses() -> list[URLResolver]:
    """The toolbar's own addresses, if it is installed."""
    return [path("__debug__/", include("debug_toolbar.urls"))] if has_toolbar() else []


def draw_anew(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer no request with “not modified”: a public page's tag follows the book, not the template being edited."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.META.pop("HTTP_IF_NONE_MATCH", None)
        response = get_response(request)
        response["Cache-Control"] = "no-store"
        return response

    return handle
