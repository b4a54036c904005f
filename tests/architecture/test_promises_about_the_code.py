"""Promises about the code itself: what the documents say is so, rows are written by actions alone, files stay small."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from decisions.management.commands.write_workflow import with_table
from decisions.workflow import STEPS

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    "accounts",
    "attachments",
    "audit",
    "book",
    "checks",
    "components",
    "config",
    "database",
    "decisions",
    "documents",
    "figures",
    "grants",
    "http_cache",
    "intake",
    "ledgers",
    "local_postgres",
    "mail",
    "markup",
    "operations",
    "paper_lists",
    "part2",
    "profiles",
    "public_api",
    "publishing",
    "register",
    "spreadsheets",
    "static_export",
    "text_readers",
    "wording",
)


#: Folders beside the apps that documents name files of.
BESIDE = ("sample", "docs", "deploy", "tests", "templates", "static", "benchmarks", "tools", "bodies")


def sources() -> Iterator[Path]:
    """The program's own Python files, without migrations."""
    for app in APPS:
        yield from (p for p in sorted((ROOT / app).rglob("*.py")) if "migrations" not in p.parts)


def test_the_documented_workflow_is_the_one_in_the_code() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    assert text == with_table(text)
    assert all(f"| {step.label} |" in text for step in STEPS.values())


#: Calls that write rows, whatever they are called on.
ALWAYS_WRITE = {"bulk_create", "bulk_update", "get_or_create", "update_or_create"}
#: Calls that write rows when they are called on a manager, a queryset or an instance.
WRITE = {"save", "create", "update", "delete", "add", "set", "remove"}
#: Modules that write rows outside a package or module called actions, each with its reason.
MAY_WRITE = {
    "decisions/parts.py": "write_part is called by actions alone, with the row locked",
    "decisions/freezing.py": "part of the approval, called by actions alone",
    "decisions/profiles.py": "rows of the profile, written as the owner by manage.py load_profile",
    "accounts/delays.py": "keeps waits in the cache, no rows",
    "documents/fonts.py": "saves typeface files, no rows",
    "documents/packing.py": "saves a PDF, no rows",
    "register/opendata/pictures.py": "draws pictures, no rows",
}


def writes_rows(tree: ast.AST) -> bool:
    """Whether a module calls a method that writes rows: on a manager, a queryset, a related manager or an instance."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            target, method = ast.unparse(node.func.value), node.func.attr
            if method in ALWAYS_WRITE or (method in {"save", "delete"} and not target.startswith("super()")):
                return True
            if method in WRITE and (".objects" in target or re.search(r"\.(all|filter|exclude|get)\(", target)):
                return True
    return False


@pytest.mark.parametrize(
    "line",
    [
        "Grant.objects.create(title='x')",
        "grant.save()",
        "paper.delete()",
        "paper.moves.all().delete()",
        "Grant.objects.filter(pk=1).update(title='x')",
        "rows.bulk_create([])",
    ],
)
def test_a_line_that_writes_a_row_is_recognised(line: str) -> None:
    assert writes_rows(ast.parse(line))


def test_rows_are_written_by_actions_alone() -> None:
    writers = [
        str(path.relative_to(ROOT))
        for path in sources()
        if "actions" not in str(path.relative_to(ROOT)) and writes_rows(ast.parse(path.read_text()))
    ]
    assert sorted(set(writers) - MAY_WRITE.keys()) == []
    assert set(writers) >= MAY_WRITE.keys(), "an exception that is no longer needed"


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


#: Python lines, without tests and migrations. An app near it is split by what it holds (docs/architecture.md).
MOST_LINES_OF_AN_APP = 9_000


def lines_of(app: str) -> int:
    """The lines of an app's Python files, without migrations."""
    paths = (path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
    return sum(len(path.read_text().splitlines()) for path in paths)


@pytest.mark.parametrize("app", APPS)
def test_no_app_holds_more_than_one_person_can_know(app: str) -> None:
    assert lines_of(app) <= MOST_LINES_OF_AN_APP


def test_every_promise_of_safety_is_in_the_table_with_its_test() -> None:
    listed = set(re.findall(r"`(test_\w+\.py)`", (ROOT / "docs/promises.md").read_text()))
    assert listed == {path.name for path in (ROOT / "tests/promises").glob("test_*.py")}


def test_the_documents_name_files_that_exist() -> None:
    missing = []
    for document in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for name in re.findall(r"`([a-z_]+/[a-z_0-9/.]+)`", document.read_text()):
            if name.split("/")[0] in (
                *APPS,
                "sample",
                "docs",
                "deploy",
                "tests",
                "templates",
                "static",
                "benchmarks",
                "tools",
            ):
                missing += [f"{document.name}: {name}"] if not (ROOT / name.rstrip("/")).exists() else []
    assert missing == []


#: Below views nobody looks at a clock: the moment is passed in. Exceptions are where a request or a command begins.
CLOCKS = re.compile(r"timezone\.now\(|datetime\.now\(|date\.today\(|utcnow\(|(?<![\w.])now\(\)|(?<![\w.])today\(\)")
VIEWS_AND_COMMANDS = re.compile(r"(^|/)(views|management)(/|\.py)|^config/|^local_postgres/")
MAY_LOOK_AT_THE_CLOCK = {
    "components/clock.py": "the clock itself",
    "accounts/access.py": "a decorator of views",
    "accounts/adapters.py": "called by the sign-in library, which passes no moment",
    "accounts/middleware.py": "middleware: where a request begins",
    "accounts/receivers.py": "called by signals of the sign-in library, which pass no moment",
    "operations/checks.py": "system checks, which Django calls and passes no moment",
    "accounts/stepup.py": "a form of a view, which asks for the proof",
}


def test_no_clock_is_read_below_a_view() -> None:
    readers = [
        name
        for path in sources()
        if CLOCKS.search(path.read_text())
        and not re.search(
            r"(^|/)(views|management)(/|\.py)|^config/|^local_postgres/", name := str(path.relative_to(ROOT))
        )
    ]
    assert sorted(set(readers) - MAY_LOOK_AT_THE_CLOCK.keys()) == []


#: From low to high; an app may hold foreign keys to apps below it, and no app may be reached from below.
LAYERS = ("audit", "mail", "accounts", "book", "grants", "decisions", "intake")


def test_no_relation_can_be_followed_upwards() -> None:
    upward = [
        str(field)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if (label := model._meta.app_label) in LAYERS
        and isinstance(field, ForeignKey)
        and (target := field.related_model._meta.app_label) in LAYERS
        and LAYERS.index(target) < LAYERS.index(label)
        and not field.remote_field.hidden
    ]
    assert upward == []
