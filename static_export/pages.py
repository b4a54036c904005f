"""Pages changed for a site without a server (no forms, no queries), and small pages that stand for a status."""

import re
from html import escape

from django.conf import settings
from django.templatetags.static import static

SEARCH, EARLIER_FILES = "/search/", "/open-data/history/"
_FORM = re.compile(r"<form\b([^>]*)>.*?</form>", re.S)
#: The list of decisions, in any language: the copy has one page of the search.
_ASKS_DECISIONS = re.compile(r'action="(?:/[a-z]{2})?/decisions/"')
_PAGES = re.compile(r'<nav class="govuk-pagination.*?</nav>', re.S)
_ALL = f'<p class="govuk-body"><a class="govuk-link" href="{SEARCH}">All decisions, in one list</a></p>'


_SMALL_PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>{head}</head>
<body><main><h1>{title}</h1><p>{sentence}</p><p><a href="/">The register</a></p></main></body>
</html>
"""


def without_server(html: str) -> str:
    """The page with its search form sent to the page of SEARCH, and with a sentence in place of other forms."""
    changed = _PAGES.sub(_ALL, _FORM.sub(_form, html))
    # The script sends searches in the query of an address to the page of SEARCH.
    script = f'<script defer src="{static("site/search-address.js")}"></script>'
    return changed.replace("</head>", f"{script}</head>", 1)


def _form(form: re.Match[str]) -> str:
    attributes = form[1]
    asks_decisions = _ASKS_DECISIONS.search(attributes)
    if 'role="search"' in attributes and asks_decisions:
        return form[0].replace(asks_decisions[0], f'action="{SEARCH}"', 1)
    if 'method="get"' in attributes and asks_decisions:
        return _ALL
    return f'<p class="govuk-body">This copy of the register answers no forms. {_contact_sentence()}</p>'


def _contact_sentence() -> str:
    if not settings.CONTACT_EMAIL:
        return 'Write to <a class="govuk-link" href="/contact/">the office</a> instead.'
    email = escape(settings.CONTACT_EMAIL)
    return f'Write to <a class="govuk-link" href="mailto:{email}">{email}</a> instead.'


def redirect_page(target: str) -> bytes:
    """A small page for an address that has moved: it leads on by itself, and says where."""
    to = escape(target)
    return _small_page(
        "This address has moved",
        f'<meta http-equiv="refresh" content="0; url={to}">',
        f'It is at <a href="{to}">{to}</a>.',
    )


def gone_page(sentence: str) -> bytes:
    """A small page for a file that is no longer in the register, with the reason."""
    return _small_page("Gone from the register", "", escape(sentence))


def data_page(address: str, name: str) -> bytes:
    """A small page for an address that gives data to programs: it leads to the file."""
    return _small_page(
        f"Data at {address}", "", f'This address is for programs. The data: <a href="{name}">{name}</a>.'
    )


def question_page() -> bytes:
    """A small page for an address that answers only to a question in it."""
    return _small_page(
        "This page asks for something", "", f"This copy of the register answers no questions. {_contact_sentence()}"
    )


def earlier_files_page() -> bytes:
    """A small page in place of the list of earlier files, to which pages of the copy lead."""
    return _small_page(
        "Earlier files", "", f"This copy of the register holds no files of earlier days. {_contact_sentence()}"
    )


def _small_page(title: str, head: str, sentence: str) -> bytes:
    return _SMALL_PAGE.format(title=escape(title), head=head, sentence=sentence).encode()
