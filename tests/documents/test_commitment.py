"""Commitments to Part 2: they open with the right salt and content, and with nothing else."""

import pytest

from documents.commitment import commit, new_salt, opens


def test_a_commitment_opens_with_its_own_salt_and_content_only():
    salt = new_salt()
    commitment = commit(salt, b"what is confidential")
    assert opens(commitment, salt, b"what is confidential")
    assert opens(commitment.upper(), salt, b"what is confidential")
    assert not opens(commitment, salt, b"what is confidential.")
    assert not opens(commitment, new_salt(), b"what is confidential")
    assert not opens(commitment, salt[:-1], salt[-1:] + b"what is confidential")


def test_equal_items_do_not_look_equal():
    assert commit(new_salt(), b"NIL") != commit(new_salt(), b"NIL")


def test_a_salt_of_another_length_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        commit(b"short", b"content")
