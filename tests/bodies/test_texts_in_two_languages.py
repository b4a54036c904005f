"""Texts are paired per language from the desk to page, paper and data, for a body that lists Welsh."""

import io
import json
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from book.models import PublishedDecision
from profiles import current
from sample.loading import load

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
