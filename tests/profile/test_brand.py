"""A body's emblem and colours: legible, of plain shapes alone, in the header of the site and on papers."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client

from book.paper import draw
from book.paper.drawing import _sheet
from profiles import Brand, ProfileError, current, load, parse
from profiles.brand import contrast, emblem_of
from profiles.reading import DEFAULT, ROOT
from tests.book.part1.papers import full_paper
from tests.documents.conformance import failures
from tests.profile.active import use

TEXT = (ROOT / DEFAULT).read_text()
SHAPES = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 44 44"><path fill="#4a1d5c" d="M1 1h42v42z"/></svg>'
BRAND = Brand("#4a1d5c", "#f0b8d8", "brand/body.svg", emblem_of(SHAPES))


def branded(colour: str, accent: str) -> str:
    return f'{TEXT}\n[brand]\ncolour = "{colour}"\naccent = "{accent}"\n'


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#767676", "#ffffff", 4.54)],
)
def test_contrast_is_that_of_wcag(first: str, second: str, ratio: float) -> None:
    assert round(contrast(first, second), 2) == round(contrast(second, first), 2) == ratio


@pytest.mark.parametrize(
    ("colour", "accent", "key", "words"),
    [
        ("#777777", "#000000", "brand.colour", "white on #777777 has a contrast of 4.48 to 1"),
        ("#4a1d5c", "#7a4d8c", "brand.accent", "#7a4d8c on #4a1d5c has a contrast of"),
        ("red", "#ffffff", "brand.colour", "'red' is no colour"),
    ],
)
def test_colours_that_cannot_be_read_are_refused_with_their_line(
    colour: str, accent: str, key: str, words: str
) -> None:
    with pytest.raises(ProfileError) as caught:
        parse(branded(colour, accent), "body.toml")
    assert caught.value.key == key
    assert words in caught.value.problem
    assert caught.value.line


@pytest.mark.parametrize(
    ("emblem", "words"),
    [
        ("<p>no</p>", "must be an SVG"),
        ("not xml", "is no SVG"),
        (SHAPES.replace("<path", "<script>1</script><path"), "holds <script>"),
        (SHAPES.replace("fill=", 'onclick="x()" fill='), "onclick"),
        (SHAPES.replace("#4a1d5c", "url(https://example.org/x)"), "fill="),
    ],
)
def test_an_emblem_is_shapes_and_nothing_else(emblem: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "emblem.svg").write_text(emblem)
    (tmp_path / "body.toml").write_text(branded("#4a1d5c", "#f0b8d8") + 'emblem = "emblem.svg"\n')
    with pytest.raises(ProfileError, match=words) as caught:
        load(tmp_path / "body.toml")
    assert caught.value.key == "brand.emblem"


def test_an_emblem_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "body.toml").write_text(branded("#4a1d5c", "#f0b8d8") + 'emblem = "nowhere.svg"\n')
    with pytest.raises(ProfileError, match="the file cannot be read"):
        load(tmp_path / "body.toml")


@pytest.mark.django_db(databases=["default", "book"])
def test_the_public_site_shows_the_brand_and_without_one_is_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = Client().get("/contact/").content.decode()
    assert "brand.css" not in plain
    assert Client().get("/brand.css").status_code == 404
    use(monkeypatch, replace(current(), brand=BRAND))
    page = Client().get("/cookies/").content.decode()
    assert '<link rel="stylesheet" href="/brand.css">' in page
    assert '<path fill="#4a1d5c" d="M1 1h42v42z"></path>' in page
    assert "--dr-binding:#4a1d5c;" in Client().get("/brand.css").content.decode()


def test_papers_carry_the_emblem_and_the_colour(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = draw(full_paper()).build
    use(monkeypatch, replace(current(), brand=BRAND))
    _sheet.cache_clear()
    try:
        drawn = draw(full_paper())
    finally:
        _sheet.cache_clear()
    assert drawn.build != before
    (tmp_path / "paper.pdf").write_bytes(drawn.pdf)
    assert failures(tmp_path / "paper.pdf", seals=0) == []
    pink = subprocess.run(
        [sys.executable, "-c", _COUNT, BRAND.colour], input=drawn.pdf, capture_output=True, check=True
    )
    assert int(pink.stdout) > 5


#: How often the pages of a PDF fill or draw with a colour, written as #4a1d5c.
_COUNT = """
import io, sys
import pikepdf
parts = [int(sys.argv[1][n : n + 2], 16) / 255 for n in (1, 3, 5)]
pages = pikepdf.open(io.BytesIO(sys.stdin.buffer.read())).pages
count = 0
for page in pages:
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) in {"rg", "RG"} and all(abs(float(a) - b) < 0.01 for a, b in zip(operands, parts)):
            count += 1
print(count)
"""
