"""Statements, keys, tables, scans, pastes and profiles, damaged: each reader answers, or refuses with its own sentence.

As in test_readers_of_bytes.py; `readers.py` lists which module is reached by which test.
"""

import json
import tarfile
from base64 import b64encode
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from PIL import Image

from accounts.stepup import NotProved as NotProvedAtDesk
from accounts.stepup import SigningRequest, _passkey_evidence, new_nonce
from book.log.cosignatures import cosigned, read_cosigner
from book.log.hand_over import hand_over, read_hand_over
from book.log.notes import BadNote
from book.log.policy import BadPolicy, read_policy
from book.log.predecessor import BadFolder, Predecessor
from book.log.retirement import Retirement, read_retirement, retire
from components.refusals import Refused
from database.backups import BackupError, _unpacked
from decisions.scans import Scan, measure
from documents.evidence import NotProved, check_evidence, first_records
from documents.seal_hand_over import NotHandedOver, from_json, hand_over_seal, roots_after, to_json
from markup.from_html import html_to_content
from markup.read import read_markup
from profiles import ProfileError
from profiles.brand import emblem_of
from profiles.reading import parse
from spreadsheets.sheets import UnreadableTable, read_sheet
from tests.documents.sealed import NOW, letter, make_keys
from tests.documents.test_evidence import Authority
from tests.nightly.damage import anything
from tests.nightly.test_readers_of_bytes import EXAMPLES, KEY, NOTE, ROOT, VERIFIER, answers, fuzzed
from tests.people import People

pytestmark = pytest.mark.nightly


def witness_key(name: str, public: bytes) -> str:
    """A witness's key in the form of C2SP's cosignatures."""
    kind = b"\x04"
    identity = sha256(name.encode() + b"\n" + kind + public).digest()[:4].hex()
    return f"{name}+{identity}+{b64encode(kind + public).decode()}"


NEW_KEY = Ed25519PrivateKey.from_private_bytes(b"n" * 32)
HAND_OVER = hand_over("register.example/log", KEY, NEW_KEY, 3, b"r" * 32)
RETIREMENT = retire(Retirement(VERIFIER, 3, 3, b"r" * 32, "https://next.example", ("a" * 64,)), KEY)
WITNESS = witness_key("witness.example", NEW_KEY.public_key().public_bytes_raw())
POLICY = f"log {VERIFIER}\nwitness one {WITNESS} https://witness.example/\ngroup all 1 one\nquorum all\n"
seldom = settings(fuzzed, max_examples=min(EXAMPLES, 60))


def text_of(data: bytes) -> str:
    """As a form or a file gives it to the program."""
    return data.decode("utf-8", "replace").replace("\x00", "")


@fuzzed
@given(anything(HAND_OVER.encode()), anything(RETIREMENT.encode()))
def test_statements_about_keys(moved: bytes, retired: bytes) -> None:
    answers(read_hand_over, text_of(moved), VERIFIER, refusals=BadNote)
    answers(read_retirement, text_of(retired), VERIFIER, refusals=BadNote)


@fuzzed
@given(anything(POLICY.encode()), anything(WITNESS.encode()), anything(NOTE))
def test_answers_and_policies_of_witnesses(policy: bytes, key: bytes, answer: bytes) -> None:
    answers(read_policy, text_of(policy), refusals=BadPolicy)
    answers(read_cosigner, text_of(key), refusals=BadNote)
    answers(cosigned, text_of(answer), WITNESS, NOTE.decode(), refusals=BadNote)


@seldom
@given(data=st.data())
def test_the_folder_of_a_register_that_ended(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("mirror")
    (folder / "log").mkdir()
    (folder / "log" / "checkpoint").write_bytes(data.draw(st.just(NOTE) | anything(NOTE)))
    line = json.dumps({"leaf": json.dumps({"kind": "decision", "number": 1}), "payload": "{}", "files": []}).encode()
    lines = data.draw(anything(line + b"\n" + line + b"\n", line.replace(b"decision", b"expunged")))
    (folder / "log" / "entries-000000001.ndjson").write_bytes(lines)
    answers(lambda: list(Predecessor(folder, VERIFIER).entries()), refusals=BadFolder)


@pytest.fixture(scope="module")
def hand_overs(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, tuple[x509.Certificate, ...]]:
    """A published hand-over of a seal, and the roots that are trusted before it."""
    old, new = (make_keys(tmp_path_factory.mktemp(name)) for name in ("old", "new"))
    return to_json([hand_over_seal(old, new, on=NOW.date())]), old.roots


@fuzzed
@given(data=st.data())
def test_hand_overs_of_seals(data: st.DataObject, hand_overs: tuple[bytes, tuple[x509.Certificate, ...]]) -> None:
    sound, roots = hand_overs
    answers(lambda text: roots_after(roots, from_json(text)), data.draw(anything(sound)), refusals=NotHandedOver)


@pytest.fixture(scope="module")
def record() -> tuple[bytes, x509.Certificate]:
    """An evidence record over one paper, and the root of who stamped it."""
    authority = Authority.of(NOW - timedelta(days=1))
    return first_records([b"%PDF-1.7 a paper"], authority.stamper)[0], authority.root


@fuzzed
@given(data=st.data())
def test_evidence_records(data: st.DataObject, record: tuple[bytes, x509.Certificate]) -> None:
    damaged = data.draw(anything(record[0]))
    answers(check_evidence, damaged, b"%PDF-1.7 a paper", [record[1]], refusals=NotProved)


def backup() -> bytes:
    """What a backup looks like from outside: a manifest and a dump in a tar."""
    dump = b"PGDMP of a database" * 20
    manifest = {"format": 1, "made_at": NOW.isoformat(), "sha256": sha256(dump).hexdigest(), "rows": {}}
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in (("manifest.json", json.dumps(manifest).encode()), ("register.dump", dump)):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, BytesIO(content))
    return out.getvalue()


