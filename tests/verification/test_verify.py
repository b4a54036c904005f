"""Checking papers on the public page, and drawing them again from the book."""

from dataclasses import replace
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from book.actions import publish_due
from book.paper import draw, seal_paper
from book.part1.v1 import Part1
from documents.drawing import draw_pdf
from figures.references import Reference
from tests.book.agreeing import correct, publish, withdraw
from tests.book.conftest import NOW
from tests.book.paper import papers
from tests.documents.sealed import PAGE, SHEET, make_keys
from tests.people import People

pytestmark = pytest.mark.committed
REFERENCE = Reference.parse("PCD 1901")


def sealed(part1: Part1) -> tuple[bytes, dict[str, Any]]:
    """The paper as the desk makes it, and what publishing it takes."""
    drawn = draw(part1)
    pdf = seal_paper(part1, drawn, at=NOW)
    return pdf, {"part1": part1.to_json(), "pdf": pdf, "pages": drawn.pages, "build": drawn.build}


@pytest.fixture
def paper(people: People) -> bytes:
    """PCD 1901, sealed and published."""
    pdf, values = sealed(papers.decided_paper())
    publish(**values, due_at=NOW, by=people.dev, at=NOW)
    publish_due()
    return pdf


def check(client: Client, pdf: bytes, status: int = 200) -> str:
    """What the page says of a file, on one line."""
    answer = client.post("/verify/", {"file": SimpleUploadedFile("paper.pdf", pdf)})
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def test_a_published_paper_is_named_with_the_day_and_the_seal(client: Client, paper: bytes):
    page = check(client, paper)
    assert "This is PCD 1901 as published on" in page
    assert ", unchanged." in page
    assert "rests on the endorsement by Clare Osei" in page
    assert "This seal is for trial only" in page
    assert "dr-proof--proved" in page
    assert 'href="/decisions/PCD-1901/"' in page


def test_an_altered_paper_is_called_altered_and_points_to_the_true_one(client: Client, paper: bytes):
    changed = bytearray(paper)
    changed[9000] ^= 1
    page = check(client, bytes(changed))
    assert "This file was altered after it was sealed." in page
    assert "It says that it is PCD 1901" in page
    assert 'href="/decisions/PCD-1901/"' in page
    assert "Something was added to this file" in check(client, paper + b"\n")


def test_files_that_are_not_ours_are_called_that(client: Client, paper: bytes, tmp_path):
    letter = draw_pdf(PAGE, sheet=SHEET, identifier="PCD 1901", moment=NOW)
    assert "it bears no seal of this register" in check(client, letter.pdf)
    from documents.sealing import seal_pdf

    stranger = seal_pdf(letter.pdf, reason="PCD 1901", keys=make_keys(tmp_path, at=NOW), at=NOW)
    assert "its seal is not this register’s" in check(client, stranger)
    assert "it cannot be read as a PDF" in check(client, b"GIF89a")


def test_a_sealed_paper_that_was_never_published_is_not_vouched_for(client: Client, paper: bytes):
    other, _ = sealed(papers.decided_paper(reference="PCD 1999"))
    page = check(client, other)
    assert "no published entry holds it" in page
    assert "PCD 1999 in the register" not in page


def test_an_older_version_is_named_and_the_newest_linked(client: Client, paper: bytes, people: People):
    newer, values = sealed(papers.decided_paper(title="The same, with a word put right"))
    del values["part1"]
    content = papers.decided_paper(title="The same, with a word put right").to_json()
    correct(reference=REFERENCE, text="A word was wrong.", part1=content, **values, by=people.dev, at=NOW)
    publish_due()
    assert "It was corrected: the newest version is 2." in check(client, paper)
    assert "It is the newest version." in check(client, newer)


def test_a_withdrawn_paper_is_still_known_and_said_to_be_withdrawn(client: Client, paper: bytes, people: People):
    withdraw(reference=REFERENCE, reason="It was published by mistake.", by=people.dev, at=NOW)
    page = check(client, paper)
    assert "This is PCD 1901 as published on" in page
    assert "It was withdrawn from the register afterwards. It was published by mistake." in page


def test_the_register_checks_its_own_copy_by_reference(client: Client, paper: bytes):
    page = " ".join(client.get("/verify/", {"reference": "pcd 1901"}).content.decode().split())
    assert "This is PCD 1901 as published on" in page
    for wrong, words in [("PCD 77", "No published decision has the reference PCD 77."), ("?", "such as PCD 510")]:
        answer = client.get("/verify/", {"reference": wrong})
        assert answer.status_code == 404
        assert words in answer.content.decode()


