"""`make nightly`: what takes too long for every change; each part runs whatever became of the one before.

Tests marked `nightly`, every guard of the program taken away in turn (tests/promises/mutations.py), the soak, and both
layouts of several machines.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: pytest's exit code when no test was chosen.
NO_TESTS = 5


def parts() -> dict[str, list[str]]:
    """Each part with its command."""
    python = sys.executable
    pytest = [python, "-m", "pytest", "-q", "-n", os.environ.get("TEST_PROCESSES", "2"), "--dist", "loadfile"]
    return {
        "Tests marked nightly": [*pytest, "-m", "nightly", "-p", "tools.durations"],
        "Guards taken away one by one": [python, "-m", "tests.promises.mutations"],
        "Soak": [python, "-m", "benchmarks.soak"],
        "Clusters": [python, "-m", "deploy.clusters"],
    }


def main() -> int:
    """Run all parts; 1 when one of them failed."""
    environment = {**os.environ}
    environment.setdefault("VAR", str(ROOT / "var"))
    results: list[str] = []
    failed = False
    for label, command in parts().items():
        print(f"{label} …", flush=True)
        began = time.monotonic()
        code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        result = {0: "passed", NO_TESTS: "no test is marked so"}.get(code, "FAILED")
        if "pytest" not in command and code:
            result = "FAILED"
        failed |= result == "FAILED"
        results.append(f"{label}: {result} in {(time.monotonic() - began) / 60:.1f} min")
    print("\n".join(["", *results]))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
