"""Promises about the whole house: what the documents say is so, rows are written by actions alone, files stay small."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from decisions.management.commands.write_workflow import with_table
from decisions.workflow import STEPS

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    "accounts",
    "audit",
    "components",
    "config",
    "database",
    "decisions",
    "documents",
    "figures",
    "grants",
    "operations",
    "register",
)


def sources() -> Iterator[Path]:
    """The program's own Python files, without migrations."""
    for room in ROOMS:
        yield from (p for p in sorted((ROOT / room).rglob("*.py")) if "migrations" not in p.parts)


def test_the_documented_workflow_is_the_one_in_the_code() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    assert text == with_table(text)
    assert all(f"| {step.label} |" in text for step in STEPS.values())


#: Calls that write rows.
WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
#: Modules that write rows outside a package or module called actions, each with its reason.
MAY_WRITE = {
    "decisions/parts.py": "write_part is called by actions alone, with the row locked",
    "decisions/freezing.py": "part of the approval, called by actions alone",
    "decisions/authority.py": "part of the approval, called by actions alone",
}


def writes_rows(tree: ast.AST) -> bool:
    """Whether a module calls a method that writes rows on a manager, a related manager or an instance."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            text = ast.unparse(node.func.value)
            if ".objects" in text or node.func.attr in {"bulk_create", "get_or_create", "update_or_create"}:
                return True
    return False


def test_rows_are_written_by_actions_alone() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in sources()
        if "actions" not in str(path.relative_to(ROOT)) and writes_rows(ast.parse(path.read_text()))
    ]
    assert sorted(set(found) - MAY_WRITE.keys()) == []


@pytest.mark.parametrize("name", ["utils.py", "helpers.py", "services.py", "signals.py", "misc.py", "common_utils.py"])
def test_no_module_is_called_what_could_hold_anything(name: str) -> None:
    assert [str(p) for p in sources() if p.name == name] == []


def test_every_module_says_what_belongs_in_it() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in sources()
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert [p for p in silent if not p.endswith(("management/__init__.py", "commands/__init__.py"))] == []


def test_no_file_of_the_program_has_grown_past_one_idea() -> None:
    long = {str(p.relative_to(ROOT)): n for p in sources() if (n := len(p.read_text().splitlines())) > 400}
    assert long == {}


def test_every_promise_of_safety_is_in_the_table_with_its_test() -> None:
    told = set(re.findall(r"`(test_\w+\.py)`", (ROOT / "docs/promises.md").read_text()))
    assert told == {path.name for path in (ROOT / "tests/promises").glob("test_*.py")}


def test_the_documents_name_files_that_exist() -> None:
    missing = []
    for document in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for name in re.findall(r"`([a-z_]+/[a-z_0-9/.]+)`", document.read_text()):
            if name.split("/")[0] in (*ROOMS, "docs", "deploy", "tests", "templates", "static", "benchmarks", "tools"):
                missing += [f"{document.name}: {name}"] if not (ROOT / name.rstrip("/")).exists() else []
    assert missing == []
