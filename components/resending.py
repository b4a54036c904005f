"""What somebody typed at the desk is offered to be sent again when their session or the form's token has expired.

The desk's pages are not cached, so a browser's Back button would show an empty form.
"""

from urllib.parse import urlsplit

from django.http import HttpRequest

#: Never sent back into a page.
_SECRETS = frozenset({"csrfmiddlewaretoken", "password", "code", "passkey"})


def can_be_sent_again(request: HttpRequest) -> bool:
    """Whether a form was sent from a page of our own desk: only then is it offered to be sent again.

    A page of another site that posts here names its own origin, or none.
    """
    origin = request.headers.get("Origin", "")
    return (
        request.method == "POST"
        and request.path.startswith("/desk/")
        and bool(origin)
        and urlsplit(origin).netloc == request.get_host()
    )


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, by the names of controls, without passwords and codes."""
    return [(name, str(value)) for name, values in request.POST.lists() if name not in _SECRETS for value in values]
