"""`make sbom`: what the service is made of, as CycloneDX 1.5: one file for Python, one for the style sheet's packages.

uv and npm write these themselves from the lock files; the licences of the Python packages, which uv.lock does not hold,
are added from the installed packages.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tools.licences import ROOT, python_packages


def main() -> int:
    """Write both files below VAR/sbom (or the folder given) and say where."""
    default = Path(os.environ.get("VAR") or ROOT / "var") / "sbom"
    folder = Path(sys.argv[1]) if sys.argv[1:] else default
    folder.mkdir(parents=True, exist_ok=True)
    for name, bill in (("python", with_licences(python_bill())), ("npm", npm_bill())):
        target = folder / f"{name}.cdx.json"
        target.write_text(json.dumps(bill, indent=2, ensure_ascii=False) + "\n")
        print(f"{target}: {len(bill['components'])} packages")
    return 0


def python_bill() -> dict[str, Any]:
    """Production's Python packages with versions, digests and what needs what, by uv from uv.lock."""
    uv = str(ROOT / ".venv" / "bin" / "uv")
    return _json([uv, "export", "--frozen", "--no-dev", "--quiet", "--format", "cyclonedx1.5"])


def npm_bill() -> dict[str, Any]:
    """Production's npm packages, by npm from package-lock.json."""
    return _json(["npm", "sbom", "--sbom-format", "cyclonedx", "--omit", "dev", "--package-lock-only"])


def with_licences(bill: dict[str, Any]) -> dict[str, Any]:
    """The bill with the licences that the installed packages state; a package for other systems alone has none here."""
    stated = {package.name: package.licences for package in python_packages()}
    for component in bill["components"]:
        if licences := stated.get(component["name"]):
            component["licenses"] = [{"license": {"name": licence}} for licence in licences]
    return bill


def _json(command: list[str]) -> dict[str, Any]:
    path = f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = {**os.environ, "PATH": path}
    result = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    bill: dict[str, Any] = json.loads(result.stdout)
    return bill


if __name__ == "__main__":
    sys.exit(main())
