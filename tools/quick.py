"""`make quick`: in under a minute, lint of what changed and the tests nearest to it. `make test` stays the judge.

Changed is what differs from BASE (where the branch left main; on main, the last commit), uncommitted and new files
among it. Nearest first: tests that changed; tests that import a changed module; tests that name a function or trigger
of a changed SQL file; tests of the folder of the same name, those first that mention most of what it defines, since
pages are tested by their address and import no view; tests with a helper that imports it. No browser, and no more than
fits into the minute by what each file took in the last run (tools/durations.py); what has not begun when the minute is
nearly over is left out.
"""

import ast
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools import durations

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
#: Seconds of tests, all processes together, that leave room for lint and for the database in one minute.
BUDGET = 60.0
#: How long after its beginning tests begin; the last of them end within the minute.
SECONDS = 45.0
#: What a test file is taken to need before it was ever measured.
UNKNOWN = 6.0
#: What an SQL file defines: tests name the function or trigger that refuses.
_DEFINED_IN_SQL = re.compile(r"CREATE (?:OR REPLACE )?(?:CONSTRAINT )?(?:FUNCTION|TRIGGER) (?:\w+\.)?(\w+)")
#: Folders whose tests have another name.
_TESTED_IN = {"profiles": "profile"}
#: Never run, and said: browsers, whole stories and whole demos, which take longer than the minute.
SLOW = ("tests/browser/", "tests/journeys/", "tests/promises/", "tests/deploy/")


@dataclass(frozen=True)
class Choice:
    """The tests to run, nearest first, and those that belong to the change but have no room or are always SLOW."""

    run: list[str]
    left: list[str]


def main() -> int:
    """Lint and test; 1 when something failed."""
    os.environ.setdefault(durations.UNTIL, str(time.time() + SECONDS))
    changed = changed_files(os.environ.get("BASE") or base())
    if not changed:
        print("Nothing has changed.")
        return 0
    print(f"Changed: {' '.join(changed)}", flush=True)
    code = _lint([file for file in changed if (ROOT / file).exists()])
    sources = {path: (ROOT / path).read_text() for path in python_files()}
    choice = choose(changed, sources, durations.known())
    print(f"Tests: {' '.join(choice.run) or 'none belong to it'}", flush=True)
    if choice.run:
        words = [str(BIN / "pytest"), "-q", "-x", "-n", os.environ.get("TEST_PROCESSES", "2"), "--dist", "loadfile"]
        words += [
            "--no-loadscope-reorder",
            "-p",
            "tools.durations",
            "-m",
            "not browser and not nightly",
            *choice.run,
        ]
        # 5 is “no test was left”, when all in these files need a browser.
        code |= subprocess.run(words, cwd=ROOT, check=False).returncode not in (0, 5)
    if choice.left:
        print(f"Left for `make test`: {' '.join(choice.left)}")
    return int(code)


def base() -> str:
    """Where this branch left main; on main itself, or without one, the last commit."""
    merge_base = _git("merge-base", "main", "HEAD")
    return merge_base[0] if merge_base and merge_base != _git("rev-parse", "HEAD") else "HEAD"


def changed_files(since: str) -> list[str]:
    """Files that differ from a commit, deleted ones too, and new ones that git is not told to ignore."""
    changed = _git("diff", "--name-only", "--no-renames", since, "--")
    return sorted({*changed, *_git("ls-files", "--others", "--exclude-standard")})


def python_files() -> list[str]:
    """Every Python file of the repository that is there, committed or not."""
    files = _git("ls-files", "--cached", "--others", "--exclude-standard", "*.py")
    return sorted(file for file in files if (ROOT / file).exists())


