"""Files for people and programs that come to the repository: each is read as its own reader reads it."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]


def loaded(name: str) -> Any:
    """A YAML file of the repository."""
    return yaml.safe_load((ROOT / name).read_text())


def test_the_version_is_the_same_wherever_it_stands() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    package = json.loads((ROOT / "package.json").read_text())
    lock = json.loads((ROOT / "package-lock.json").read_text())
    locked = {p["name"]: p for p in tomllib.loads((ROOT / "uv.lock").read_text())["package"]}["decision-register"]
    assert {project["version"], package["version"], lock["version"], lock["packages"][""]["version"]} == {
        locked["version"]
    }
    assert project["license"] == package["license"] == "MIT"
    assert (
        (ROOT / "LICENSE").read_text().startswith("MIT License\n\nCopyright (c) 2026 The decision register's authors\n")
    )


def test_the_changes_have_a_place_for_what_is_not_released_and_dates_for_the_rest() -> None:
    headings = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert headings[0] == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}", heading) for heading in headings[1:]), headings
    kinds = set(re.findall(r"^### (.*)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_hooks_before_a_commit_use_the_programs_of_this_repository() -> None:
    repositories = loaded(".pre-commit-config.yaml")["repos"]
    assert [repository["repo"] for repository in repositories] == ["local"]  # nothing is fetched
    for hook in repositories[0]["hooks"]:
        assert hook["language"] == "system"
        assert (ROOT / hook["entry"].split()[0]).is_file()


def test_the_forge_runs_the_command_that_everybody_runs() -> None:
    workflow = loaded(".github/workflows/ci.yml")
    steps = workflow["jobs"]["test"]["steps"]
    assert [step["run"] for step in steps if "run" in step] == [".ci/run"]
    assert workflow["permissions"] == {"contents": "read"}
    # YAML 1.1 reads the key “on” as a truth value.
    assert workflow[True]["push"] == {"branches": ["main"]}


def test_editors_are_told_the_width_that_the_linter_asks_for() -> None:
    width = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["line-length"]
    assert f"max_line_length = {width}\n" in (ROOT / ".editorconfig").read_text()


@pytest.mark.parametrize("document", ["CONTRIBUTING.md", "SECURITY.md", "docs/developing.md"])
def test_what_is_written_for_newcomers_names_files_that_exist(document: str) -> None:
    text = (ROOT / document).read_text()
    names = re.findall(r"`([A-Za-z_.][\w.-]*/[\w./-]*|[A-Z]{4,}\.md|LICENSE|[\w-]+\.toml)`", text)
    assert names
    # Below var/ is what runs made, which a fresh checkout does not have.
    assert [name for name in names if not name.startswith("var/") and not (ROOT / name.rstrip("/")).exists()] == []
