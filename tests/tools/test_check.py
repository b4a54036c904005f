"""`make test` runs the checks and the tests, `make lint` the checks alone, and both say what took how long."""

import subprocess
import sys
from pathlib import Path

import pytest

from deploy import check
from tools import nightly


@pytest.fixture
def two_checks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """One check that passes and one that does not; the commands of the tests are kept, not run."""
    commands: list[list[str]] = []
    steps = [
        check.Step("Passes", [sys.executable, "-c", "print('quiet')"]),
        check.Step("Fails", [sys.executable, "-c", "print('the reason'); raise SystemExit(3)"]),
    ]

    def pytest_command(arguments: list[str], *, coverage: bool) -> list[str]:
        commands.append(arguments)
        return ["true"]

    monkeypatch.setattr(check, "steps", lambda: steps)
    monkeypatch.setattr(check, "pytest_command", pytest_command)
    return commands


def test_a_check_that_fails_is_shown_said_again_and_is_the_result(
    two_checks: list[list[str]], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["check", "tests/grants", "-x"])
    assert check.main() == 1
    printed = capfd.readouterr().out
    assert "the reason" in printed
    assert "quiet" not in printed
    assert "passed in 0 s" in printed
    assert "FAILED before the tests: Fails" in printed
    assert two_checks == [["tests/grants", "-x"]]  # the tests run all the same


def test_lint_leaves_the_tests_out(two_checks: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["check", "--lint"])
    assert check.main() == 1
    assert two_checks == []


def test_the_tests_say_what_each_folder_took(tmp_path: Path) -> None:
    (tmp_path / "tests" / "grants").mkdir(parents=True)
    (tmp_path / "tests" / "grants" / "test_a.py").write_text("def test_a(): pass")
    words = [sys.executable, "-m", "pytest", "-q", "-p", "tools.durations", "-p", "no:cacheprovider", "--rootdir", "."]
    done = subprocess.run(
        [*words, "-c", "/dev/null", "tests"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(check.ROOT), "VAR": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert " s  tests/grants\n" in done.stdout, done.stdout + done.stderr
    assert '"tests/grants/test_a.py"' in (tmp_path / "test_durations.json").read_text()
    assert done.stdout.splitlines()[-1].startswith("1 passed")


def test_coverage_measures_and_everything_else_stays() -> None:
    plain = check.pytest_command(["-x"], coverage=False)
    measured = check.pytest_command(["-x"], coverage=True)
    report = ["--cov", "--cov-report", "term:skip-covered", "--cov-report", f"html:{check.COVERAGE}"]
    assert [word for word in measured if word not in plain] == report
    assert plain[-1] == measured[-1] == "-x"


def test_every_part_of_the_night_runs_whatever_became_of_the_one_before(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = {
        "First": [sys.executable, "-c", "raise SystemExit(5)"],
        "None": ["sh", "-c", "exit 5", "pytest"],
        "Last": ["true"],
    }
    monkeypatch.setattr(nightly, "parts", lambda: parts)
    assert nightly.main() == 1
    results = capsys.readouterr().out.splitlines()[-3:]
    assert [line.rpartition(" in ")[0] for line in results] == [
        "First: FAILED", "None: no test is marked so", "Last: passed",
    ]  # fmt: skip


def test_the_night_runs_what_is_left_out_by_day() -> None:
    commands = [" ".join(command) for command in nightly.parts().values()]
    assert any("-m nightly" in command for command in commands)
    assert any("tests.promises.mutations" in command for command in commands)
    assert any("benchmarks.soak" in command for command in commands)
