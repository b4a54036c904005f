"""The paper's typefaces and what becomes of characters they lack."""

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from documents import fonts
from documents.lettering import has_substitutes, printable


def test_the_faces_show_every_promised_character_and_no_hidden_one():
    assert fonts.covered() >= fonts.PROMISED
    assert not fonts.covered() & fonts.UNSPOKEN


def test_both_text_families_show_latin_in_every_cut():
    for face, _data in fonts.built():
        if face.family in ("Register Serif", "Register Sans"):
            with TTFont(fonts.BUILT / face.name, lazy=True) as font:
                shown = set(font.getBestCmap())
            assert set(range(0x20, 0x7F)) | {ord(c) for c in "£–—‘’“”é"} <= shown, face.name


@pytest.mark.parametrize("kind", ["Serif", "Sans"])
def test_both_text_families_show_the_letters_of_welsh_in_every_cut(kind: str):
    welsh = {ord(letter) for letter in "âêîôûŵŷÂÊÎÔÛŴŶáéíóúẃýàèìòùẁỳäëïöüẅÿ"}
    shown: dict[str, set[int]] = {}
    for face, _data in fonts.built():
        if face.family in (f"Register {kind}", f"Register {kind} Latin"):
            cut = face.name.partition("-")[2]
            with TTFont(fonts.BUILT / face.name, lazy=True) as font:
                shown[cut] = shown.get(cut, set()) | set(font.getBestCmap())
    assert len(shown) >= 2
    assert {cut: welsh - characters for cut, characters in shown.items() if welsh - characters} == {}


def test_the_faces_bear_our_names_as_the_licence_asks():
    licence = r"https?://(scripts\.sil\.org/OFL|openfontlicense\.org)$|SIL Open Font License, Version 1\.1:"
    for face, _data in fonts.built():
        with TTFont(fonts.BUILT / face.name, lazy=True) as font:
            names = font["name"]
        assert names.getDebugName(1) == face.family
        assert "Source" not in (names.getDebugName(4) or "") + (names.getDebugName(6) or "")
        assert re.match(licence, names.getDebugName(14) or ""), face.name
        assert re.match("(Copyright|©) 20[12][0-9] ", names.getDebugName(0) or ""), face.name


@pytest.mark.skipif(not fonts.PACKAGES.is_dir(), reason="the npm packages are not installed")
@pytest.mark.nightly
def test_cutting_the_faces_again_gives_the_same_bytes(tmp_path: Path):
    for path in fonts.cut(tmp_path / "again"):
        assert path.read_bytes() == (fonts.BUILT / path.name).read_bytes(), path.name


def test_absent_faces_say_what_to_do(tmp_path: Path):
    with pytest.raises(fonts.FontsMissing, match=r"python -m documents\.fonts"):
        fonts._built(tmp_path)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("O’Brien & Łukasz, £5 ✓", "O’Brien & Łukasz, £5 ✓"),
        ("مرحبا", "[Arabic text, 5 characters]"),
        ("well done 😀", "well done [grinning face]"),
        ("日", "[Chinese text, 1 character]"),
        ("\U0001f600" * 9, "[9 signs that this paper has no type for]"),
        ("pay\u202e001£\u202c now", "pay001£ now"),
        ("a\x00b\x07c\x1b[31m", "abc[31m"),
        ("half\ud800", "half"),
        ("soft\u00adhyphen and zero\u200bwidth", "softhyphen and zerowidth"),
        ("non\u2011breaking\u202fspace", "non-breaking\u00a0space"),
        ("e\u0301", "é"),
        ("two\nlines", "two\nlines"),
    ],
)
def test_text_becomes_printable_and_says_what_it_left_out(text: str, shown: str):
    assert printable(text) == shown


def test_only_descriptions_count_as_substitutes():
    assert has_substitutes("😀")
    assert not has_substitutes("a\u200bb – naïve")
