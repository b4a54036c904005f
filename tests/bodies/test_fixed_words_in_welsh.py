"""Every fixed word of every public page is in Welsh below /cy/, or its element says that it is English.

Each Welsh text of the catalogue is put between two marks for the length of the test: what stands without them,
was written by no person of the sample and is in no element marked as English was forgotten.
"""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.utils.translation.trans_real import translation

from book.models import Fund, Funder, PublishedDecision
from languages.titles import titles_of
from profiles import current
from register.search.named import KINDS, all_named
from tests.bodies.test_another_body import pages
from tests.bodies.test_second_language import sample_book

__all__ = ["sample_book"]

pytestmark = pytest.mark.skipif("cy" not in current().body.languages, reason="this body lists English alone")

START, STOP = "⟦", "⟧"
#: Names of forms, standards and programs, digests and addresses, which are the same in every language.
SAME = re.compile(
    r"https?://\S+|\b[0-9a-f]{64}\b|(?<!\w)/[\w{}?=/.…-]*|\b[\w-]+\.(?:csv|json|ndjson|sqlite|py|xlsx|pdf)\b"
    r"|\b(?:CSV|JSON|XLSX|PDF|SHA-256|API|360Giving|Atom|SQLite|Feed|English|Cymraeg|KB|MB|metadata|Part [12])\b"
)
WORD = re.compile(r"[A-Za-zŵŷâêîôû]{3,}")
ATTRIBUTES = ("aria-label", "alt", "placeholder", "data-label")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Page(HTMLParser):
    """The texts and spoken attributes of a page that are not in an element marked as English."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, bool]] = []
        self.found: list[str] = []
        #: How many marks are open: a Welsh text may have links in it.
        self.depth = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note whether the element is in Welsh, and its spoken attributes."""
        values = dict(attrs)
        own = values.get("lang")
        silent = tag in ("script", "style", "code", "pre") or (not self.is_welsh() and own is None)
        welsh = not silent and (own is None or own == "cy")
        if tag not in VOID:
            self.open.append((tag, welsh))
        if welsh:
            self.found += [values[name] or "" for name in ATTRIBUTES if name in values]
            if tag == "meta" and values.get("name") == "description":
                self.found.append(values.get("content") or "")

    def handle_endtag(self, tag: str) -> None:
        """Go back to the element around it."""
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Keep what stands outside the marks of Welsh texts, in no element marked as English."""
        kept = []
        for character in data:
            self.depth += (character == START) - (character == STOP)
            if not self.depth and character != STOP:
                kept.append(character)
        if self.is_welsh():
            self.found.append("".join(kept))

    def is_welsh(self) -> bool:
        """Whether what comes now is in the language of the page."""
        return not self.open or self.open[-1][1]


@pytest.fixture
def marked_welsh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each Welsh text of the catalogue stands between two marks."""
    catalogue: Any = translation("cy")._catalog  # type: ignore[attr-defined]  # Django's own, of which there are no types
    marked = [{key: _marked(key, text) for key, text in part.items()} for part in catalogue._catalogs]
    monkeypatch.setattr(catalogue, "_catalogs", marked)


def _marked(key: object, text: str) -> str:
    return f"{START}{text}{STOP}" if key else text


def forgotten(page: str, written: re.Pattern[str]) -> list[str]:
    """The words of a page that are neither Welsh, nor marked as English, nor written by people."""
    found = []
    for text in Page(page).found:
        plain = _without_marked(" ".join(text.split()))
        rest = SAME.sub("", written.sub("", plain))
        if WORD.search(rest):
            found.append(rest.strip())
    return found


def _without_marked(text: str) -> str:
    inner = re.compile(f"{START}[^{START}{STOP}]*{STOP}")
    while inner.search(text):
        text = inner.sub("", text)
    return text


def names_that_people_wrote() -> re.Pattern[str]:
    """Names of bodies, funds, people and papers in the sample, and the body's own, the longest first."""
    body = current().body
    names = {name for row in body.names for name in (row.name, row.short_name)} | {body.force, body.force_short_name}
    names |= {row.name for model in (Funder, Fund) for row in model.objects.all()}
    names |= {named.name for kind in KINDS for named in all_named(kind).values()}
    for decision in PublishedDecision.objects.all():
        names |= {decision.title, decision.decided_by, decision.reference, decision.slug, decision.summary}
    for texts in titles_of(PublishedDecision.objects.all()).values():
        names |= {row["text"] for row in texts}
    names |= {series.code for series in current().references.series}
    ordered = sorted((name for name in map(str, names) if name.strip()), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered)), re.IGNORECASE)


@pytest.mark.committed(owner=True)
@pytest.mark.parametrize(
    ("book", "most"),
    [
        pytest.param("transactional_db", 20, id="nothing published yet"),
        pytest.param("sample_book", 40, id="the sample", marks=pytest.mark.nightly),
    ],
)
def test_every_fixed_word_of_every_page_is_welsh_or_marked_as_english(
    book: str, most: int, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(book)
    request.getfixturevalue("marked_welsh")
    written, faults, whole, read = names_that_people_wrote(), {}, set(), 0
    for address, content in pages(Client(), "/cy/", below="/cy/", whole=False):
        text = content.decode("utf-8", "replace")
        if "<html" not in text:
            continue
        read += START in text
        if '<main class="govuk-main-wrapper " id="main-content" lang="en-GB">' in text:
            whole.add(address)
        if found := forgotten(text, written):
            faults[address] = found
    assert whole == set()
    assert "\n".join(f"{address}: {texts}" for address, texts in faults.items()) == ""
    assert read > most


def test_a_word_without_translation_is_found() -> None:
    page = (
        f'<html lang="cy"><body><p lang="en-GB">Left in English</p><p>{START}Cymraeg{STOP} forgotten</p></body></html>'
    )
    assert forgotten(page, re.compile("nothing")) == ["forgotten"]
    assert forgotten(page.replace(" forgotten", ""), re.compile("nothing")) == []
