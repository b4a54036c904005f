"""Each word that a template marks for translation has one in Welsh, with the same places for what is filled in."""

import ast
import re

from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from book.paper import words
from book.presenters.paper import ACCESSIBLE, BEFORE, RULINGS
from profiles.reading import ROOT
from register.money import list_totals, promised
from register.presenters import labels
from register.search.filters import FACETS, FLAGS, FORCE, KINDS, SORTS
from register.views.compare import VIEWS

CATALOGUE = ROOT / "locale" / "cy" / "LC_MESSAGES" / "django.po"
_TEXT = r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|'''.*?'''|\"\"\".*?\"\"\")"""
_MARKED = re.compile(rf"(?:gettext\(u?|(?<!\w)_\(){_TEXT}\)", re.DOTALL)
#: Words of the drawn paper, by the tag that says them in one language or in both.
_SAID = re.compile(r'{% (?:say|fixed) "([^"]+)" %}')
#: Counted words of a template, and words that Python says in the language of the page.
_COUNTED = re.compile(r'{% counted [\w.|]+ "([^"]+)" "[^"]+" %}')
_IN_PYTHON = re.compile(r"""gettext\(\s*"([^"]+)"\s*\)""")
_PLACE = re.compile(r"%\((\w+)\)s")


def marked() -> dict[str, str]:
    """Every marked text of the templates, and of Python for the public side, with the file that it stands in."""
    texts: dict[str, str] = {}
    for path in sorted((ROOT / "templates").rglob("*.html")):
        code = templatize(path.read_text(), origin=str(path))
        texts |= {ast.literal_eval(text): path.name for text in _MARKED.findall(code)}
        texts |= dict.fromkeys(_SAID.findall(path.read_text()), path.name)
        texts |= {f"%(count)s {one}": path.name for one in _COUNTED.findall(path.read_text())}
    for folder in ("register", "components", "verification", "operations"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            texts |= dict.fromkeys(_IN_PYTHON.findall(path.read_text()), path.name)
    return texts


def test_every_marked_word_has_its_welsh() -> None:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="cy")
    texts = marked()
    assert len(texts) > 900
    without = {text: name for text, name in texts.items() if text not in catalogue or not catalogue[text].string}
    assert without == {}


def test_every_value_that_a_paper_prints_in_words_has_its_welsh() -> None:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="cy")
    tables = (
        words.OUTCOMES, words.STEPS, words.HOW, words.LINKS, words.ACTIONS, words.ANSWERS, words.IMPACT, words.COLUMNS,
        RULINGS, BEFORE, ACCESSIBLE, labels.MONEY, labels.LINKS, labels.LINKED, labels.RESULTS, labels.ENTRIES,
        promised.STAGES, promised.CAME, promised.ENDS, list_totals.DIRECTIONS, list_totals.GROUPING_LABELS, VIEWS,
        FACETS, FLAGS, SORTS, FORCE, KINDS,
    )  # fmt: skip
    values = {value for table in tables for value in table.values() if value}
    assert {value for value in values if value not in catalogue} == set()


def test_a_translation_fills_in_what_the_english_does() -> None:
    with CATALOGUE.open("rb") as file:
        messages = [message for message in read_po(file, locale="cy") if message.id]
    for message in messages:
        english = str(message.id[0] if isinstance(message.id, list | tuple) else message.id)
        many = message.string if isinstance(message.string, list | tuple) else [message.string]
        forms = [str(form) for form in many]
        for form in forms:
            assert sorted(_PLACE.findall(form)) == sorted(_PLACE.findall(english)), english
            assert sorted(re.findall(r'href="[^"]*"', form)) == sorted(re.findall(r'href="[^"]*"', english)), english


def test_the_catalogue_says_that_a_speaker_has_yet_to_review_it() -> None:
    assert "AWAITING REVIEW" in CATALOGUE.read_text()[:400]
