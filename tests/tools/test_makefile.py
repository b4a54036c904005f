"""Every command that the documents name is one of make's, calls what is there, and passes on what it is given."""

import importlib.util
import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.MULTILINE))
#: Steps of the others, which nobody calls by name.
INNER = {"prepared", "prepared-for-tests", "python"}
#: Without what a make that runs these tests hands to those it starts, which then announce their folders.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in {"FILE", "MAKEFLAGS", "MAKELEVEL"}}


def printed(*words: str) -> str:
    """What make would run, without running it."""
    done = subprocess.run(["make", "-n", *words], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_help_lists_every_target() -> None:
    done = subprocess.run(["make", "help"], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=True)
    listed = set(re.findall(r"^  make ([a-z-]+) - \S", done.stdout, re.MULTILINE))
    assert listed == TARGETS - INNER


def test_no_target_is_taken_for_a_file_of_its_name() -> None:
    phony = re.search(r"\.PHONY: ((?:.*\\\n)*.*)", MAKEFILE)
    assert phony
    assert set(phony[1].replace("\\", " ").split()) == TARGETS


@pytest.mark.parametrize("target", sorted(TARGETS - INNER - {"help", "restore"}))
def test_every_target_runs_a_module_that_is_there(target: str) -> None:
    lines = printed(target)
    modules = re.findall(r"-m ([\w.]+)", lines)
    assert modules or "manage.py" in lines, lines
    assert [name for name in modules if importlib.util.find_spec(name) is None] == []


def test_arguments_for_the_tests_reach_pytest_and_leave_out_no_check() -> None:
    assert (
        printed("test", 'ARGS=tests/grants -k "a or b"')
        .splitlines()[-1]
        .endswith('deploy.check tests/grants -k "a or b"')
    )
    assert printed("coverage", "ARGS=-x").splitlines()[-1].endswith("deploy.check --coverage -x")


def test_a_restore_without_a_file_says_what_is_missing() -> None:
    question, _ = printed("restore").splitlines()[-2:]
    done = subprocess.run(["sh", "-c", question], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True)
    assert done.returncode == 2
    assert "Say which file" in done.stdout


@pytest.mark.parametrize(
    "document",
    ["README.md", "CONTRIBUTING.md", "SECURITY.md", *sorted(f"docs/{p.name}" for p in ROOT.glob("docs/*.md"))],
)
def test_the_documents_name_targets_that_exist(document: str) -> None:
    named = set(re.findall(r"(?:`|^ {4}|^)make ([a-z][a-z-]*)", (ROOT / document).read_text(), re.MULTILINE))
    assert named <= TARGETS


def test_the_forge_runs_what_people_run() -> None:
    assert "exec make test" in (ROOT / ".ci" / "run").read_text()