def test_wrong_uploads_get_a_sentence(client: Client, db: None):
    assert "Choose a PDF file to check." in client.post("/verify/", {}).content.decode()
    assert client.post("/verify/", {}).status_code == 400
    assert "The file is empty." in check(client, b"", status=400)
    large = check(client, b"%PDF-" + b"0" * 26 * 1024 * 1024, status=413)
    assert "larger than 25MB" in large


def test_an_upload_never_touches_the_disk(client: Client, paper: bytes, monkeypatch: pytest.MonkeyPatch):
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("a temporary file")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)
    monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", refuse)
    assert "Do not rely on it." in check(client, paper + b"\0" * 4_000_000)


def test_the_root_certificate_has_a_permanent_address_and_its_fingerprint_is_shown(client: Client, paper: bytes):
    from documents.keys import fingerprint, parse_certificates

    answer = client.get("/verify/roots.pem")
    (root,) = parse_certificates(answer.content)
    assert fingerprint(root) in client.get("/verify/").content.decode()


@pytest.mark.usefixtures("drawn_anew")
def test_rebuilding_says_same_differs_or_another_version(paper: bytes, people: People, sql):
    def rebuild(*arguments: str) -> str:
        out = StringIO()
        call_command("rebuild_paper", *arguments, stdout=out)
        return out.getvalue()

    assert rebuild("PCD-1901") == "PCD 1901, version 1: same\n"
    _, values = sealed(papers.decided_paper(reference="PCD 1902"))
    publish(**(values | {"build": "an older program"}), due_at=NOW, by=people.dev, at=NOW)
    forged = papers.decided_paper(reference="PCD 1903")
    drawn = draw(replace(forged, title="Another title"))
    values = {"part1": forged.to_json(), "pdf": drawn.pdf, "pages": drawn.pages, "build": drawn.build}
    publish(**values, due_at=NOW, by=people.dev, at=NOW)
    forged = replace(forged, reference="PCD 1904")
    drawn = draw(replace(forged, title="Yet another title"))
    values = {"part1": forged.to_json(), "pdf": drawn.pdf, "pages": drawn.pages, "build": "an older program"}
    publish(**values, due_at=NOW, by=people.dev, at=NOW)
    publish_due()
    out = StringIO()
    with pytest.raises(CommandError, match="1 of 4 differ"):
        call_command("rebuild_paper", "--all", "--processes", "2", stdout=out)
    output = out.getvalue()
    for line in ("PCD 1902, version 1: same", "PCD 1903, version 1: differs", "PCD 1904, version 1: built by another"):
        assert line in output
    for wrong in (["PCD-7"], [], ["PCD-1901", "--all"], ["nonsense"]):
        with pytest.raises(CommandError):
            rebuild(*wrong)


def test_the_commands_that_the_page_teaches_work_as_they_stand(client: Client, paper: bytes, tmp_path):
    """A reader who types what the page says, with the ranges that pdfsig names, gets OpenSSL's consent."""
    import re
    import subprocess

    (tmp_path / "PCD-510.pdf").write_bytes(paper)
    (tmp_path / "register-roots.pem").write_bytes(client.get("/verify/roots.pem").content)
    page = client.get("/verify/").content.decode().replace("&gt;", ">")
    taught = [block.strip() for block in re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.DOTALL)]

    def run(command: str) -> str:
        done = subprocess.run(["bash", "-ec", command], cwd=tmp_path, capture_output=True, text=True, check=False)
        return done.stdout + done.stderr

    output = run(taught[0])
    assert "Signature is Valid" in output
    match = re.search(r"Signed Ranges: \[0 - (\d+)\], \[(\d+) - (\d+)\]", output)
    assert match
    first, second, end = (int(number) for number in match.groups())
    command = taught[1].replace("160000", str(first)).replace("170001", str(second + 1))
    assert "Verification successful" in run(command.replace("2000", str(end - second)))
    (tmp_path / "PCD-510.pdf").write_bytes(paper.replace(b"PCD", b"PCE", 1))
    assert "Verification successful" not in run(command.replace("2000", str(end - second)))


def test_the_page_is_open_to_everybody_and_sets_no_cookie(db: None):
    answer = Client(enforce_csrf_checks=True).post("/verify/", {"file": BytesIO(b"words")})
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"


def test_the_short_address_that_papers_print_leads_to_what_the_page_says_of_the_paper(paper: bytes, client: Client):
    for spelling in ("PCD-1901", "pcd1901"):
        answer = client.get(f"/v/{spelling}", follow=True)
        assert answer.redirect_chain == [(f"/verify/?reference={spelling}", 301)]
        assert "PCD 1901" in answer.content.decode()
    assert client.get("/v/PCD-9", follow=True).status_code == 404
