"""The log's key is changed: both keys sign for a while, the old one names the new one, and those who check follow."""

import io
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.test import Client

from book.log.hand_over import hand_over, read_hand_over
from book.log.heads import sign_head
from book.log.notes import BadNote, open_note, verifier_key
from http_cache.book_version import book_version
from tests.book.conftest import Publish
from tests.book.log.witnesses import log_verifier
from tests.book.papers import PCD_510, PCD_815, paper
from tests.conftest import Sql
from tests.peers import aics_tlog
from tests.tools.logs import run

NAME = "decisions.example/log"
OLD, NEW, OTHER = (Ed25519PrivateKey.from_private_bytes(bytes([number] * 32)) for number in (1, 2, 3))


def key_of(key: Ed25519PrivateKey, name: str = NAME) -> str:
    return verifier_key(name, key.public_key().public_bytes_raw())


def write_key(path: Path) -> str:
    """A new private key in a file; its name."""
    form, none = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path.write_bytes(Ed25519PrivateKey.generate().private_bytes(serialization.Encoding.PEM, form, none))
    return str(path)


def test_a_hand_over_says_what_both_keys_signed() -> None:
    note = hand_over(NAME, OLD, NEW, 42, b"r" * 32)
    statement = read_hand_over(note, key_of(OLD))
    assert (statement.new, statement.size, statement.root) == (key_of(NEW), 42, b"r" * 32)
    parsed = aics_tlog.parse_note(note.encode())
    assert aics_tlog.verify_note(parsed, [aics_tlog.parse_vkey(key_of(OLD)), aics_tlog.parse_vkey(key_of(NEW))])
    with pytest.raises(BadNote):
        open_note(note, key_of(OLD))


def test_a_hand_over_that_is_forged_is_refused() -> None:
    note = hand_over(NAME, OLD, NEW, 42, b"r" * 32)
    without_new = "".join(note.splitlines(keepends=True)[:-1])
    lines = note.splitlines(keepends=True)
    without_old = "".join([*lines[:-2], lines[-1]])
    thief = hand_over(NAME, OTHER, NEW, 42, b"r" * 32).replace(key_of(OTHER), key_of(OLD))
    forged = [
        note.replace("entries 42", "entries 43"),
        note.replace(key_of(NEW), key_of(OTHER)),
        without_new,
        without_old,
        thief,
        hand_over(NAME, OTHER, NEW, 42, b"r" * 32),
        note.replace("version 1", "version 2"),
        "",
    ]
    for text in forged:
        with pytest.raises(BadNote):
            read_hand_over(text, key_of(OLD))


@pytest.mark.committed
def test_the_key_is_changed_and_those_who_check_follow(
    client: Client, published: Publish, settings: Any, tmp_path: Path, live_server: Any
) -> None:
    settings.VAR = tmp_path / "var"
    book_version.forget()
    settings.LOG_KEY_FILE = write_key(tmp_path / "first.key")
    published(PCD_510)
    sign_head()
    first, folder = log_verifier(), tmp_path / "mirror"
    assert run("mirror_register.py", "copy", live_server.url, folder, "--key", first).returncode == 0

    # Overlap: both sign, so whoever trusts either key can check.
    settings.LOG_FORMER_KEY_FILE, settings.LOG_KEY_FILE = settings.LOG_KEY_FILE, write_key(tmp_path / "second.key")
    published(PCD_815)
    head = sign_head()
    second = log_verifier()
    assert head is not None
    assert open_note(head.checkpoint, first) == open_note(head.checkpoint, second)
    call_command("hand_over_log_key", verbosity=0, stdout=io.StringIO())
    book_version.forget()
    statements = client.get("/log/hand-overs").json()["hand_overs"]
    assert [(item["old"], item["new"]) for item in statements] == [(first, second)]
    assert read_hand_over(statements[0]["statement"], first).new == second
    with pytest.raises(CommandError, match="has done so already"):
        call_command("hand_over_log_key", verbosity=0)

    # The new key alone: a mirror that knew only the first key follows the statement, and no other key.
    settings.LOG_FORMER_KEY_FILE = ""
    published(paper(600))
    sign_head()
    book_version.forget()
    followed = run("mirror_register.py", "copy", live_server.url, folder)
    assert followed.returncode == 0, followed.stdout
    assert f"FOLLOWED: the log's key handed over to {second}" in followed.stdout
    assert run("mirror_register.py", "check", folder).returncode == 0
    settings.LOG_KEY_FILE = write_key(tmp_path / "thief.key")
    published(paper(601))
    sign_head()
    book_version.forget()
    refused = run("mirror_register.py", "copy", live_server.url, folder)
    assert "not signed by the key of the log" in refused.stdout


@pytest.mark.committed
def test_only_a_key_that_signed_the_log_can_hand_over_and_statements_stay(
    published: Publish, settings: Any, tmp_path: Path, sql: Sql
) -> None:
    import psycopg2

    settings.VAR = tmp_path / "var"
    published(PCD_510)
    sign_head()
    with pytest.raises(CommandError, match="no key that could hand over"):
        call_command("hand_over_log_key", verbosity=0)
    settings.LOG_FORMER_KEY_FILE = write_key(tmp_path / "never.key")
    with pytest.raises(CommandError, match="No tree head was ever signed"):
        call_command("hand_over_log_key", verbosity=0)
    sql("desk", "SELECT book.add_hand_over(%s, 'new', 'text', now())", [log_verifier()])
    for statement in ("UPDATE book.hand_over SET statement = ''", "DELETE FROM book.hand_over"):
        with pytest.raises(psycopg2.errors.CheckViolation):
            sql("owner", statement)
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            sql("desk", statement)
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        sql("reader", "SELECT book.add_hand_over('a', 'b', 'c', now())")
