"""The example units are what systemd itself accepts, and are closed to what the service does not need."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

UNITS = Path(__file__).resolve().parents[2] / "deploy" / "systemd"

pytestmark = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")


def installed_at(root: Path) -> list[Path]:
    """The units in a folder of their own, their programs and folders pointing at ones that exist here."""
    program = root / "program"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    copies = []
    for unit in sorted(UNITS.iterdir()):
        text = re.sub(r"/opt/decision-register/current/\.venv/bin/\w+", str(program), unit.read_text())
        text = text.replace("/opt/decision-register/current", str(root))
        copy = root / unit.name
        copy.write_text(text)
        copies.append(copy)
    return copies


def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    copies = installed_at(tmp_path)
    assert len(copies) == 9
    analysis = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, copies)], capture_output=True, text=True, check=False
    )
    ours = [line for line in (analysis.stdout + analysis.stderr).splitlines() if "decision-register" in line]
    assert (analysis.returncode, ours) == (0, [])


def test_systemd_would_find_a_mistake(tmp_path: Path) -> None:
    wrong = next(unit for unit in installed_at(tmp_path) if unit.name.endswith("web.service"))
    wrong.write_text(wrong.read_text().replace("Restart=on-failure", "Restart=perhaps"))
    analysis = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(wrong)], capture_output=True, text=True, check=False
    )
    assert "perhaps" in analysis.stdout + analysis.stderr


@pytest.mark.parametrize("name", [unit.name for unit in sorted(UNITS.glob("*.service"))])
def test_a_unit_is_closed_to_what_it_does_not_need(name: str, tmp_path: Path) -> None:
    unit = next(unit for unit in installed_at(tmp_path) if unit.name == name)
    analysis = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=30", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert analysis.returncode == 0, analysis.stdout
