"""Sealing and checking: three independent readers agree, and every kind of tampering is found."""

import io
import re
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PageObject
from pyhanko.sign.timestamps import HTTPTimeStamper

from documents.drawing import draw_pdf
from documents.examining import MOST_BYTES, NotExamined, examine
from documents.keys import KeyPlace, KeyTrouble, SealKeys, as_pem, open_keys
from documents.sealing import seal_pdf
from documents.verifying import check_seal
from tests.documents.conformance import openssl_verifies, pdfsig
from tests.documents.sealed import NOW, PAGE, SHEET, authority, letter, make_keys, make_place, trusting


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> SealKeys:
    return make_keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def sealed(keys: SealKeys) -> bytes:
    return seal_pdf(letter().pdf, reason="A 1: rests on two consents.", keys=keys, at=NOW)


@pytest.fixture(scope="module")
def stamped(keys: SealKeys) -> bytes:
    return seal_pdf(letter().pdf, reason="A 1", keys=trusting(keys), at=NOW, timestamper=authority()[1])


def test_a_sealed_file_begins_with_the_very_bytes_that_were_drawn(sealed: bytes, stamped: bytes):
    assert sealed.startswith(letter().pdf)
    assert stamped.startswith(letter().pdf)


def test_the_register_pdfsig_and_openssl_accept_the_seal(sealed: bytes, keys: SealKeys, tmp_path: Path):
    report = check_seal(sealed, keys.roots)
    assert (report.verdict, report.sealed_at, report.reason) == ("intact", NOW, "A 1: rests on two consents.")
    assert (report.sealed_by, report.trial) == ("Seal of the office's register", False)
    (tmp_path / "sealed.pdf").write_bytes(sealed)
    output = pdfsig(tmp_path / "sealed.pdf")
    assert "Signature is Valid" in output
    assert "Total document signed" in output
    (tmp_path / "roots.pem").write_bytes(as_pem(keys.roots))
    assert openssl_verifies(sealed, tmp_path / "roots.pem", tmp_path)


def test_an_archive_time_stamp_is_read_back_with_its_authority(stamped: bytes, keys: SealKeys, tmp_path: Path):
    report = check_seal(stamped, trusting(keys).roots)
    assert (report.verdict, report.timestamped_at, report.timestamped_by) == ("intact", NOW, "Trial time stamps")
    unknown = check_seal(stamped, keys.roots)
    assert (unknown.verdict, unknown.timestamped_at) == ("intact", None)
    (tmp_path / "roots.pem").write_bytes(as_pem(keys.roots))
    assert openssl_verifies(stamped, tmp_path / "roots.pem", tmp_path)


@pytest.mark.parametrize("part", range(24))
def test_one_changed_byte_is_found_wherever_it_is(sealed: bytes, keys: SealKeys, part: int, tmp_path: Path):
    place = len(sealed) * part // 24 + 11
    changed = bytearray(sealed)
    changed[place] ^= 0x01
    assert check_seal(bytes(changed), keys.roots).verdict != "intact"
    (tmp_path / "roots.pem").write_bytes(as_pem(keys.roots))
    if part == 3:
        assert not openssl_verifies(bytes(changed), tmp_path / "roots.pem", tmp_path)


def test_a_page_appended_after_the_seal_is_found(sealed: bytes, stamped: bytes, keys: SealKeys):
    for file in (sealed, stamped):
        writer = IncrementalPdfFileWriter(io.BytesIO(file))
        content = writer.add_object(StreamObject(stream_data=b""))
        writer.insert_page(PageObject(contents=content, media_box=(0, 0, 100, 100)))
        out = io.BytesIO()
        writer.write(out)
        assert check_seal(out.getvalue(), trusting(keys).roots).verdict == "appended"


def test_bytes_behind_the_end_are_found(sealed: bytes, keys: SealKeys):
    assert check_seal(sealed + b"\n", keys.roots).verdict == "appended"
    assert check_seal(sealed + b"<script>", keys.roots).verdict == "appended"


