"""Promises about the code itself: what the documents say is so, rows are written by actions alone, files stay small."""

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from decisions.management.commands.write_workflow import with_table
from decisions.workflow import STEPS

ROOT = Path(__file__).resolve().parents[2]
#: Folders beside the apps that documents name files of.
BESIDE = ("sample", "docs", "deploy", "tests", "templates", "static", "benchmarks", "tools", "bodies")
APPS = tuple(sorted({path.parent.name for path in ROOT.glob("*/__init__.py")} - set(BESIDE)))


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
    "register/opendata/export_bucket.py": "objects of a bucket, no rows",
    "register/opendata/pictures.py": "draws pictures, no rows",
    "text_readers/pdf_pictures.py": "draws pictures of pages, no rows",
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
def test_no_module_has_a_name_under_which_anything_could_stand(name: str) -> None:
    assert [str(p) for p in sources() if p.name == name] == []


def test_every_module_says_what_belongs_in_it() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in sources()
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert [p for p in silent if not p.endswith(("management/__init__.py", "commands/__init__.py"))] == []


def test_no_file_of_the_program_has_more_than_400_lines() -> None:
    long = {str(p.relative_to(ROOT)): n for p in sources() if (n := len(p.read_text().splitlines())) > 400}
    assert long == {}


#: Lines of the longest function.
MOST_LINES_OF_A_FUNCTION = 60
#: Half of the program's files have no more lines than this.
MEDIAN_LINES_OF_A_FILE = 80


def test_no_function_is_longer_than_a_page() -> None:
    long = {
        f"{path.relative_to(ROOT)}: {node.name}": length
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > MOST_LINES_OF_A_FUNCTION
    }
    assert long == {}


def test_half_of_the_files_are_short() -> None:
    lengths = [len(path.read_text().splitlines()) for path in sources()]
    assert statistics.median(length for length in lengths if length > 1) <= MEDIAN_LINES_OF_A_FILE


#: What reads one value of an address; only around one such call may a view catch ValueError.
PARSERS = {"parse", "parse_date", "fromisoformat", "int", "date"}


def catches_of_value_error(tree: ast.AST) -> Iterator[ast.Try]:
    """Blocks that catch ValueError around anything but the reading of one value."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Try):
            continue
        caught = {
            name.id
            for handler in node.handlers
            for name in ast.walk(handler.type or handler)
            if isinstance(name, ast.Name)
        }
        calls = {
            call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
            for statement in node.body
            for call in ast.walk(statement)
            if isinstance(call, ast.Call)
        }
        if "ValueError" in caught and (len(node.body) > 1 or not calls & PARSERS):
            yield node


def test_no_view_shows_a_programming_error_as_a_sentence() -> None:
    faults = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources()
        if re.search(r"(^|/)views(/|\.py)", str(path.relative_to(ROOT)))
        for node in catches_of_value_error(ast.parse(path.read_text()))
    ]
    assert faults == []


def test_no_query_is_patched_with_words_of_sql() -> None:
    assert [str(path.relative_to(ROOT)) for path in sources() if ".extra(" in path.read_text()] == []


#: Python lines, without tests and migrations. An app near it is split by what it holds (docs/architecture.md).
MOST_LINES_OF_AN_APP = 9_000


def lines_of(app: str) -> int:
    """The lines of an app's Python files, without migrations."""
    paths = (path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
    return sum(len(path.read_text().splitlines()) for path in paths)


@pytest.mark.parametrize("app", APPS)
def test_no_app_has_more_lines_than_one_person_can_know(app: str) -> None:
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
