"""The sample of any body goes its whole way: its own references, offices, signatories and words stand on the papers."""

import io
import json
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from book.models import PublishedDecision
from decisions.models import Decision, Status
from profiles import current
from sample.loading import load


@pytest.mark.committed(owner=True)
def test_papers_go_from_draft_to_the_register_by_the_bodys_own_steps(tmp_path: Path) -> None:
    call_command("load_profile", stdout=io.StringIO())
    load(password="trial", at=timezone.now(), report=lambda line: None)
    profile = current()
    approve, endorse = profile.step("approve"), profile.step("endorse")
    assert approve is not None
    expected = [key for step in (endorse, approve) if step for move in step.moves for key in move.by]
    decided = list(Decision.objects.filter(status=Status.APPROVED, imported=False))
    assert decided
    for paper in decided:
        assert list(paper.signatures.order_by("pk").values_list("office", flat=True)) == expected
        assert paper.profile_id == profile.digest
        assert paper.signatures.values("person").distinct().count() == len(expected)
    series = profile.references.on(timezone.localdate())
    own = [paper.reference for paper in decided if paper.reference]
    assert {reference.series for reference in own} == {series.code}
    assert all(series.compiled.read(str(reference)) for reference in own)
    _check_published(tmp_path)


def _check_published(tmp_path: Path) -> None:
    """One decision in public: page, data and paper say who decided, in the body's words."""
    code = current().references.on(timezone.localdate()).code
    approved = PublishedDecision.objects.using("book").filter(outcome="approved", series=code)
    decision = approved.order_by("number").last()
    assert decision is not None
    slug = decision.slug
    decider = current().offices["decider"]
    data = json.loads(Client().get(f"/decisions/{slug}.json").content)
    assert data["body"] == current().body.name_on().name
    assert [s["step"] for s in data["signatures"]].count("approved") >= 1
    assert {"key": "decider", "label": decider.label} in [s["office"] for s in data["signatures"]]
    assert data["profile"] == current().digest
    if current().kinds:
        assert data["kind"] == {"key": current().kinds[0].key, "label": current().kinds[0].label}
    answer = Client().get(f"/decisions/{slug}/decision.pdf")
    (tmp_path / "paper.pdf").write_bytes(b"".join(answer))
    run = subprocess.run(["pdftotext", "-layout", str(tmp_path / "paper.pdf"), "-"], capture_output=True, text=True)
    # Letters of the headings stand apart, and long ones are broken: spaces say nothing here.
    plain = "".join(run.stdout.split()).casefold()
    for expected in (current().body.name_on().name, str(decision.reference), decider.label):
        assert "".join(expected.split()).casefold() in plain, expected
