"""Tests run on a real PostgreSQL as the desk's and the reader's roles, never as owner. How to use it:

* `@pytest.mark.django_db`: one transaction as the desk, rolled back. The alias `book` is refused there, because the
  reader is another connection and sees nothing uncommitted: a leak test would pass for the wrong reason.
* `@pytest.mark.committed`: really committed; `default` and `book` both work, threads too; all tables are emptied
  afterwards (rows that migrations made come back). For the public site, races, triggers at commit. Slower.
  `committed(owner=True)` lets code that runs as the owner (backups) do so too.
* fixture `committed_module`: for a module's own module-scoped fixture that commits data once; the tests that read it
  are marked `@pytest.mark.django_db(databases=["default", "book"])`. Emptied after the module.
* fixture `people`: everybody with their offices, by name: `people.fatima`, `people.kaya`.
* fixture `sql`: raw SQL on a connection of its own, autocommitting: `sql("desk", "DELETE FROM x WHERE id = %s", [1])`;
  roles "owner", "desk", "reader", "worker". Returns the rows, or None. It sees committed data only: use `committed`.
* fixture `drawn_anew`: decision papers are drawn for this test alone; else the same text is drawn once in a process.
* `@pytest.mark.postgres15`: the test runs again on Debian's PostgreSQL 15 (tests/database/test_postgres15.py).

The server is the embedded one below VAR, or DATABASE_URL, BOOK_DATABASE_URL and OWNER_DATABASE_URL (whose role needs
CREATEDB). Migrations run once into a template database; each worker of a parallel run copies it.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connections
from django.test import TransactionTestCase, override_settings

from documents.drawing import draw_pdf
from http_cache import limits
from http_cache.book_version import book_version
from tests.book.paper.remembering import draw_once
from tests.database.copies import Emptier, connect, make_copy, remove_copy
from tests.people import People, make_people

BOTH = ["default", "book"]


@pytest.fixture
def people(db: None) -> People:
    """Everybody with their offices."""
    return make_people()


_numbers = count()


@pytest.fixture(autouse=True)
def _exports_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test is answered from the exports that the worker wrote in another one; the folder is made by who writes."""
    monkeypatch.setattr(settings, "EXPORTS", tmp_path_factory.getbasetemp() / f"exports-{next(_numbers)}")


@pytest.fixture(autouse=True)
def _places_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A large file that another test asked for and did not read to its end takes no place of this one."""
    for limit in (limits.DOWNLOADS, limits.SEARCHES, limits.CHECKS, limits.DRAWINGS):
        monkeypatch.setattr(limit, "_held", Counter())


@pytest.fixture(autouse=True)
def _book_of_its_own() -> None:
    """No page shows what was computed from the book of another test a moment ago."""
    book_version.forget()


class CheapArgon2(Argon2PasswordHasher):
    """Argon2 as in production, with little memory: what it costs to guess a password is its library's concern."""

    memory_cost = 1024
    parallelism = 1


@pytest.fixture(autouse=True, scope="session")
def _cheap_passwords() -> Iterator[None]:
    """People sign in and prove who they are thousands of times in a run."""
    with override_settings(PASSWORD_HASHERS=[f"{__name__}.{CheapArgon2.__name__}", *settings.PASSWORD_HASHERS]):
        yield


@pytest.fixture(autouse=True, scope="session")
def _papers_drawn_once() -> Iterator[None]:
    """A decision paper that was drawn in this process is not drawn again, unless a test asks for `drawn_anew`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("book.paper.drawing.draw_pdf", draw_once)
        yield


@pytest.fixture
def drawn_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every paper of this test is drawn for it: a test that compares two drawings of one text needs both."""
    monkeypatch.setattr("book.paper.drawing.draw_pdf", draw_pdf)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Turn the mark `committed` into pytest-django's words, before that sorts the tests."""
    for item in items:
        if mark := item.get_closest_marker("committed"):
            aliases = [*BOTH, "worker", "owner"] if mark.kwargs.get("owner") else [*BOTH, "worker"]
            item.add_marker(pytest.mark.django_db(transaction=True, databases=aliases))


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: Any
) -> Iterator[None]:
    """Give this worker a database of its own and point every alias at it."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns of a folder that is not there
    worker = getattr(request.config, "workerinput", {}).get("workerid", "alone")
    with django_db_blocker.unblock():
        name = make_copy(worker)
    emptier = Emptier()

    def empty(case: TransactionTestCase) -> None:
        emptier.empty()

    # Django would flush through the desk's alias, which may neither TRUNCATE nor switch off a trigger.
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
    request.config.stash[_EMPTIER] = emptier
    yield
    patch.undo()
    with django_db_blocker.unblock():
        remove_copy(name)


_EMPTIER = pytest.StashKey[Emptier]()


@pytest.fixture(scope="module")
def committed_module(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Lets a module-scoped fixture commit data for all tests of its module."""
    with django_db_blocker.unblock():
        yield
        for alias in (*BOTH, "worker"):
            connections[alias].close()
        request.config.stash[_EMPTIER].empty()


Sql = Callable[..., "list[tuple[Any, ...]] | None"]


@pytest.fixture
def sql(django_db_setup: None) -> Iterator[Sql]:
    """Raw SQL as one of the roles: what no Python of ours stands in front of."""
    opened: dict[str, Any] = {}

    def run(role: str, statement: str, values: Any = None) -> list[tuple[Any, ...]] | None:
        if role not in opened:
            opened[role] = connect({"desk": "default", "reader": "book"}.get(role, role))
        with opened[role].cursor() as cursor:
            cursor.execute(statement, values)
            return None if cursor.description is None else cursor.fetchall()

    yield run
    for connection in opened.values():
        connection.close()
