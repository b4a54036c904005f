"""`make quick` picks the tests that belong to what changed, nearest first, and as many as a minute holds."""

import subprocess
from pathlib import Path

import pytest

from tools import durations, quick

SOURCES = {
    "grants/models.py": "from figures import money",
    "grants/views.py": "from grants.models import Grant",
    "figures/__init__.py": "",
    "figures/money.py": "",
    "tests/builders.py": "from grants.models import Grant",
    "tests/grants/test_models.py": "from grants.models import Grant",
    "tests/grants/test_pages.py": "def test_page(client): client.get('/desk/grants/')  # views",
    "tests/grants/test_other.py": "",
    "tests/figures/test_money.py": "from figures import money",
    "tests/decisions/test_steps.py": "from tests import builders",
    "tests/browser/test_story.py": "from grants.models import Grant",
    "tests/promises/test_races.py": "from grants.models import Grant",
}


def test_importers_come_first_then_the_folder_then_users_of_a_helper() -> None:
    assert quick.choose(["grants/models.py"], SOURCES, {}).run == [
        "tests/grants/test_models.py",
        "tests/grants/test_other.py",
        "tests/grants/test_pages.py",
        "tests/decisions/test_steps.py",
    ]


def test_a_test_that_changed_is_run_before_all_others() -> None:
    changed = ["tests/figures/test_money.py", "grants/models.py"]
    assert quick.choose(changed, SOURCES, {}).run[0] == "tests/figures/test_money.py"


def test_a_template_or_a_view_is_tested_by_its_folder_beginning_with_who_mentions_it() -> None:
    assert quick.choose(["grants/views.py"], SOURCES, {}).run[0] == "tests/grants/test_pages.py"
    assert set(quick.choose(["templates/grants/grant.html"], SOURCES, {}).run) == {
        path for path in SOURCES if path.startswith("tests/grants/")
    }


def test_an_sql_file_is_tested_by_those_that_name_what_it_defines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quick, "ROOT", tmp_path)
    (tmp_path / "guard.sql").write_text("CREATE OR REPLACE FUNCTION book.guard_row() RETURNS trigger AS $$ … $$;")
    sources = SOURCES | {"tests/figures/test_guards.py": "refused(attack, 'guard_row')"}
    assert quick.choose(["guard.sql"], sources, {}).run == ["tests/figures/test_guards.py"]


def test_a_profile_is_tested_by_the_folder_of_profiles() -> None:
    sources = SOURCES | {"tests/profile/test_reading.py": "", "profiles/rules.py": ""}
    assert quick.choose(["profiles/rules.py"], sources, {}).run == ["tests/profile/test_reading.py"]


def test_a_helper_of_the_tests_has_its_users_run() -> None:
    assert quick.choose(["tests/builders.py"], SOURCES, {}).run == ["tests/decisions/test_steps.py"]


def test_no_browser_and_no_whole_story_is_run() -> None:
    choice = quick.choose(["tests/browser/test_story.py"], SOURCES, {})
    assert (choice.run, choice.left) == ([], ["tests/browser/test_story.py"])


def test_what_does_not_fit_into_the_minute_is_left_and_said() -> None:
    seconds = {"tests/grants/test_models.py": quick.BUDGET - 1, "tests/grants/test_other.py": 0.5}
    choice = quick.choose(["grants/models.py"], SOURCES, seconds)
    assert choice.run == ["tests/grants/test_models.py", "tests/grants/test_other.py"]
    whole_stories = ["tests/browser/test_story.py", "tests/promises/test_races.py"]
    assert choice.left == [*whole_stories, "tests/grants/test_pages.py", "tests/decisions/test_steps.py"]


def test_a_file_at_the_top_belongs_to_no_folder() -> None:
    assert quick.choose(["README.md"], SOURCES, {}).run == []


@pytest.mark.parametrize(
    ("text", "files"),
    [
        ("import figures.money", {"figures/money.py"}),
        ("from figures.money import pounds", {"figures/money.py"}),
        ("from figures import money", {"figures/__init__.py", "figures/money.py"}),
        ("def f():\n    from ..models import Grant", {"grants/models.py"}),
        ("import json", set()),
    ],
)
def test_imports_are_followed_to_their_files(text: str, files: set[str]) -> None:
    assert quick.imported_files("grants/deep/x.py", text, SOURCES) == files


def test_every_import_of_the_repository_leads_somewhere() -> None:
    sources = {path: (quick.ROOT / path).read_text() for path in quick.python_files()}
    names = quick.imported_files("tests/tools/test_quick.py", sources["tests/tools/test_quick.py"], sources)
    assert names == {"tools/__init__.py", "tools/quick.py", "tools/durations.py"}


def test_new_changed_and_deleted_files_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick, "ROOT", tmp_path)

    def git(*words: str) -> None:
        own = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
        subprocess.run(["git", *own, *words], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-b", "main")
    for name in ("kept.py", "changed.py", "deleted.py"):
        (tmp_path / name).write_text("")
    git("add", ".")
    git("commit", "-m", "x")
    assert quick.base() == "HEAD"
    (tmp_path / "deleted.py").unlink()
    (tmp_path / "changed.py").write_text("x = 1")
    (tmp_path / "new file.py").write_text("")
    assert quick.changed_files("HEAD") == ["changed.py", "deleted.py", "new file.py"]
    git("checkout", "-b", "branch")
    git("commit", "-am", "y")
    assert quick.base() != "HEAD"
    assert quick.changed_files(quick.base()) == ["changed.py", "deleted.py", "new file.py"]
    assert quick.python_files() == ["changed.py", "kept.py", "new file.py"]


def test_seconds_are_added_up_by_folder_longest_first() -> None:
    seconds = {"tests/grants/test_a.py": 1.5, "tests/grants/deep/test_b.py": 1.0, "tests/audit/test_c.py": 4.0}
    assert durations.by_folder(seconds) == [("tests/audit", 4.0), ("tests/grants", 2.5)]


def test_who_mentions_more_of_what_the_file_defines_comes_first() -> None:
    sources = SOURCES | {
        "grants/views.py": "def grant_page(): ...\ndef grant_list(): ...",
        "tests/grants/test_pages.py": "client.get(reverse('grant_page'))",
        "tests/grants/test_two_pages.py": "reverse('grant_list'), reverse('grant_page')",
    }
    chosen = quick.choose(["grants/views.py"], sources, {}).run
    assert chosen[:2] == ["tests/grants/test_two_pages.py", "tests/grants/test_pages.py"]


def test_what_has_not_begun_when_the_minute_is_over_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    durations.pytest_runtest_setup()
    monkeypatch.setenv(durations.UNTIL, "0")
    with pytest.raises(pytest.skip.Exception, match="make test"):
        durations.pytest_runtest_setup()
