"""The words above a signature are those of the office that signs."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from book.paper import words
from book.part1 import v1, v2
from profiles.reading import load

BODIES = Path(__file__).resolve().parents[3] / "bodies"
CONSULTED = "I have been consulted on this request."


def test_each_office_that_endorses_has_its_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    body = load(BODIES / "commissioner.toml")
    offices = dict(body.offices)
    offices["monitoring_officer"] = replace(offices["monitoring_officer"], says="I find this request lawful.")
    body = replace(body, offices=offices)
    monkeypatch.setattr("book.paper.words.current", lambda: body)
    monkeypatch.setattr("book.part1.offices.current", lambda: body)
    says = {
        key: words.signed_as(_signature(key, "endorsed"))
        for key in ("chief_finance_officer", "monitoring_officer", "unknown")
    }
    assert says == {
        "chief_finance_officer": CONSULTED,
        "monitoring_officer": "I find this request lawful.",
        "unknown": CONSULTED,
    }
    assert words.signed_as(_signature("decider", "approved")) == "The above request has my approval."


def _signature(office: str, step: v1.SignatureStep) -> v2.Signature:
    return v2.Signature(
        office=v2.Label(office, office), name="Mary Moss", title="", step=step, on=date(2026, 3, 2), at=None,
        how="password", statement="", interests="", digest="", rulings_digest="", recorded_by="", stand_in=None,
        note="", evidence=None,
    )  # fmt: skip
