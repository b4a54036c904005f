"""Every reader of bytes from outside answers with a value or its own sentence, whatever it is given; never otherwise.

Run by `pytest -m nightly`; FUZZ_EXAMPLES says how many files each reader gets (300).
"""

import io
import os
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import docx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.passkeys import NotEvidence, verify_evidence
from book.canonical import NotCanonical
from book.entries import CONTENT, read_payload
from book.log.notes import BadNote, Checkpoint, open_note, read_verifier, sign, verifier_key
from book.part1 import read_part1
from deploy.installing.env_files import read_env
from documents.inside import NotReadable, texts_inside
from documents.keys import parse_certificates
from documents.text_reader import Unreadable
from documents.types import media_type_of
from documents.verifying import check_seal
from figures.dates import parse_date
from figures.money import parse_money
from figures.references import Reference
from intake.parsing import read_paper
from intake.parsing.read_paper import NotAPaper
from operations.encrypting import KeyUnusable, decrypt_file, encrypt_file
from operations.retention import moment_of
from tests.book.papers import PCD_510, PCD_815
from tests.documents.sealed import letter
from tests.nightly.damage import anything
from tests.text_readers.msg_files import Properties, msg
from tests.text_readers.test_open_document import content
from text_readers.reader import papers_in, read_text

pytestmark = pytest.mark.nightly

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "300"))
fuzzed = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)