def test_a_page_added_by_rewriting_the_file_is_found(sealed: bytes, keys: SealKeys):
    with pikepdf.open(io.BytesIO(sealed)) as file:
        file.add_blank_page()
        out = io.BytesIO()
        file.save(out)
    assert check_seal(out.getvalue(), keys.roots).verdict == "altered"


def test_a_seal_copied_from_another_paper_is_found(sealed: bytes, keys: SealKeys):
    other = draw_pdf(PAGE.replace("£5", "£9"), sheet=SHEET, identifier="A 2", moment=NOW)
    assert len(other.pdf) == pytest.approx(len(letter().pdf), abs=40)
    resealed = seal_pdf(other.pdf, reason="A 2", keys=keys, at=NOW)
    contents = re.compile(rb"/Contents <([0-9a-fA-F]{2000,})>")
    theirs, ours = contents.search(resealed), contents.search(sealed)
    assert theirs
    assert ours
    size = min(len(theirs[1]), len(ours[1]))
    copied = resealed[: theirs.start(1)] + ours[1][:size] + resealed[theirs.start(1) + size :]
    assert len(copied) == len(resealed)
    assert check_seal(copied, keys.roots).verdict == "altered"


def test_another_register_s_seal_is_not_ours(sealed: bytes, tmp_path: Path):
    stranger = make_keys(tmp_path / "stranger")
    report = check_seal(sealed, stranger.roots)
    assert report.verdict == "foreign"
    assert check_seal(letter().pdf, stranger.roots).verdict == "unsealed"


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7\n", b"%PDF-1.7\n" + b"\0" * 5000, b"<html></html>"])
def test_what_is_no_pdf_is_called_that(data: bytes, keys: SealKeys):
    assert check_seal(data, keys.roots).verdict == "unreadable"


def test_an_old_seal_stays_valid_after_its_certificate_ran_out_and_the_keys_changed(tmp_path: Path):
    long_ago = NOW - timedelta(days=20 * 365)
    old = open_keys(make_place(tmp_path / "old", at=long_ago, years=1), at=long_ago)
    paper = seal_pdf(letter().pdf, reason="A 1", keys=old, at=long_ago + timedelta(days=30))
    new = make_keys(tmp_path / "new")
    both = (*new.roots, *old.roots)
    assert check_seal(paper, both).verdict == "intact"
    assert check_seal(paper, new.roots).verdict == "foreign"
    late = seal_pdf(letter().pdf, reason="A 1", keys=old, at=NOW)
    assert check_seal(late, both).verdict == "foreign"


def test_trial_keys_are_made_once_and_say_so_everywhere(tmp_path: Path):
    place = KeyPlace(trial_folder=tmp_path / "seal")
    first, second = open_keys(place, at=NOW), open_keys(place, at=NOW)
    assert first.trial
    assert first.roots[0].dump() == second.roots[0].dump()
    assert b"ENCRYPTED PRIVATE KEY" in (tmp_path / "seal" / "seal.key").read_bytes()
    assert (tmp_path / "seal" / "seal.key").stat().st_mode & 0o077 == 0
    names = [first.name, *(str(value) for value in first.roots[0].subject.native.values())]
    assert all("TRIAL ONLY" in name for name in names if name != "GB")
    report = check_seal(seal_pdf(letter().pdf, reason="A 1", keys=first, at=NOW), first.roots)
    assert (report.verdict, report.trial) == ("intact", True)


def test_an_authority_that_does_not_answer_is_named(keys: SealKeys):
    nobody = HTTPTimeStamper("https://127.0.0.1:9/", timeout=1)
    with pytest.raises(KeyTrouble, match="time-stamp authority does not answer"):
        seal_pdf(letter().pdf, reason="A 1", keys=keys, at=NOW, timestamper=nobody)


