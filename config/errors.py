"""Error pages: one plain sentence each, the right status, and no traceback; drawn without touching the database."""

import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template import loader

from components.resending import can_be_sent_again, typed
from config.context import names
from database.interruptions import is_interruption

#: How Django's own sentence ends when no row was found; it is for developers.
_NO_ROW = "matches the given query."
_KEPT = "Nothing was saved yet, and nothing that you typed is lost."
#: Signing in changes the token of every form that is open, so who signed in again in another tab comes past here.
_OLD_FORM = "A form can only be sent from a page that came since you signed in. This page did: send it once more."
#: A text longer than this is shown, so that it can be copied whatever happens.
LONG = 80


def _page(request: HttpRequest, status: int, name: str, sentence: str = "", **more: object) -> HttpResponse:
    """The page errors/`name`.html. No context processor runs: one might ask the database who is signed in."""
    context = {"request": request, "layout": _layout(request), **names(request), **more, "sentence": sentence}
    context["closing"] = None  # it is read from the book
    response = HttpResponse(loader.render_to_string(f"errors/{name}.html", context), status=status)
    response["Cache-Control"] = "no-store"
    return response


def _layout(request: HttpRequest) -> str:
    """The desk's own below its addresses, the register's elsewhere."""
    at_desk = request.path.startswith(("/desk/", "/account/")) and settings.FACE != "register"
    return "errors/desk.html" if at_desk else "register_base.html"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, and 413 for what is too large."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return _page(request, 413, "413", "What was sent is too large. Nothing of it was kept.")
    return _page(request, 400, "400")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, with the reason when the code that refused gave one."""
    return _page(request, 403, "403", str(exception or ""))


def forgery(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 when a form's token is missing or old; Django's reason is for developers and is not shown."""
    if can_be_sent_again(request):
        return send_again(request, 403, "This form was open too long", signed_out=False)
    return _page(request, 403, "403_csrf")


def signed_out(request: HttpRequest) -> HttpResponse:
    """401 for what somebody sent from the desk after their session had ended."""
    return send_again(request, 401, "You were signed out", signed_out=True)


def send_again(request: HttpRequest, status: int, title: str, *, signed_out: bool) -> HttpResponse:
    """Give back what was typed, to be sent once more with a new token."""
    fields = typed(request)
    context: dict[str, object] = {
        "title": title,
        "signed_out": signed_out,
        "typed": fields,
        "texts": [value for _, value in fields if len(value) > LONG],
        "had_files": bool(request.FILES),
        "token": get_token(request),
    }
    return _page(request, status, "send_again", _KEPT if signed_out else f"{_KEPT} {_OLD_FORM}", **context)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, with a sentence when our own code gave one; Django's resolver gives a dictionary instead."""
    reason = exception.args[0] if isinstance(exception, Http404) and exception.args else ""
    is_ours = isinstance(reason, str) and reason.endswith(".") and not reason.endswith(_NO_ROW)
    sentence = reason if is_ours else ""
    if request.path.startswith("/api/"):
        return _problem(404, sentence or "There is nothing at this address.")
    return _page(request, 404, "404", sentence)


def _problem(status: int, sentence: str) -> HttpResponse:
    """A refusal as programs read it, in the shape of every other one of the API."""
    response = JsonResponse({"problem": sentence}, status=status, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-store"
    return response


def broken(request: HttpRequest) -> HttpResponse:
    """500; 503 when the database is away, full or too slow: the work was rolled back; 400 for NUL in what was sent."""
    error = sys.exc_info()[1]
    if is_interruption(error):
        return unavailable(request)
    if isinstance(error, ValueError) and "NUL (0x00)" in str(error):
        return bad_request(request)  # nobody types this character, and PostgreSQL cannot look for it
    return _page(request, 500, "500")


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: the database is away, full, or took too long."""
    response = _page(
        request,
        503,
        "503",
        "The service could not reach its records just now. Nothing of what you sent was saved; try again shortly.",
    )
    response["Retry-After"] = "30"
    return response
