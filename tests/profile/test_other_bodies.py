"""One story, and the walk over words, under each profile that the project ships beside the default."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from profiles import load
from profiles.reading import DEFAULT, ROOT

OTHERS = sorted(path.name for path in (ROOT / "bodies").glob("*.toml") if f"bodies/{path.name}" != DEFAULT)


def test_two_other_bodies_are_shipped_and_can_be_read() -> None:
    assert OTHERS == ["combined_authority.toml", "commissioner.toml"]
    for name in OTHERS:
        assert load(ROOT / "bodies" / name).digest


@pytest.mark.parametrize("name", [pytest.param(OTHERS[0], marks=pytest.mark.nightly), *OTHERS[1:]])
def test_the_story_and_the_walk_over_words_hold_for_another_body(name: str) -> None:
    run_tests_of_bodies(f"bodies/{name}", "not nightly")


@pytest.mark.nightly
@pytest.mark.parametrize("name", OTHERS)
def test_a_typed_story_and_the_walk_over_every_page_hold_for_another_body(name: str) -> None:
    run_tests_of_bodies(f"bodies/{name}", "nightly")


@pytest.mark.nightly
def test_a_commissioner_in_wales_has_every_page_in_both_languages(tmp_path: Path) -> None:
    text = (ROOT / "bodies" / "commissioner.toml").read_text().replace("brand/", f"{ROOT}/bodies/brand/")
    for english, welsh in {
        "West Mercia": "Dyffryn Gwŷr",
        "Gorllewin Mersia": "Dyffryn Gwŷr",
        "Worcester": "Caerfyrddin",
    }.items():
        assert english in text
        text = text.replace(english, welsh)
    profile = tmp_path / "welsh_commissioner.toml"
    profile.write_text(text)
    run_tests_of_bodies(str(profile), "", "tests/bodies/test_second_language.py")


def run_tests_of_bodies(body: str, marks: str, tests: str = "tests/bodies") -> None:
    """Run tests/bodies, or a part of it, those that `marks` chooses, under the profile in a file."""
    environment = {**os.environ, "BODY": body}
    environment.pop("PYTEST_XDIST_WORKER", None)
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-m", marks, tests]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=3000)
    wrong = [line for line in run.stdout.splitlines() if line.startswith(("E ", "FAILED"))]
    assert run.returncode == 0, "\n".join(wrong) + run.stdout[-500:] + run.stderr[-1000:]
