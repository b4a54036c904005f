"""What somebody typed at the desk is given back when their session or the page's token has ended meanwhile.

The desk's answers are kept by no cache, so a browser's Back button would bring an empty form.
"""

from urllib.parse import urlsplit

from django.http import HttpRequest

#: Never sent back into a page.
_SECRETS = frozenset({"csrfmiddlewaretoken", "password", "code", "passkey"})


def can_be_sent_again(request: HttpRequest) -> bool:
    """Whether this was sent from a page of our own desk: only then is it offered to be sent once more.

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
