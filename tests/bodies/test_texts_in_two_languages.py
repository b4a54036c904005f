"""Texts are paired per language from the desk to page, paper and data, for a body that lists Welsh."""

import io
import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from book.models import PublishedDecision
from book.paper import draw
from profiles import current
from sample.loading import load
from tests.book.part1.papers import full_paper

TITLE = "Llwybrau cerdded mwy diogel ar ôl iddi dywyllu: derbyn cyllid gan y Swyddfa Gartref"
ENGLISH = "Safer walking routes after dark: acceptance of Home Office funding"


@pytest.mark.skipif("cy" not in current().body.languages, reason="this body lists English alone")
@pytest.mark.committed(owner=True)
def test_a_title_written_in_welsh_stands_beside_the_english_everywhere(transactional_db: None, tmp_path: Path) -> None:
    call_command("load_profile", stdout=io.StringIO())
    load(password="trial", at=timezone.now(), report=lambda line: None)
    decision = PublishedDecision.objects.using("book").get(title=ENGLISH)
    page, public = f"/decisions/{decision.slug}/", Client()
    data = json.loads(public.get(f"/decisions/{decision.slug}.json").content)
    assert data["language"] == "en-GB"
    assert data["title_translations"] == [{"language": "cy", "text": TITLE}]
    assert data["recommendations"][0]["translations"][0]["language"] == "cy"
    english, welsh = public.get(page).content.decode(), public.get(f"/cy{page}").content.decode()
    assert f'<h1 class="govuk-heading-l">{ENGLISH}</h1>' in english
    assert f'<p class="govuk-heading-m" lang="cy">{TITLE}</p>' in english
    assert f'<h1 class="govuk-heading-l">{TITLE}</h1>' in welsh
    assert f'<p class="govuk-heading-m" lang="en-GB">{ENGLISH}</p>' in welsh
    assert f">{TITLE}</a>" in public.get("/cy/decisions/").content.decode()
    assert f">{ENGLISH}</a>" in public.get("/decisions/").content.decode()
    assert ENGLISH in public.get("/decisions/?q=dywyllu").content.decode()
    (tmp_path / "paper.pdf").write_bytes(b"".join(public.get(f"{page}decision.pdf")))
    text = subprocess.run(["pdftotext", str(tmp_path / "paper.pdf"), "-"], capture_output=True, text=True).stdout
    for word in ("dywyllu", "dŵr", "tŷ", "Derbyn cynnig"):
        assert word in text


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


@pytest.mark.skipif("cy" not in current().body.languages, reason="this body lists English alone")
def test_a_paper_is_the_same_bytes_whoever_asks_in_which_language() -> None:
    expected = draw(full_paper()).pdf
    with override("cy"):
        assert draw(full_paper()).pdf == expected


def words_of(pdf: bytes) -> str:
    """The words of a paper, with one space between two."""
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(run.stdout.decode().split())
