"""A desk with many papers and grants: the sample, and copies of its rows with numbers of their own."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from secrets import token_urlsafe
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.models import ForeignKey, Model
from psycopg2 import connect
from tqdm import tqdm

from decisions.models import Decision
from grants.models import Grant
from local_postgres.cluster import SUPERUSER
from sample.loading import load

#: Columns that must differ between copies, besides the primary key: the SQL of a copy's value, `k` its number.
_OWN = {
    ("decisions_decision", "reference_key"): "reference_key || '-' || {k}",
    ("decisions_decision", "number"): "number + {k} * 1000",
    ("decisions_decision", "authorised_at"): "decided_at",
    ("decisions_decision", "publish_from"): "decided_at",
    ("decisions_decision", "author_told_at"): "decided_at",
    ("decisions_decision", "authorised_by_id"): "CASE WHEN decided_at IS NULL THEN NULL ELSE created_by_id END",
    ("grants_actual", "ledger_key"): "''",
}


#: Copies in which papers stand as in the sample; in all later ones what was decided is long past, the rest withdrawn.
STILL_OPEN = 10
_LONG_PAST = """
    UPDATE decisions_decision SET decided_at = decided_at - %s * interval '5 days', decided_on = decided_on - %s * 5,
        status = CASE WHEN status IN ('approved', 'refused') THEN status ELSE 'withdrawn' END
    WHERE id > %s
"""


def write_desk(papers: int, grants: int) -> None:
    """Load the sample into an empty database, and copy its grants and papers until there are at least so many.

    The copies are rows alone, written with the database's rules off: they are there to be listed, searched and opened.
    """
    load(password=token_urlsafe(), at=datetime.now(UTC), report=lambda _: None)
    of_grants, of_papers = _owned_by(Grant), _owned_by(Decision)
    newest = {model: _newest(model) for model in (*of_grants, *of_papers)}
    copies_of_grants = -(-grants // Grant.objects.count()) - 1
    copies_of_papers = -(-papers // Decision.objects.count()) - 1
    with _superuser() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no foreign keys
        for model in newest:
            cursor.execute(f'ALTER TABLE "{model._meta.db_table}" DISABLE TRIGGER USER')
        for copy in range(1, copies_of_grants + 1):
            for model in of_grants:
                cursor.execute(_copying(model, copy, dict.fromkeys(of_grants, copy), newest))
        for copy in tqdm(range(1, copies_of_papers + 1), desc=f"A desk of {papers:,} papers", disable=None):
            copies = dict.fromkeys(of_papers, copy) | dict.fromkeys(of_grants, copy % (copies_of_grants + 1))
            for model in of_papers:
                cursor.execute(_copying(model, copy, copies, newest))
            if copy > STILL_OPEN:
                cursor.execute(_LONG_PAST, [copy, copy, copy * newest[Decision]])
        for model in newest:
            cursor.execute(f'ALTER TABLE "{model._meta.db_table}" ENABLE TRIGGER USER')
        cursor.execute("ANALYZE")


@contextmanager
def _superuser() -> Iterator[Any]:
    """A cursor of who may write with the database's rules off, on the database that the owner is connected to."""
    connections["owner"].ensure_connection()
    server = connections["owner"].connection.info
    with closing(connect(host=server.host, port=server.port, user=SUPERUSER, dbname=server.dbname)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor


def _owned_by(root: type[Model]) -> list[type[Model]]:
    """The root and every table of its app whose rows belong to a row of it, directly or through another."""
    models = list(apps.get_app_config(root._meta.app_label).get_models())
    owned: list[type[Model]] = [root]
    while more := [model for model in models if model not in owned and _belongs(model, owned)]:
        owned += more
    return owned


def _belongs(model: type[Model], owners: list[type[Model]]) -> bool:
    return any(isinstance(field, ForeignKey) and field.related_model in owners for field in model._meta.concrete_fields)


def _newest(model: type[Model]) -> int:
    row: Any = model._default_manager.order_by("-pk").first()
    return int(row.pk) if row else 0


def _copying(model: type[Model], copy: int, copies: dict[type[Model], int], newest: dict[type[Model], int]) -> str:
    """The statement that copies a table's first rows; a reference to a row that is copied too leads to its copy."""
    table, values = model._meta.db_table, {}
    for field in model._meta.concrete_fields:
        column = f'"{field.column}"'
        leads_to: Any = model if field.primary_key else getattr(field, "related_model", None)
        if own := _OWN.get((table, str(field.column))):
            values[column] = own.format(k=copy)
        elif leads_to in copies:
            values[column] = f"{column} + {copies[leads_to] * newest[leads_to]}"
        else:
            values[column] = column
    key = model._meta.pk
    assert key is not None  # every table has one
    return (  # names of tables and columns alone, from the models
        f'INSERT INTO "{table}" ({", ".join(values)}) OVERRIDING SYSTEM VALUE '  # noqa: S608
        f'SELECT {", ".join(values.values())} FROM "{table}" WHERE "{key.column}" <= {newest[model]}'
    )
