"""Papers in two languages, for a body that lists Welsh; test_another_body.py reads the pages of one."""

import io
import subprocess
from dataclasses import replace

import pikepdf
import pytest
from django.utils.translation import override

from book.paper import draw
from profiles import current
from tests.book.part1.papers import full_paper


@pytest.mark.skipif("cy" not in current().body.languages, reason="this body lists English alone")
def test_a_paper_is_drawn_in_either_language_or_in_both() -> None:
    english = full_paper()
    alone = replace(english, title_translations=(), language="cy", title="Derbyn arian: tŷ, dŵr, Ŷ, Ŵ")
    drawn = draw(alone)
    with pikepdf.open(io.BytesIO(drawn.pdf)) as file:
        assert str(file.Root.Lang) == "cy"
    words = words_of(drawn.pdf)
    for expected in ("Derbyn arian: tŷ, dŵr, Ŷ, Ŵ", "Crynodeb gweithredol", "Dyddiad llofnodi", "17 Mawrth 2026"):
        assert expected in words
    for fixed in ("Executive summary", "Date signed", "Approved", "Money by financial year", "Page 1"):
        assert fixed not in words
    both = words_of(draw(english).pdf)
    assert "Executive summary / Crynodeb gweithredol" in both
    assert "Recommendations / Argymhellion" in both
    assert "17 March 2026" in both


@pytest.mark.usefixtures("drawn_anew")
@pytest.mark.skipif("cy" not in current().body.languages, reason="this body lists English alone")
def test_a_paper_is_the_same_bytes_whoever_asks_in_which_language() -> None:
    expected = draw(full_paper()).pdf
    with override("cy"):
        assert draw(full_paper()).pdf == expected


def words_of(pdf: bytes) -> str:
    """The words of a paper, with one space between two."""
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(run.stdout.decode().split())
