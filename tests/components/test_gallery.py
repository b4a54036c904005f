"""The gallery in a real browser: no accessibility fault, nothing wider than a phone, valid HTML, scripts optional."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.components.browser import ROOT, chromium, open_page
from tests.components.gallery import BASES, gallery_page

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FACES = pytest.mark.parametrize("face", list(BASES))
ERRORS = pytest.mark.parametrize("errors", [False, True], ids=["fresh", "with errors"])


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for the module."""
    with chromium() as opened:
        yield opened


@FACES
@ERRORS
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing(browser: Any, face: str, errors: bool, width: int) -> None:
    page = open_page(browser, gallery_page(face, errors=errors), width=width)
    page.add_script_tag(path=str(ROOT / "node_modules/axe-core/axe.min.js"))
    result = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    assert result["passes"], "axe must have looked at something"
    faults = [(fault["id"], [node["html"][:160] for node in fault["nodes"]]) for fault in result["violations"]]
    assert faults == []


@FACES
@pytest.mark.parametrize("width", [320, 640, 1280])
def test_nothing_is_wider_than_the_window(browser: Any, face: str, width: int) -> None:
    page = open_page(browser, gallery_page(face, errors=True), width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@FACES
def test_every_block_is_there_without_scripts(browser: Any, face: str) -> None:
    page = open_page(browser, gallery_page(face, errors=True), scripts=False)
    for words in ("Decisions", "The report", "Fill in “Title”", "You can enter up to 200 characters"):
        assert page.get_by_text(words).first.is_visible(), words


def test_a_link_in_the_error_summary_focuses_its_field(browser: Any) -> None:
    page = open_page(browser, gallery_page("desk", errors=True))
    for words, focused in (
        ("Fill in “Title”", "id_title"),
        ("Choose an answer for “How does the money come?”", "id_route_0"),
        ("Enter a valid date.", "id_signed_on_0"),
        ("Tick “I confirm that I have taken advice” to go on", "id_sure"),
        ("Fill in “Financial year”", "id_row-1-year"),
    ):
        page.get_by_role("link", name=words).first.click()
        assert page.evaluate("document.activeElement.id") == focused


def test_the_keyboard_reaches_the_skip_link_first(browser: Any) -> None:
    page = open_page(browser, gallery_page("register"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "govuk-skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"


def test_the_faces_differ_in_colour_and_only_our_typefaces_load(browser: Any) -> None:
    colours = set()
    for face in BASES:
        page = open_page(browser, gallery_page(face))
        colours.add(page.evaluate("getComputedStyle(document.querySelector('.dr-header')).backgroundColor"))
        loaded = page.evaluate(
            "[...document.fonts].filter(font => font.status == 'loaded').map(font => font.family.replaceAll('\"', ''))"
        )
        assert set(loaded) == {"Public Sans Variable", "Source Serif 4 Variable"}
    assert len(colours) == len(BASES)


def test_forced_colours_keep_what_borders_mean(browser: Any) -> None:
    page = open_page(browser, gallery_page("desk"), forced_colors="active")
    widths = page.evaluate(
        "['.dr-problem--blocks', '.dr-proof', '.dr-steps__item--now']"
        ".map(name => getComputedStyle(document.querySelector(name)).borderWidth)"
    )
    assert all(width != "0px" for width in widths)


def test_print_leaves_out_what_can_only_be_clicked(browser: Any) -> None:
    page = open_page(browser, gallery_page("register"))
    page.emulate_media(media="print")
    assert not page.locator(".govuk-service-navigation").first.is_visible()
    assert not page.locator(".dr-search").first.is_visible()
    assert page.locator(".dr-signature").first.is_visible()


@FACES
@ERRORS
def test_the_html_is_valid(tmp_path: Path, face: str, errors: bool) -> None:
    page = tmp_path / "gallery.html"
    page.write_text(gallery_page(face, errors=errors), encoding="utf-8")
    settings = ROOT / "tests/components/htmlvalidate.json"
    validation = subprocess.run(
        ["npx", "--no-install", "html-validate", "--config", str(settings), "--formatter", "json", str(page)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(validation.stdout or "[]")
    faults = [
        (message["ruleId"], message["line"], message["message"]) for file in report for message in file["messages"]
    ]
    assert (validation.returncode, faults) == (0, [])