def test_wrong_keys_are_refused_with_what_to_change(tmp_path: Path):
    place = make_place(tmp_path / "a")
    other = make_place(tmp_path / "b")
    (tmp_path / "plain.key").write_bytes(_unencrypted(tmp_path / "a" / "seal.key"))
    for wrong, words in [
        (replace(place, passphrase="nonsense"), "passphrase does not open"),
        (replace(place, key_file=other.key_file), "does not belong"),
        (replace(place, key_file=tmp_path / "none"), "cannot be read"),
        (replace(place, key_file=tmp_path / "plain.key"), "not encrypted"),
        (replace(place, certificate_file=None), "Say where"),
        (replace(place, roots_file=place.key_file), "holds no certificate"),
    ]:
        with pytest.raises(KeyTrouble, match=words) as refusal:
            open_keys(wrong, at=NOW)
        assert "open sesame" not in str(refusal.value)
    assert "open sesame" not in repr(place)


def test_strangers_files_are_checked_within_limits(sealed: bytes, keys: SealKeys):
    assert examine(sealed, keys.roots) == check_seal(sealed, keys.roots)
    assert examine(b"just words", keys.roots).verdict == "unreadable"
    with pytest.raises(NotExamined, match="empty"):
        examine(b"", keys.roots)
    with pytest.raises(NotExamined, match="25MB"):
        examine(b"%PDF-" + b"0" * MOST_BYTES, keys.roots)


def test_a_file_that_unpacks_to_too_much_is_given_up_on(keys: SealKeys):
    bomb = pikepdf.new()
    bomb.add_blank_page()
    data = b"\0" * 300_000_000
    bomb.Root.Bomb = pikepdf.Stream(bomb, data)
    out = io.BytesIO()
    bomb.save(out, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert len(out.getvalue()) < MOST_BYTES
    assert examine(out.getvalue(), keys.roots).verdict == "unsealed"


def test_the_command_line_checks_without_a_database(sealed: bytes, keys: SealKeys, tmp_path: Path):
    (tmp_path / "roots.pem").write_bytes(as_pem(keys.roots))
    (tmp_path / "good.pdf").write_bytes(sealed)
    (tmp_path / "bad.pdf").write_bytes(sealed[:5000] + b"!" + sealed[5001:])

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "documents.verify", *arguments, "--roots", str(tmp_path / "roots.pem")]
        return subprocess.run(command, capture_output=True, text=True, check=False, env={"DATABASE_URL": "nonsense"})

    good, bad = run(str(tmp_path / "good.pdf")), run("--json", str(tmp_path / "bad.pdf"))
    assert (good.returncode, "intact" in good.stdout) == (0, True)
    assert (bad.returncode, '"verdict": "altered"' in bad.stdout) == (1, True)
    assert run(str(tmp_path / "none.pdf")).returncode == 2


def _unencrypted(path: Path) -> bytes:
    from cryptography.hazmat.primitives import serialization

    key = serialization.load_pem_private_key(path.read_bytes(), b"open sesame")
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return key.private_bytes(encoding, form, serialization.NoEncryption())


def _file(*objects: bytes) -> bytes:
    """A PDF of these objects, the first of them its catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, thing in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, thing)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end


PAGES = b"<</Type/Pages/Kids[]/Count 0>>"
CATALOGUE = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields %s>>>>"
NO_SEAL = b"<</Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange[0 1 2 3]/Contents<00>>>"
HOSTILE = {
    "a field that is its own child": _file(CATALOGUE % b"[3 0 R]", PAGES, b"<</T(seal)/Kids[3 0 R]>>"),
    "lists in lists": _file(CATALOGUE % (b"[" * 200_000 + b"]" * 200_000), PAGES),
    "a table that leads to itself": b"%PDF-1.7\nxref\n0 0\ntrailer\n<</Size 1/Prev 9>>\nstartxref\n9\n%%EOF\n",
    "a seal that is none": _file(CATALOGUE % b"[3 0 R]", PAGES, b"<</FT/Sig/T(seal)/V %s>>" % NO_SEAL),
    "nothing but nothing": b"%PDF-1.7" + b"\0" * 3_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_called_not_ours_and_causes_no_error(name: str, keys: SealKeys):
    assert examine(HOSTILE[name], keys.roots).verdict in ("unreadable", "altered", "foreign", "unsealed")
