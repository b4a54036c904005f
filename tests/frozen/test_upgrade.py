"""A database of each released version, with its sample, is brought up to date and loses nothing."""

import gzip
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client

from book.integrity import check_book
from book.models import Entry, PublishedDecision
from database.operations import configured_roles
from database.roles import EMBEDDED
from decisions.models import Decision
from tests.database.copies import connect, create_database, drop_database, point_aliases_at

HERE = Path(__file__).resolve().parent
NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


def statements(version: str) -> str:
    """The dump of a version as SQL that any client runs, with the roles of this server."""
    text = gzip.decompress((HERE / f"{version}.sql.gz").read_bytes()).decode()
    lines = [line for line in text.splitlines() if not line.startswith(("\\", "SET transaction_timeout"))]
    text = "\n".join(lines)
    for role, name in asdict(EMBEDDED).items():
        text = text.replace(name, asdict(configured_roles())[role])
    return text


@pytest.fixture(params=sorted(path.name.removesuffix(".sql.gz") for path in HERE.glob("*.sql.gz")))
def restored(request: Any, committed_module: None) -> Iterator[str]:
    """A database as that version left it, which every alias is pointed at."""
    before, name = connections["owner"].settings_dict["NAME"], f"test_frozen_{request.param.replace('.', '_')}"
    create_database(name)
    connection = connect("owner", dbname=name)
    with connection.cursor() as cursor:
        cursor.execute(statements(request.param))
    connection.close()
    point_aliases_at(name)
    yield request.param
    point_aliases_at(before)
    drop_database(name)


def test_what_a_released_version_held_is_there_after_the_upgrade(restored: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM decisions_decision")
        (papers,) = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM book.entry")
        (entries,) = cursor.fetchone()
    call_command("migrate", verbosity=0, interactive=False)
    assert papers
    assert Decision.objects.count() == papers
    assert entries
    assert Entry.objects.count() == entries
    # The seal's key of the trial that wrote it is not kept, so seals are foreign here; all else must be right.
    wrong = [finding for finding in check_book("default", roots=()) if finding.kind == "wrong"]
    assert [finding for finding in wrong if "seal" not in str(finding).lower()] == []
    for decision in PublishedDecision.objects.all():
        assert Client().get(f"/decisions/{decision.slug}/").status_code == 200
