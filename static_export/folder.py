"""The folder of an export: writes files that changed, leaves the others, removes what the register no longer has."""

import os
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

#: A file in every export's folder: everything there may be overwritten and removed. It names the state that is shown.
MARK = ".decision-register-export"


class NotAnExport(Exception):
    """The folder holds something else; the message is a sentence."""


@dataclass
class Folder:
    """The folder of one export. `tidy` removes every file that was not `put` in this run."""

    path: Path
    names: set[str] = field(default_factory=set)
    #: Files that were written because they were not there, or not like this.
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    def prepare(self) -> None:
        """Make the folder; raises NotAnExport when there is one that no export made."""
        self.path.mkdir(parents=True, exist_ok=True)
        if not (self.path / MARK).exists():
            if any(self.path.iterdir()):
                raise NotAnExport(f"{self.path} holds files that no export wrote. Name an empty folder.")
            self.mark("")
        self.names.add(MARK)

    @property
    def state(self) -> str:
        """The state of the register that the folder shows; empty while it is written, and where there is none."""
        mark = self.path / MARK
        return mark.read_text(encoding="utf-8").partition("\n")[0] if mark.is_file() else ""

    def mark(self, state: str) -> None:
        """Write into the folder which state of the register it shows; "" while it is being written."""
        text = f"{state}\nEverything here is written and removed by manage.py export_site.\n"
        (self.path / MARK).write_text(text, encoding="utf-8")

    def put(self, name: PurePosixPath, data: bytes) -> None:
        """Write a file, unless it has these bytes already; it is replaced at once, so no reader sees half of it."""
        self.names.add(str(name))
        target = self.path / name
        if target.is_file() and target.read_bytes() == data:
            return
        self._make_way(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f".{target.name}.new")
        fresh.write_bytes(data)
        # The web server runs under another account.
        fresh.chmod(0o644)
        os.replace(fresh, target)
        self.changed.append(str(name))

    def tidy(self) -> None:
        """Remove every file that was not put this time, and folders that are empty then."""
        for path in sorted(self.path.rglob("*"), reverse=True):
            if path.is_dir() and not path.is_symlink():
                if not any(path.iterdir()):
                    path.rmdir()
            elif (name := path.relative_to(self.path).as_posix()) not in self.names:
                path.unlink()
                self.removed.append(name)

    def _make_way(self, name: PurePosixPath) -> None:
        """Remove a file where a folder must be, and a folder where a file must be."""
        for parent in name.parents:
            at = self.path / parent
            if at.is_file():
                at.unlink()
        target = self.path / name
        if target.is_dir():
            for path in sorted(target.rglob("*"), reverse=True):
                if path.is_dir():
                    path.rmdir()
                else:
                    path.unlink()
            target.rmdir()
