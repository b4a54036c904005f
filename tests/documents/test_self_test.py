"""The seal is tried before it is used: expired, not yet valid, of no trusted root, or of another key is refused."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from documents.keys import KeyTrouble
from documents.self_test import require_working_seal, seal_ends_at
from tests.documents.sealed import NOW, make_keys


def test_a_seal_in_order_is_accepted_and_its_last_day_is_known(tmp_path: Path) -> None:
    keys = make_keys(tmp_path)
    require_working_seal(keys, at=NOW)
    assert seal_ends_at(keys) == NOW + timedelta(days=3 * 365)


@pytest.mark.parametrize(
    ("later", "words"),
    [(timedelta(days=3 * 365 + 1), "ran out on 16 March 2029"), (timedelta(days=-2), "valid only from 16 March 2026")],
)
def test_a_seal_outside_its_validity_is_refused(later: timedelta, words: str, tmp_path: Path) -> None:
    with pytest.raises(KeyTrouble, match=words):
        require_working_seal(make_keys(tmp_path), at=NOW + later)


def test_a_seal_of_another_root_is_refused(tmp_path: Path) -> None:
    keys, others = make_keys(tmp_path / "a"), make_keys(tmp_path / "b")
    with pytest.raises(KeyTrouble, match="does not lead to any of the trusted roots"):
        require_working_seal(replace(keys, roots=others.roots), at=NOW)


def test_a_key_that_is_not_the_certificates_is_refused(tmp_path: Path) -> None:
    keys, others = make_keys(tmp_path / "a"), make_keys(tmp_path / "b")
    cast(Any, keys.signer).signing_key = cast(Any, others.signer).signing_key
    with pytest.raises(KeyTrouble, match="a test signature does not verify"):
        require_working_seal(keys, at=NOW)
