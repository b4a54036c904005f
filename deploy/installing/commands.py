"""What `deploy/install` and `deploy/upgrade` do with the words that they are given; the two files only call this."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from deploy.installing.layout import Layout
from deploy.installing.releases import CannotInstall
from deploy.installing.running import check, install
from deploy.installing.steps import Installation, missing_packages, require_root
from deploy.installing.upgrading import upgrade


def install_command(source: Path, layout: Layout, words: Sequence[str]) -> int:
    """Install what `source` has checked out, or with `--check` say what is missing; 1 when anything is."""
    parser = argparse.ArgumentParser(
        prog="deploy/install", description="Install this checkout on a Debian machine; again does no harm."
    )
    parser.add_argument("--host", required=True, help="the name under which people reach it, such as register.example")
    parser.add_argument("--check", action="store_true", help="change nothing, say what is missing")
    options = parser.parse_args(words)
    try:
        require_root()
        if missing := missing_packages():
            raise CannotInstall(f"Please run: apt-get install -y {' '.join(missing)}")
        steps = Installation(source, layout, options.host).steps
        return (check if options.check else install)(steps, report=_print)
    except CannotInstall as reason:
        print(f"\n{reason}\n", file=sys.stderr)
        return 1


def upgrade_command(source: Path, layout: Layout) -> int:
    """Upgrade to what `source` has checked out; 1 when the release before runs still or again."""
    try:
        release = upgrade(source, layout, report=lambda words: _print(words if words.endswith(".") else f"{words} …"))
    except CannotInstall as reason:
        print(f"\n{reason}\n", file=sys.stderr)
        return 1
    _print(f"{release.name} runs.")
    return 0


def _print(words: str) -> None:
    print(words, flush=True)
