"""The seal's key is changed: the old seal names the new one's root, and whoever trusts the old root follows."""

import base64
import json
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from documents.keys import SealKeys, as_pem
from documents.seal_hand_over import NotHandedOver, from_json, hand_over_seal, roots_after, to_json
from documents.sealing import seal_pdf
from documents.verify import main
from documents.verifying import check_seal
from http_cache.book_version import book_version
from tests.documents.sealed import NOW, letter, make_keys, make_place

DAY = NOW.date()


@pytest.fixture(scope="module")
def seals(tmp_path_factory: pytest.TempPathFactory) -> tuple[SealKeys, SealKeys, SealKeys]:
    """The old seal, the new one, and a thief's; each under a root of its own."""
    old, new, thief = (make_keys(tmp_path_factory.mktemp(name)) for name in ("old", "new", "thief"))
    return old, new, thief


def test_whoever_trusts_the_old_root_alone_follows_to_a_paper_under_the_new_seal(
    seals: tuple[SealKeys, SealKeys, SealKeys], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, _ = seals
    paper = seal_pdf(letter().pdf, reason="A test.", keys=new, at=NOW)
    assert check_seal(paper, old.roots).verdict == "foreign"
    published = to_json([hand_over_seal(old, new, on=DAY)])
    assert check_seal(paper, roots_after(old.roots, from_json(published))).verdict == "intact"
    for name, data in (("paper.pdf", paper), ("roots.pem", as_pem(old.roots)), ("hand-overs.json", published)):
        (tmp_path / name).write_bytes(data)
    command = [str(tmp_path / "paper.pdf"), "--roots", str(tmp_path / "roots.pem")]
    assert main(command) == 1
    assert main([*command, "--hand-overs", str(tmp_path / "hand-overs.json")]) == 0
    assert "intact" in capsys.readouterr().out


def test_openssl_says_the_same_of_a_statement(seals: tuple[SealKeys, SealKeys, SealKeys], tmp_path: Path) -> None:
    old, new, thief = seals
    row = json.loads(to_json([hand_over_seal(old, new, on=DAY)]))["hand_overs"][0]
    (tmp_path / "statement").write_text(row["statement"])
    for who, roots, holds in (("old", old.roots, True), ("new", new.roots, True), ("old", thief.roots, False)):
        (tmp_path / "signed").write_bytes(base64.b64decode(row[f"signed_by_{who}"]))
        (tmp_path / "roots.pem").write_bytes(as_pem(roots))
        command = ["openssl", "cms", "-verify", "-inform", "DER", "-in", "signed", "-binary", "-content", "statement"]
        command += [
            "-CAfile",
            "roots.pem",
            "-purpose",
            "any",
            "-attime",
            str(int(NOW.timestamp())),
            "-out",
            "/dev/null",
        ]
        assert (subprocess.run(command, cwd=tmp_path, capture_output=True).returncode == 0) == holds


def test_a_statement_that_is_forged_hands_over_nothing(seals: tuple[SealKeys, SealKeys, SealKeys]) -> None:
    old, new, thief = seals
    true = hand_over_seal(old, new, on=DAY)
    by_thief = hand_over_seal(thief, new, on=DAY)
    other_root = as_pem(thief.roots).decode()
    forged = [
        by_thief,
        replace(true, by_old=by_thief.by_old),
        replace(true, by_new=true.by_old),
        replace(true, new_roots=other_root),
        replace(true, text=true.text.replace("version 1", "version 2")),
        replace(true, text=true.text.replace(DAY.isoformat(), "2031-01-01")),
        replace(true, by_old=b"", by_new=b""),
        replace(hand_over_seal(old, thief, on=DAY), by_old=true.by_old),
        hand_over_seal(old, new, on=DAY + timedelta(days=20 * 365)),
    ]
    for statement in forged:
        with pytest.raises(NotHandedOver):
            roots_after(old.roots, [statement])
    for data in (b"", b"[]", b'{"hand_overs": [{}]}', b'{"hand_overs": 7}'):
        with pytest.raises(NotHandedOver):
            from_json(data)


def test_a_chain_is_followed_in_its_order_and_not_across_a_gap(seals: tuple[SealKeys, SealKeys, SealKeys]) -> None:
    old, new, third = seals
    first, second = hand_over_seal(old, new, on=DAY), hand_over_seal(new, third, on=DAY)
    assert roots_after(old.roots, [first, second])[-1].dump() == third.roots[0].dump()
    for wrong in ([second], [second, first]):
        with pytest.raises(NotHandedOver):
            roots_after(old.roots, wrong)


@pytest.mark.committed
def test_the_command_publishes_the_statement_and_the_page_names_it(
    settings: Any, tmp_path: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = make_place(tmp_path / "old"), make_place(tmp_path / "new")
    names = ("KEY_FILE", "CERTIFICATE_FILE", "ROOTS_FILE")
    files = dict(zip(names, (new.key_file, new.certificate_file, new.roots_file), strict=True))
    settings.SEAL = {
        **settings.SEAL,
        **{name: str(path) for name, path in files.items()},
        "KEY_PASSPHRASE": new.passphrase,
    }
    book_version.forget()
    assert client.get("/verify/seal-hand-overs.json").status_code == 404
    monkeypatch.setenv("SEAL_FORMER_KEY_PASSPHRASE", old.passphrase)
    former = {"former_key": old.key_file, "former_certificate": old.certificate_file, "former_roots": old.roots_file}
    unwritable = tmp_path / "new" / "seal-hand-overs.json"
    unwritable.mkdir()
    with pytest.raises(
        CommandError, match=r"Nothing is published: .* install -o .* -m 644 /dev/null .*hand-overs.json"
    ):
        call_command("hand_over_seal", **former)
    unwritable.rmdir()
    call_command("hand_over_seal", **former)
    (statement,) = from_json(client.get("/verify/seal-hand-overs.json").content)
    assert statement.text.startswith("Hand-over of the seal")
    assert "/verify/seal-hand-overs.json" in client.get("/verify/").content.decode()