@fuzzed
@given(data=anything(backup()))
def test_backups_that_somebody_brings(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("backup") / "a.backup"
    file.write_bytes(data)

    def open_backup() -> None:
        with _unpacked(file):
            pass

    answers(open_backup, refusals=BackupError)


def picture(kind: str) -> bytes:
    """A scanned page."""
    out = BytesIO()
    more = {"compression": "tiff_deflate"} if kind == "TIFF" else {}
    Image.new("L", (600, 850), 255).save(out, kind, **more)
    return out.getvalue()


@pytest.mark.filterwarnings("ignore::UserWarning")  # the library's remarks on a damaged TIFF
@fuzzed
@given(anything(letter().pdf, picture("PNG"), picture("JPEG"), picture("TIFF")))
def test_scans_of_signed_papers(data: bytes) -> None:
    answers(measure, Scan("scan", data), refusals=Refused)


def workbook() -> bytes:
    """A ledger's sheet."""
    book = Workbook()
    assert book.active is not None
    for row in (["Day", "Amount"], ["5 October 2018", 12.5], [None, "(3.00)"]):
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@seldom
@given(anything(workbook(), b'Day,Amount\n2018-10-05,"12.50"\n5/10/2018,(3.00)\n', b"Day;Amount\n1;2\n"))
def test_tables_that_people_bring(data: bytes) -> None:
    answers(read_sheet, data, ["Day", "Amount"], refusals=UnreadableTable)


CLIPBOARD = [path.read_bytes() for path in sorted((ROOT / "tests" / "markup" / "clipboard").iterdir())]


@fuzzed
@given(anything(*CLIPBOARD))
def test_what_is_pasted(data: bytes) -> None:
    pasted = html_to_content(text_of(data))
    assert all(pasted.lost) or not pasted.lost
    read_markup(text_of(data)[:20_000])


PROFILES = [path.read_bytes() for path in sorted((ROOT / "bodies").glob("*.toml"))]
EMBLEMS = [path.read_bytes() for path in sorted((ROOT / "bodies" / "brand").glob("*.svg"))]


@fuzzed
@given(anything(*PROFILES), anything(*EMBLEMS))
def test_profiles_and_emblems(profile: bytes, emblem: bytes) -> None:
    answers(parse, text_of(profile), refusals=ProfileError)
    answers(emblem_of, text_of(emblem), refusals=ValueError)


ANSWER = {
    "id": "AAAA",
    "response": {"clientDataJSON": "e30", "authenticatorData": "AAAA", "signature": "AAAA"},
    "type": "public-key",
}


@pytest.mark.django_db
@fuzzed
@given(data=anything(json.dumps(ANSWER).encode(), json.dumps({"response": None, "id": 1}).encode()))
def test_answers_of_passkeys_at_the_desk(data: bytes, people: People) -> None:
    request: Any = RequestFactory().post("/desk/", HTTP_HOST="register.example")
    signed = SigningRequest("0" * 64, "", new_nonce(people.fatima, "0" * 64, ""))
    answers(_passkey_evidence, request, people.fatima, text_of(data), signed, NOW, refusals=NotProvedAtDesk)


def test_every_sound_file_is_read(
    hand_overs: tuple[bytes, tuple[x509.Certificate, ...]], record: tuple[bytes, x509.Certificate], tmp_path: Path
) -> None:
    """The files that are damaged above are whole to begin with, so that damage reaches deep."""
    assert read_hand_over(HAND_OVER, VERIFIER).old == VERIFIER
    assert read_retirement(RETIREMENT, VERIFIER).key == VERIFIER
    assert read_policy(POLICY).quorum == "all"
    assert len(roots_after(hand_overs[1], from_json(hand_overs[0]))) == 2
    assert check_evidence(record[0], b"%PDF-1.7 a paper", [record[1]])
    for kind in ("PNG", "JPEG", "TIFF"):
        assert measure(Scan("scan", picture(kind))).pages == 1
    assert len(read_sheet(workbook(), ["Day", "Amount"]).lines) == 2
    assert all(html_to_content(text_of(page)).content.blocks for page in CLIPBOARD)
    assert all(parse(text_of(profile)) for profile in PROFILES)
    assert all(emblem_of(text_of(emblem)) for emblem in EMBLEMS)
    (tmp_path / "a.backup").write_bytes(backup())