def choose(changed: Iterable[str], sources: Mapping[str, str], seconds: Mapping[str, float]) -> Choice:
    """The tests that belong to changed files, as many as fit into BUDGET, nearest first.

    `sources` is the text of every Python file by its path; `seconds` what each test file took when last run.
    """
    candidates = _ranked(list(changed), sources)
    run: list[str] = []
    left = [file for file in candidates if file.startswith(SLOW)]
    room = BUDGET
    for file in (file for file in candidates if not file.startswith(SLOW)):
        taken = seconds.get(file, UNKNOWN)
        (run if taken <= room else left).append(file)
        room -= taken if taken <= room else 0
    return Choice(run, left)


def _ranked(changed: list[str], sources: Mapping[str, str]) -> list[str]:
    """Test files, nearest first, each once."""
    tests = {path for path in sources if is_test(path)}
    imports = {path: imported_files(path, text, sources) for path, text in sources.items() if path.startswith("tests/")}
    goal = set(changed)
    helpers = {path for path, names in imports.items() if path not in tests and names & goal}
    helpers |= {path for path in goal - tests if path.startswith("tests/")}
    folders = tuple(f"tests/{folder}/" for file in changed if (folder := folder_of(file)))
    in_folder = {path for path in tests if path.startswith(folders)}
    names = {name for file in changed if folder_of(file) for name in names_of(file, sources)}
    in_sql = {name for file in changed for name in names_in_sql(file)}
    ranks = (
        tests & goal,
        {path for path in tests if imports[path] & goal},
        {path for path in tests if in_sql & set(re.findall(r"\w+", sources[path]))} if in_sql else set[str](),
        in_folder,
        {path for path in tests if imports[path] & helpers},
    )

    def nearest(path: str) -> tuple[int, str]:
        words = set(re.findall(r"\w+", sources[path])) | set(re.findall(r"[^\W_]+", path))
        return -len(names & words), path

    return list(dict.fromkeys(path for rank in ranks for path in sorted(rank, key=nearest)))


def names_of(file: str, sources: Mapping[str, str]) -> set[str]:
    """The file's own name and what it defines for others: tests that mention these are near to it."""
    names = {Path(file).stem.lstrip("_")}
    names |= names_in_sql(file)
    if file in sources:
        nodes = ast.parse(sources[file], file).body
        definitions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        names |= {node.name for node in definitions if not node.name.startswith("_")}
    return names


def names_in_sql(file: str) -> set[str]:
    """The functions and triggers that an SQL file defines; none for any other file."""
    if not file.endswith(".sql") or not (ROOT / file).exists():
        return set()
    return set(_DEFINED_IN_SQL.findall((ROOT / file).read_text()))


def is_test(path: str) -> bool:
    """Whether pytest collects a file."""
    return path.startswith("tests/") and Path(path).name.startswith("test_")


def folder_of(file: str) -> str:
    """The folder below tests/ that tests a file of the program, a template or a style; empty for none."""
    parts = Path(file).parts
    if parts[0] == "tests" or len(parts) < 2:
        return ""
    folder = parts[1] if parts[0] in {"templates", "static"} and len(parts) > 2 else parts[0]
    return _TESTED_IN.get(folder, folder)


def imported_files(path: str, text: str, sources: Mapping[str, str]) -> set[str]:
    """Files of the repository that a module names in its imports, those inside functions too."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(text, path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            package = Path(path).parts[: -node.level] if node.level else ()
            module = ".".join([*package, *([node.module] if node.module else [])])
            names |= {module} | {f"{module}.{alias.name}" for alias in node.names}
    stems = {name.replace(".", "/") for name in names}
    return {file for stem in stems for file in (f"{stem}.py", f"{stem}/__init__.py") if file in sources}


def _lint(changed: list[str]) -> int:
    """Format and lint of the Python files among them; 1 when one has something to say."""
    python = [file for file in changed if file.endswith(".py")]
    codes = [
        subprocess.run([BIN / "ruff", *words, "--quiet", *python], cwd=ROOT, check=False).returncode
        for words in (["format", "--check"], ["check"])
        if python
    ]
    return int(any(codes))


def _git(*words: str) -> list[str]:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.split("\n")[:-1] if done.returncode == 0 else []


if __name__ == "__main__":
    sys.exit(main())
