"""Links of an answer, led to the language of the address that was asked for."""

import re

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from languages.addresses import is_page

#: An attribute of our own pages; a link that names its language leads out of this one on purpose.
_LINK = re.compile(r'(\s(?:href|action|formaction)=")(/(?!/)[^"?#]*)(?=[^"]*"(?! hreflang=))')


def keep_language(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Lead links, forms and redirects of an answer to pages of the request's language; English is left as it is."""
    language = language_of(request)
    if not language:
        return response
    location = response.get("Location", "")
    if location.startswith("/") and is_page(location.partition("?")[0].partition("#")[0]):
        response["Location"] = f"/{language}{location}"
    is_html = response.get("Content-Type", "").startswith("text/html")
    if is_html and not response.streaming and "Content-Encoding" not in response:
        text = response.content.decode()  # type: ignore[attr-defined]  # what does not stream has its content
        response.content = _led(text, language).encode()  # type: ignore[attr-defined]
        if "Content-Length" in response:
            response["Content-Length"] = str(len(response.content))  # type: ignore[attr-defined]
    return response


def language_of(request: HttpRequest) -> str:
    """The language of the address that was asked for; empty for English."""
    return str(getattr(request, "address_language", ""))


def _led(text: str, language: str) -> str:
    own = re.escape(settings.REGISTER_ADDRESS)
    named = re.compile(rf'( rel="canonical" href="| property="og:url" content="){own}(/[^"?#]*)')

    def to_language(match: re.Match[str], address: str = "") -> str:
        before, path = match.groups()
        return f"{before}{address}/{language}{path}" if is_page(path) else match[0]

    return named.sub(lambda match: to_language(match, settings.REGISTER_ADDRESS), _LINK.sub(to_language, text))
