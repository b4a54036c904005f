"""Preparing a machine: what is missing is found, installed where we may, and otherwise asked for in one line."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from deploy import prepare, system
from deploy.system import CannotPrepare, Need

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose only programs are those put into this folder."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def put(machine: Path, name: str, script: str) -> None:
    """Put a program on the machine."""
    path = machine / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def apt(machine: Path, *known: str) -> Path:
    """Put an apt on the machine that knows these packages; returns the list of what it was asked."""
    requests = machine / "asked"
    put(machine, "env", 'while [ $# -gt 0 ]; do case "$1" in *=*) shift;; *) break;; esac; done; exec "$@"')
    put(machine, "apt-get", f'echo "$@" >> {requests}')
    words = " ".join(known)
    put(machine, "apt-cache", f'for name in {words}; do [ "$2" = "$name" ] && echo "Candidate: 1.0"; done; exit 0')
    return requests


def test_a_package_that_is_installed_is_not_asked_for(machine: Path) -> None:
    put(machine, "qpdf", "")
    system.install_missing([Need(("qpdf",), program="qpdf")])


def test_without_apt_the_packages_are_named(machine: Path) -> None:
    with pytest.raises(CannotPrepare, match=r"This machine has no apt.*qpdf"):
        system.install_missing([Need(("qpdf",), program="qpdf")])


def test_an_ordinary_user_without_sudo_is_told_the_one_line(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    apt(machine, "qpdf")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(
        CannotPrepare, match=r"no sudo here\), then make again:\n\n  apt-get install -y qpdf python3-venv"
    ):
        system.install([("qpdf",), ("python3-venv",)])


def test_all_that_a_bare_machine_lacks_is_said_at_once(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    apt(machine)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(prepare, "VENV", machine / "nothing")
    monkeypatch.setattr(system, "LIBRARIES", "nowhere")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr(system, "TO_RUN", [Need(("libpango-1.0-0",), file="nowhere/libpango")])
    with pytest.raises(CannotPrepare, match=r"apt-get install -y python3-venv libpango-1\.0-0"):
        prepare.prepare("demo")


def test_sudo_that_asks_for_a_password_is_not_used(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    requests = apt(machine, "qpdf")
    put(machine, "sudo", "exit 1")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(CannotPrepare, match="run this line, then make again:\n\n  sudo apt-get"):
        system.install([("qpdf",)])
    assert not requests.exists()


def test_the_first_package_that_this_release_has_is_installed(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    requests = apt(machine, "postgresql", "nginx-light", "nginx")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    system.install([("postgresql-15", "postgresql"), ("nginx-light", "nginx")])
    update, install = requests.read_text().splitlines()
    assert update.endswith("update -qq")
    assert install.endswith("--no-install-recommends postgresql nginx-light")


def test_a_package_that_does_not_bring_its_program_is_said(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    apt(machine, "chromium")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(CannotPrepare, match="Installed, yet not found: chromium"):
        system.install_missing([Need(("chromium",), program="chromium-of-nowhere")])


def test_apts_own_words_are_shown_when_it_fails(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    apt(machine, "qpdf")
    put(machine, "apt-get", "echo 'E: Could not get lock'; exit 100")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(CannotPrepare, match="apt-get update failed"):
        system.install([("qpdf",)])
    assert "Could not get lock" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("printed", "version"), [("v24.8.0", (24, 8)), ("v20.19.1", (20, 19)), ("", (0,)), ("nonsense", (0,))]
)
def test_the_version_of_node_is_read(machine: Path, printed: str, version: tuple[int, ...]) -> None:
    put(machine, "node", f"echo '{printed}'")
    assert prepare._node_version(dict(os.environ)) == version


def test_a_machine_without_node_has_version_nothing(machine: Path) -> None:
    assert prepare._node_version(dict(os.environ)) == (0,)


def test_a_mirror_named_for_pip_or_uv_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")
    assert prepare._mirror() == "https://mirror.example/simple"
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://other.example/simple")
    assert prepare._mirror() == "https://other.example/simple"


def test_a_step_is_done_again_only_when_what_it_is_made_from_has_changed(tmp_path: Path) -> None:
    source = ROOT / "package.json"
    stamp = tmp_path / "stamp"
    before = prepare._fingerprint([source])
    assert not prepare._is_done(stamp, before)
    stamp.write_text(before)
    assert prepare._is_done(stamp, before)
    assert prepare._fingerprint([source], "another Python") != before


def test_the_locks_name_one_registry_at_the_most() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()
    registries = {
        line for line in (ROOT / "uv.lock").read_text().splitlines() if line.startswith("source = { registry")
    }
    assert len(registries) == 1


def test_make_prepares_with_the_oldest_python_promised() -> None:
    for program in ("prepare.py", "system.py"):
        code = f"import ast, sys; ast.parse(open({str(ROOT / 'deploy' / program)!r}).read(), feature_version=(3, 11))"
        subprocess.run([sys.executable, "-c", code], check=True)
    imported = subprocess.run(
        [sys.executable, "-S", "-I", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); import deploy.prepare"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert imported.returncode == 0, imported.stderr  # it needs nothing that is not in the standard library


def test_what_reads_scans_is_offered_where_it_is_missing_and_not_where_it_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(system.Need, "is_met", lambda need: False)
    assert system.offers() == [
        "Not needed, and useful: tesseract-ocr reads scanned pages, which are only told of without it "
        "(apt-get install tesseract-ocr)."
    ]
    monkeypatch.setattr(system.Need, "is_met", lambda need: True)
    assert system.offers() == []
