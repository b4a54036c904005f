"""`make audit`: whether a fault is known in what production installs, asked of OSV (by uv) and of npm's own service.

Ends with 0 when none is known, 1 when one is, 2 when a service could not be asked, which says nothing about faults.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NONE_KNOWN, KNOWN, NOT_ASKED = 0, 1, 2


@dataclass(frozen=True)
class Audit:
    """What one service answered."""

    of: str
    outcome: int
    text: str


def main() -> int:
    """Ask both and say what they answered; the worst outcome counts, a known fault above all."""
    audits = (audit_python(), audit_npm())
    words = {NONE_KNOWN: "no fault is known", KNOWN: "FAULTS ARE KNOWN", NOT_ASKED: "COULD NOT BE ASKED"}
    for audit in audits:
        print(f"{audit.of}: {words[audit.outcome]}")
        if audit.outcome != NONE_KNOWN:
            print(audit.text.strip())
    outcomes = {audit.outcome for audit in audits}
    return KNOWN if KNOWN in outcomes else max(outcomes)


def audit_python() -> Audit:
    """Every production package of uv.lock. uv ends with 1 when a fault is known and with 2 when it could not ask."""
    result = _run("uv", "audit", "--frozen", "--no-dev", "--preview-features", "audit-command")
    outcome = result.returncode if result.returncode in (NONE_KNOWN, KNOWN) else NOT_ASKED
    return Audit("Python packages", outcome, result.stdout + result.stderr)


def audit_npm() -> Audit:
    """Every production package of package-lock.json. npm ends with 1 for both, so its JSON is read."""
    result = _run("npm", "audit", "--omit=dev", "--json")
    try:
        faults = json.loads(result.stdout)["vulnerabilities"]
    except (ValueError, KeyError, TypeError):
        return Audit("Packages of the style sheet", NOT_ASKED, result.stderr)
    text = "\n".join(f"{name}: {fault['severity']}, {fault['range']}" for name, fault in faults.items())
    return Audit("Packages of the style sheet", KNOWN if faults else NONE_KNOWN, text)


def _run(*command: str) -> "subprocess.CompletedProcess[str]":
    path = f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PATH": path}, check=False, capture_output=True, text=True
    )


if __name__ == "__main__":
    sys.exit(main())