def word_file() -> bytes:
    """A Word file with a table."""
    document = docx.Document()
    document.add_heading("Decision", 1)
    document.add_paragraph("To approve £250,000.")
    document.add_table(2, 2).cell(0, 0).text = "2018/19"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def bomb() -> bytes:
    """A Word file whose text is a million letters in a thousand bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w>" + b"a" * 1_000_000)
    return out.getvalue()


PAPERS = [path.read_bytes() for path in sorted((ROOT / "tests" / "intake" / "corpus").iterdir())[:12]]
KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
VERIFIER = verifier_key("register.example/log", KEY.public_key().public_bytes_raw())
NOTE = sign(Checkpoint("register.example/log", 3, b"r" * 32), KEY).encode()


def answers(
    reader: Callable[..., Any], *arguments: Any, refusals: type[Exception] | tuple[type[Exception], ...]
) -> None:
    """Call the reader; only its own refusals, with a sentence, are an answer."""
    try:
        reader(*arguments)
    except refusals as refused:
        assert str(refused)  # noqa: PT017 - any sentence will do


@fuzzed
@given(anything(*PAPERS, word_file(), bomb(), letter().pdf))
def test_uploaded_papers_are_read_or_refused(data: bytes) -> None:
    answers(read_text, "paper", data, refusals=Unreadable)
    media_type_of(data)


def letters_and_files_of_other_programs() -> list[bytes]:
    """A letter of Outlook with a file and rich text, a letter as mail programs send it, OpenDocument, rich text."""
    rich = b"{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\\pard PCD 510: accept \\'a3250,000.\\par}"
    attached: Properties = {0x3701: b"PCD 510\nAccept 90,000 pounds.", 0x3707: "paper.txt", 0x370E: "text/plain"}
    outlook = msg({0x0037: "PCD 510", 0x1000: "Accept it.", 0x1013: b"<p>Accept it.</p>"}, attached)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Date"] = "a@example.org", "b@example.org", "PCD 510", "1 Nov 2026"
    mail.set_content("Accept £90,000.")
    mail.add_attachment(word_file(), maintype="application", subtype="octet-stream", filename="paper.docx")
    open_document = io.BytesIO()
    with zipfile.ZipFile(open_document, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content("<text:p>PCD 510: accept £90,000.</text:p>"))
    return [rich, outlook, mail.as_bytes(), open_document.getvalue(), content("<text:p>PCD 510</text:p>").encode()]


@fuzzed
@given(anything(*letters_and_files_of_other_programs()))
def test_letters_and_files_of_other_programs(data: bytes) -> None:
    answers(read_text, "paper", data, refusals=Unreadable)
    answers(papers_in, "paper", data, refusals=Unreadable)


def test_every_sound_letter_is_read() -> None:
    """The files that are damaged above are whole to begin with, so that damage reaches deep."""
    for data in letters_and_files_of_other_programs():
        assert "PCD 510" in " ".join(map(str, read_text("paper", data)))


@fuzzed
@given(anything(*PAPERS))
def test_the_understanding_of_papers(data: bytes) -> None:
    answers(read_paper, data.decode("utf-8", "replace"), refusals=NotAPaper)


@fuzzed
@given(anything(letter().pdf))
def test_files_that_are_searched_for_confidential_text(data: bytes) -> None:
    answers(texts_inside, data, refusals=NotReadable)


@fuzzed
@given(anything(letter().pdf))
def test_files_that_strangers_have_checked(data: bytes) -> None:
    assert check_seal(data, ()).sentence


@fuzzed
@example(b"[" * 100_000, "decision")
@given(anything(PCD_510.to_json(), PCD_815.to_json()), st.sampled_from(sorted(CONTENT)))
def test_content_of_entries(data: bytes, kind: str) -> None:
    answers(read_part1, data, refusals=NotCanonical)
    answers(read_payload, kind, data, refusals=NotCanonical)


@fuzzed
@given(anything(NOTE), anything(VERIFIER.encode()))
def test_checkpoints_and_keys_of_logs(note: bytes, verifier: bytes) -> None:
    answers(open_note, note.decode("utf-8", "replace"), VERIFIER, refusals=BadNote)
    answers(read_verifier, verifier.decode("utf-8", "replace"), refusals=BadNote)


@fuzzed
@given(
    anything(b'{"client_data_json": "e30", "authenticator_data": "AAAA", "signature": "AAAA"}'), st.binary(max_size=80)
)
def test_evidence_of_passkeys(text: bytes, field: bytes) -> None:
    names = ("client_data_json", "authenticator_data", "signature", "public_key", "rp_id", "origin")
    evidence = dict.fromkeys(names, field.decode("latin-1")) | {"type": "webauthn.get", "rp_id": text.decode("latin-1")}
    try:
        assert verify_evidence(evidence, "0" * 64) is False
    except NotEvidence as refused:
        assert str(refused)  # noqa: PT017


@fuzzed
@given(st.text(max_size=60) | st.sampled_from(["£1e999", "٣/٤/٢٠٢٠", "31/2/2020", "PCD ²", "PCD 99999999999999999999"]))
def test_values_that_people_type(text: str) -> None:
    for reader in (parse_money, parse_date, Reference.parse):
        answers(reader, text, refusals=ValueError)
    moment_of(Path(text.replace("\x00", "").replace("/", "") or "a"))


@fuzzed
@given(anything((ROOT / ".env.example").read_bytes()))
def test_settings_files(data: bytes) -> None:
    path = Path(os.environ["PYTEST_FUZZ_FOLDER"]) / "a.env"
    path.write_text(data.decode("utf-8", "replace"))
    assert all(isinstance(value, str) for value in read_env(path).values())


@fuzzed
@given(anything(b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"))
def test_certificates(data: bytes) -> None:
    answers(parse_certificates, data, refusals=ValueError)


@settings(fuzzed, max_examples=min(EXAMPLES, 60))
@given(st.data())
def test_encrypted_backups(data: st.DataObject) -> None:
    import pyrage

    folder = Path(os.environ["PYTEST_FUZZ_FOLDER"])
    if not (folder / "sound").exists():  # once: encrypting the same twice gives other bytes
        key = pyrage.x25519.Identity.generate()
        (folder / "key").write_text(str(key))
        (folder / "plain").write_bytes(b"a backup" * 50)
        encrypt_file(folder / "plain", folder / "sound", str(key.to_public()))
    (folder / "damaged").write_bytes(data.draw(anything((folder / "sound").read_bytes())))
    answers(decrypt_file, folder / "damaged", folder / "opened", folder / "key", refusals=KeyUnusable)


@pytest.fixture(autouse=True, scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A folder for the readers of files; hypothesis and function-scoped folders do not go together."""
    patch = pytest.MonkeyPatch()
    patch.setenv("PYTEST_FUZZ_FOLDER", str(tmp_path_factory.mktemp("fuzz")))
    yield
    patch.undo()
