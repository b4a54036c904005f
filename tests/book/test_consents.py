"""What a passkey signed is published with the paper: anyone can check it, and a false one is found."""

from dataclasses import asdict, replace
from typing import Any

import pytest
from django.test import Client

from book.actions import publish_due
from book.integrity import check_book
from book.integrity.consents import passkey_consents
from book.paper import draw, seal_paper
from book.part1.v1 import Assertion, Part1, Signature
from figures.references import Reference
from tests.accounts.authenticator import SoftPasskey, over
from tests.book.agreeing import correct, publish
from tests.book.conftest import NOW
from tests.book.paper import papers
from tests.people import People

pytestmark = pytest.mark.committed


def consented(part1: Part1, digest: str = "") -> Part1:
    """The paper with what the Deputy Mayor's passkey signed: its own digest, or another."""
    mayor, *others = part1.signatures
    evidence = Assertion(**SoftPasskey().evidence(over(digest or part1.digest())))
    return replace(part1, signatures=(replace(mayor, digest=part1.digest(), evidence=evidence), *others))


def published(part1: Part1, people: People) -> Part1:
    drawn = draw(part1)
    values: dict[str, Any] = {"pages": drawn.pages, "build": drawn.build}
    pdf = seal_paper(part1, drawn, at=NOW)
    publish(part1=part1.to_json(), pdf=pdf, due_at=NOW, by=people.dev, at=NOW, **values)
    publish_due()
    return part1


def verified(client: Client) -> str:
    return " ".join(client.get("/verify/", {"reference": "PCD 1901"}).content.decode().split())


def test_the_published_data_alone_proves_a_consent_given_with_a_passkey(client: Client, people: People) -> None:
    published(consented(papers.decided_paper()), people)
    part1 = Part1.from_json(client.get("/decisions/PCD-1901.json").content)
    ((signature, holds),) = passkey_consents(part1)
    assert (signature.name, signature.digest, holds) == ("Kaya Adeyemi", part1.digest(), True)
    assert isinstance(signature, Signature)
    assert signature.evidence is not None
    forged = replace(signature, evidence=replace(signature.evidence, rp_id="elsewhere.example"))
    assert passkey_consents(replace(part1, signatures=(forged,)))[0][1] is False


def test_the_page_that_checks_papers_says_what_the_passkey_signed(client: Client, people: People) -> None:
    part1 = published(consented(papers.decided_paper()), people)
    page = verified(client)
    assert "Consent of Kaya Adeyemi" in page
    assert "Given with a passkey, which signed this paper." in page
    better = replace(part1, title="A better title")
    drawn = draw(better)
    pdf = seal_paper(better, drawn, at=NOW)
    correct(
        reference=Reference.parse("PCD 1901"), text="A slip.", part1=better.to_json(), pdf=pdf,
        pages=drawn.pages, build=drawn.build, by=people.dev, at=NOW,
    )  # fmt: skip
    assert "which signed the paper as it was before it was corrected" in verified(client)
    assert not [fault for fault in check_book("default", roots=None) if fault.kind == "wrong"]


def test_a_passkey_that_signed_something_else_is_found(client: Client, people: People) -> None:
    published(consented(papers.decided_paper(), digest="f" * 64), people)
    page = verified(client)
    assert "dr-proof--broken" in page
    assert "the passkey signed something else" in page
    wrong = [fault.sentence for fault in check_book("default", roots=None) if fault.kind == "wrong"]
    assert wrong == [
        "Entry 1 (decision PCD 1901): the passkey of Kaya Adeyemi signed something else than what it names."
    ]


def test_the_evidence_holds_no_name_of_the_passkey_at_its_owners() -> None:
    part1 = consented(papers.decided_paper())
    assert part1.signatures[0].evidence is not None
    assert set(asdict(part1.signatures[0].evidence)) == {
        "public_key", "rp_id", "origin", "client_data_json", "authenticator_data", "signature",
    }  # fmt: skip
