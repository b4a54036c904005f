"""What pages need to say which language they are in, and where they are in another."""

from django.http import HttpRequest

from languages.addresses import OWN_NAMES, is_page, other_languages
from languages.links import language_of
from languages.texts import body_names


def language_names(request: HttpRequest) -> dict[str, object]:
    """The language of the page (empty for English), the body's names in it, and the page in each other language."""
    language = language_of(request)
    name, short_name = body_names(language)
    return {
        "language": language,
        "body_name": name,
        "body_short_name": short_name,
        "translations": _translations(request, language),
    }


def _translations(request: HttpRequest, language: str) -> list[dict[str, object]]:
    """The page in every language, its own included; none for a body of one language, or where there is no page."""
    if not other_languages() or request.resolver_match is None or not is_page(request.path_info):
        return []
    codes = ["", *other_languages()]
    return [
        {
            "code": code or "en",
            "name": OWN_NAMES[code or "en"],
            "path": f"/{code}{request.path}" if code else request.path,
            "href": f"/{code}{request.get_full_path()}" if code else request.get_full_path(),
            "current": code == language,
        }
        for code in codes
    ]
