"""The same address in each language of the body: `/decisions/` in English, `/cy/decisions/` in Welsh."""

from django.urls import Resolver404, resolve

from profiles import current

#: What each language that a profile may list (profiles/rules.py) is called in itself, for the link that leads to it.
OWN_NAMES = {"en": "English", "cy": "Cymraeg"}
#: The one page among the addresses for programs.
_PAGE_FOR_PROGRAMMERS = "/api/v1/docs/"
#: Below these lies no other page that has words to translate; the last is one file, to be kept and sent on.
_NO_PAGES = ("/api/", "/static/", "/desk/", "/account/", "/__debug__/", "/verify/offline/")


def other_languages() -> tuple[str, ...]:
    """The languages that the body's profile lists beside English."""
    return tuple(language for language in current().body.languages if language != "en")


def split_language(path: str) -> tuple[str, str]:
    """The language that a path begins with and the path without it; no language for an English address."""
    for language in other_languages():
        if path.startswith(f"/{language}/"):
            return language, path.removeprefix(f"/{language}")
    return "", path


def is_page(path: str) -> bool:
    """Whether a path without language is that of a page, which has other languages, and not of a file."""
    if path == _PAGE_FOR_PROGRAMMERS:
        return True
    return path.endswith("/") and not path.startswith((*_NO_PAGES, *(f"/{name}/" for name in other_languages())))


def answers(path: str) -> bool:
    """Whether the register has an answer at exactly this path without language."""
    if path == _PAGE_FOR_PROGRAMMERS:
        return True
    try:
        resolve(path, "register.urls")
    except Resolver404:
        return False
    return True
