"""manage.py check_profile FILE: say what is wrong with a profile, or draw its steps and a sample paper."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from profiles import ProfileError, current, load
from profiles.diagram import steps_as_svg, steps_as_text
from profiles.leftovers import remarks
from profiles.reading import ROOT


class Command(BaseCommand):
    """Needs no database: it is for whoever writes the file."""

    help = "Check a body's profile; with --into, write its steps as a diagram (SVG) and a sample paper (PDF)."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and the folder for what is drawn."""
        parser.add_argument("file", help="the profile, such as bodies/commissioner.toml")
        parser.add_argument("--into", help="a folder for steps.svg and paper.pdf")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, then draw."""
        path = Path(options["file"]).resolve()
        try:
            profile = load(path)
        except ProfileError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{profile.body.name_on().name}: the profile can be used.\n\n{steps_as_text(profile)}")
        shipped = [load(file) for file in sorted((ROOT / "bodies").glob("*.toml")) if file.resolve() != path]
        if to_look_at := list(remarks(profile, shipped)):
            self.stdout.write("\nTo look at:\n" + "\n".join(f"  {remark}" for remark in to_look_at))
        if not options["into"]:
            return
        folder = Path(options["into"])
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "steps.svg").write_text(steps_as_svg(profile))
        (folder / "paper.pdf").write_bytes(_sample_paper(path))
        self.stdout.write(f"Wrote {folder / 'steps.svg'} and {folder / 'paper.pdf'}.")


def _sample_paper(path: Path) -> bytes:
    """The sample paper as that profile draws it: in a process of its own, for a profile is read once in each."""
    if path == (ROOT / os.environ.get("BODY", "bodies/mopac.toml")).resolve():
        from decisions.sample_paper import draw_sample

        return draw_sample(current())
    environment = {**os.environ, "BODY": str(path)}
    command = [sys.executable, "-c", _DRAW]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    if run.returncode:
        raise CommandError(f"The sample paper could not be drawn: {run.stderr.decode()[-400:]}")
    return run.stdout


_DRAW = """
import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
import django
django.setup()
from decisions.sample_paper import draw_sample
from profiles import current
sys.stdout.buffer.write(draw_sample(current()))
"""
