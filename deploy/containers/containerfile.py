"""Reads a Containerfile: stages and their instructions, as far as ours uses the language. Standard library only."""

import json
import re
import shlex
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

#: What may stand in ours; anything else is refused rather than passed over.
KNOWN = {"RUN", "COPY", "WORKDIR", "ENV", "USER", "EXPOSE", "ENTRYPOINT", "CMD"}


class NotUnderstood(Exception):
    """The file has an instruction or a form of one that is not known here."""


@dataclass(frozen=True)
class Instruction:
    """One instruction: its name, and what follows it on one line."""

    name: str
    text: str

    def words(self) -> list[str]:
        """A list as it is written in JSON, or the words as a shell splits them."""
        words: list[str] = json.loads(self.text) if self.text.startswith("[") else shlex.split(self.text)
        return words


@dataclass
class Stage:
    """One FROM and what is done on it; `name` is empty when no later stage needs it."""

    image: str
    name: str
    instructions: list[Instruction] = field(default_factory=list)

    def last(self, name: str) -> list[str]:
        """The words of the last instruction of a name; none when there is none."""
        return next((item.words() for item in reversed(self.instructions) if item.name == name), [])


def stages(text: str) -> list[Stage]:
    """The file's stages in order.

    Raises:
        NotUnderstood: an instruction is not known, or one comes before the first FROM.
    """
    result: list[Stage] = []
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    for line in re.sub(r"\s*\\\n\s*", " ", "\n".join(lines)).splitlines():
        name, _, arguments = line.strip().partition(" ")
        if not name:
            continue
        if name == "FROM":
            image, _, alias = arguments.partition(" AS ")
            result.append(Stage(image.strip(), alias.strip()))
        elif name in KNOWN and result:
            result[-1].instructions.append(Instruction(name, arguments.strip()))
        else:
            raise NotUnderstood(f"“{line.strip()}” is not an instruction that is known here.")
    return result


@dataclass(frozen=True)
class Copy:
    """A COPY: from which stage ("" for the folder that the container is made from), what, and where to."""

    stage: str
    sources: tuple[str, ...]
    target: str


def copy_of(instruction: Instruction) -> Copy:
    """A COPY's parts.

    Raises:
        NotUnderstood: it has an option other than --from.
    """
    words = instruction.words()
    options = [word for word in words if word.startswith("--")]
    if any(not option.startswith("--from=") for option in options):
        raise NotUnderstood(f"COPY {instruction.text} has an option that is not known here.")
    *sources, target = [word for word in words if not word.startswith("--")]
    return Copy(options[0].removeprefix("--from=") if options else "", tuple(sources), target)


def patterns(text: str) -> list[str]:
    """The lines of a .dockerignore."""
    return [line.strip().rstrip("/") for line in text.splitlines() if line.strip() and not line.startswith("#")]


def is_ignored(path: PurePosixPath | Path, ignored: list[str]) -> bool:
    """Whether a path inside the folder, or a folder above it, is one that the container does not hold."""
    parts = path.parts
    above = ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]
    for pattern in ignored:
        if pattern.startswith("**/"):
            if any(fnmatchcase(part, pattern[3:]) for part in parts):
                return True
        elif any(fnmatchcase(place, pattern) for place in above):
            return True
    return False
