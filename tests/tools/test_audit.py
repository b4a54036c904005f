"""`make audit` says which of three things is so: no fault is known, one is, or nobody could be asked."""

import json
import os
from pathlib import Path

import pytest

from tools import audit

SOUND = '{"auditReportVersion": 2, "vulnerabilities": {}, "metadata": {"vulnerabilities": {"total": 0}}}'
FAULTY = json.dumps({"vulnerabilities": {"sass": {"severity": "high", "range": "<2.0.0"}}})
REFUSED = '{"message": "405 Method Not Allowed", "error": {"summary": ""}}'


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which uv and npm are looked for first."""
    monkeypatch.setattr(audit, "ROOT", tmp_path)
    folder = tmp_path / ".venv" / "bin"
    folder.mkdir(parents=True)
    monkeypatch.setenv("PATH", os.defpath)
    return folder


def answers(folder: Path, program: str, code: int, text: str) -> None:
    """Put a program there that prints a text and ends with a code."""
    (folder / program).write_text(f"#!/bin/sh\ncat <<'END'\n{text}\nEND\nexit {code}\n")
    (folder / program).chmod(0o755)


@pytest.mark.parametrize(
    ("python", "npm", "expected"),
    [
        ((0, "Found no known vulnerabilities"), (0, SOUND), 0),
        ((1, "django 5.2.0: CVE-2026-0001"), (0, SOUND), 1),
        ((0, ""), (1, FAULTY), 1),
        ((2, "error: dns error"), (0, SOUND), 2),
        ((0, ""), (1, REFUSED), 2),
        ((0, ""), (1, ""), 2),
        ((2, "error: dns error"), (1, FAULTY), 1),
    ],
)
def test_the_worst_answer_counts(
    programs: Path, python: tuple[int, str], npm: tuple[int, str], expected: int, capsys: pytest.CaptureFixture[str]
) -> None:
    answers(programs, "uv", *python)
    answers(programs, "npm", *npm)
    assert audit.main() == expected
    printed = capsys.readouterr().out
    assert ("FAULTS ARE KNOWN" in printed) is (python[0] == 1 or npm[1] == FAULTY)
    assert ("COULD NOT BE ASKED" in printed) is (python[0] == 2 or npm[1] in (REFUSED, ""))


def test_a_faulty_package_is_named(programs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers(programs, "uv", 0, "")
    answers(programs, "npm", 1, FAULTY)
    audit.main()
    assert "sass: high, <2.0.0" in capsys.readouterr().out
