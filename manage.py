#!/usr/bin/env python3
"""Django's command line for the decision register."""

import importlib.util
import os
import sys
from pathlib import Path

_OWN = Path(__file__).resolve().parent / ".venv" / "bin" / "python"


def main() -> None:
    """Run one management command, in the environment that `make` prepared where this Python has no Django."""
    if importlib.util.find_spec("django") is None and _OWN.exists() and Path(sys.executable) != _OWN:
        os.execv(_OWN, [str(_OWN), *sys.argv])  # noqa: S606
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
