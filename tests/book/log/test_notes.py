"""Checkpoints as signed notes: read back, and refused when a byte differs."""

import base64
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from book.log.notes import BadNote, Checkpoint, open_note, read_verifier, sign, verifier_key

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
NAME = "decisions.example/log"
VERIFIER = verifier_key(NAME, KEY.public_key().public_bytes_raw())
CHECKPOINT = Checkpoint(NAME, 42, sha256(b"root").digest())


def test_a_note_is_laid_out_as_the_specification_says() -> None:
    text, _, signatures = sign(CHECKPOINT, KEY).partition("\n\n")
    assert text.splitlines() == [NAME, "42", base64.b64encode(sha256(b"root").digest()).decode()]
    dash, name, mark = signatures.rstrip("\n").split(" ")
    assert (dash, name) == ("\u2014", NAME)
    raw = base64.b64decode(mark)
    public = KEY.public_key().public_bytes_raw()
    assert raw[:4] == sha256(NAME.encode() + b"\n\x01" + public).digest()[:4]
    KEY.public_key().verify(raw[4:], (text + "\n").encode())


def test_a_published_verifier_key_is_understood() -> None:
    # The example key of the sumdb/note documentation.
    name, public = read_verifier("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    assert (name, len(public)) == ("PeterNeumann", 32)


def test_a_note_by_that_key_opens() -> None:
    note = (
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n\n"
        "\u2014 PeterNeumann "
        "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )
    # It is signed rightly, but says nothing of a tree: the signature is accepted, the text is not.
    with pytest.raises(BadNote, match="no checkpoint"):
        open_note(note, "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")


def test_a_checkpoint_reads_back() -> None:
    assert open_note(sign(CHECKPOINT, KEY), VERIFIER) == CHECKPOINT


def test_lines_of_other_signatures_are_passed_over() -> None:
    note = sign(CHECKPOINT, KEY) + "\u2014 witness.example AAAAAAAA\n"
    assert open_note(note, VERIFIER) == CHECKPOINT


def test_an_altered_note_is_refused() -> None:
    note = sign(CHECKPOINT, KEY)
    with pytest.raises(BadNote, match="does not fit"):
        open_note(note.replace("\n42\n", "\n43\n"), VERIFIER)
    with pytest.raises(BadNote, match="no signature"):
        open_note("nothing", VERIFIER)
    other = verifier_key(NAME, Ed25519PrivateKey.generate().public_key().public_bytes_raw())
    with pytest.raises(BadNote, match="not signed by that key"):
        open_note(note, other)


@pytest.mark.parametrize("text", ["", "a", "a+b+c", VERIFIER[:-4], VERIFIER.replace("+A", "+B"), "x" + VERIFIER])
def test_a_broken_verifier_key_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        read_verifier(text)
