"""docs/asvs.md: every file and every test that it names exists."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLE = (ROOT / "docs/asvs.md").read_text()
TESTS = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TABLE)
FILES = re.findall(r"`((?:\w+/)+[\w.]+\.(?:py|md|sql))`", TABLE)


def test_every_test_that_is_named_exists() -> None:
    missing = [
        f"{path}::{name}"
        for path, name in TESTS
        if not (ROOT / path).exists() or not re.search(rf"^def {name}\b", (ROOT / path).read_text(), re.MULTILINE)
    ]
    assert missing == []
    assert len(TESTS) > 50


def test_every_file_that_is_named_exists() -> None:
    assert [path for path in FILES if not (ROOT / path).exists()] == []
    assert len(FILES) > 30


def test_whatever_is_called_kept_names_its_test() -> None:
    rows = [row for row in TABLE.splitlines() if row.startswith("| ") and "| kept" in row]
    assert len(rows) > 45
    assert [row for row in rows if "::test_" not in row] == []


def test_every_test_that_is_named_is_run_with_every_change() -> None:
    left_out = [
        f"{path}::{name}"
        for path, name in TESTS
        for marks in re.findall(rf"((?:^@[^\n]*\n)*)^def {name}\b", (ROOT / path).read_text(), re.MULTILINE)
        if re.search(r"nightly|skip|xfail", marks)
    ]
    assert left_out == []
