"""Invented books and desks of a given size, each in a database of its own, made once and kept below VAR."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from tqdm import tqdm

from benchmarks._many_papers import write_desk
from benchmarks.synthetic_book.writing import write_book
from book.log.heads import sign_head
from book.models import State
from database.operations import configured_roles
from database.roles import preparation

#: Sizes at which growth is measured.
SIZES = (1_000, 10_000, 100_000)


@contextmanager
def book_of(count: int) -> Iterator[None]:
    """Inside, every alias points at a book of `count` invented decisions; making the largest takes minutes, once."""
    name = f"bench_{count}_{_fingerprint('book/migrations', 'benchmarks/synthetic_book')}"
    with _database(name, lambda: _write_book(count)):
        yield


@contextmanager
def desk_of(papers: int, grants: int) -> Iterator[None]:
    """Inside, every alias points at a desk of at least so many papers and grants; making it takes minutes, once."""
    make = _fingerprint("decisions/migrations", "grants/migrations", "sample", "benchmarks")
    name = f"bench_desk_{papers}_{grants}_{make}"
    with _database(name, lambda: write_desk(papers, grants)):
        yield


@contextmanager
def _database(name: str, fill: Callable[[], None]) -> Iterator[None]:
    before = {alias: connections[alias].settings_dict["NAME"] for alias in settings.DATABASES}
    try:
        if not _exists(name):
            _make(name, fill)
        _point_at(dict.fromkeys(before, name))
        yield
    finally:
        _point_at(before)


def _make(name: str, fill: Callable[[], None]) -> None:
    half = f"{name}_half"  # under its own name only when it is whole
    _administer(f'DROP DATABASE IF EXISTS "{half}"', f'CREATE DATABASE "{half}"')
    _point_at(dict.fromkeys(settings.DATABASES, half))
    with connections["owner"].cursor() as cursor:
        for statement in preparation(configured_roles(), half):
            cursor.execute(statement)
    call_command("migrate", verbosity=0)
    fill()
    _point_at(dict.fromkeys(settings.DATABASES, "postgres"))
    _administer(f'ALTER DATABASE "{half}" RENAME TO "{name}"')


def _write_book(count: int) -> None:
    with tqdm(total=count, desc=f"A book of {count:,}", disable=None) as bar:
        write_book(count, seed=510, tick=bar.update, say=lambda text: bar.set_postfix_str(text))
    sign_head()
    if State.objects.get().entries != count:
        raise RuntimeError("The reader does not see the book that was made.")


def _exists(name: str) -> bool:
    return (name,) in _administer("SELECT datname FROM pg_database")


def _administer(*statements: str) -> Any:
    """Run statements about databases, as the owner, from outside any of them."""
    before = {alias: connections[alias].settings_dict["NAME"] for alias in settings.DATABASES}
    _point_at(dict.fromkeys(before, "postgres"))
    try:
        with connections["owner"].cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall() if cursor.description else None
    finally:
        _point_at(before)


def _point_at(names: dict[str, str]) -> None:
    connections.close_all()
    for alias, name in names.items():
        connections[alias].settings_dict["NAME"] = name


def _fingerprint(*folders: str) -> str:
    """Changes with the tables and with what is invented, so that what an older make wrote is not measured."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted((settings.BASE_DIR / folder).glob("*.*")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]
