"""Rows together with the rows of other tables that belong to them, in one question to the database.

What belongs to a row comes as JSON beside it and becomes objects again, as `prefetch_related` gives them: each related
manager's `all()` asks nothing more. `prefetch_related` asks once for each table instead.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BinaryField, DecimalField, JSONField
from django.db.models.expressions import RawSQL

#: The attribute in which the rows come.
_ROWS = "rows_of_relations"


@dataclass(frozen=True, kw_only=True)
class Rows:
    """What is loaded of one related table.

    `left_out` names columns that are asked for only where they are read (bytes, long texts); `joined` the rows that a
    foreign key of these leads to, with the columns that are loaded of each (none named: all); `extra` further values,
    each with its SQL over the columns of the related table.
    """

    left_out: frozenset[str] = frozenset()
    joined: Mapping[str, Sequence[str]] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)


def rows_of(model: Any, relations: Mapping[str, Rows]) -> RawSQL:
    """An annotation that gives each object the rows of these relations; `filled` makes objects of them.

    Made once for a model: putting the query together takes longer than the database takes to answer it.
    """
    parts = ", ".join(f"'{name}', ({_query(model, name, rows)})" for name, rows in relations.items())
    return RawSQL(f"jsonb_build_object({parts})", (), output_field=JSONField())  # noqa: S611 - names of models


def filled(holder: Any, relations: Mapping[str, Rows]) -> Any:
    """An object that was annotated by `rows_of` as `rows_of_relations`, with its rows as objects."""
    given = holder.__dict__.pop(_ROWS)
    for name, rows in relations.items():
        relation = holder._meta.get_field(name)
        loaded = [_object(relation, row, rows, holder) for row in given[name] or []]
        if relation.one_to_one:
            relation.set_cached_value(holder, loaded[0] if loaded else None)
        else:
            keep(holder, name, loaded)
    return holder


def keep(holder: Any, name: str, rows: list[Any]) -> None:
    """Let a relation of an object give these rows without asking, as `prefetch_related` does."""
    relation = getattr(holder, name).all()
    relation._result_cache, relation._prefetch_done = rows, True
    holder.__dict__.setdefault("_prefetched_objects_cache", {})[name] = relation


def _query(model: Any, name: str, rows: Rows) -> str:
    """The rows of one relation as a JSON array, in the order in which their model has them."""
    relation = model._meta.get_field(name)
    related = relation.related_model._meta
    columns = [f'{sql} AS "{key}"' for key, sql in _columns(relation.related_model, "part", "", rows.left_out)]
    columns += [f'{sql} AS "{key}"' for key, sql in rows.extra.items()]
    joins = ""
    for key, names in rows.joined.items():
        column = related.get_field(key)
        joined, alias = column.related_model, f"of_{key}"
        columns += [f'{sql} AS "{name}"' for name, sql in _columns(joined, alias, f"{key}__", frozenset(), names)]
        joins += f' LEFT JOIN "{joined._meta.db_table}" "{alias}"'
        joins += f' ON "{alias}"."{joined._meta.pk.column}" = "part"."{column.column}"'
    order = ", ".join(_ordered(related, name) for name in related.ordering or ["pk"])
    where = f'"part"."{relation.field.column}" = "{model._meta.db_table}"."{model._meta.pk.column}"'
    table = f'"{related.db_table}" "part"{joins}'
    rows_sql = f"SELECT {', '.join(columns)} FROM {table} WHERE {where} ORDER BY {order}"  # noqa: S608 - names of models
    return f'SELECT jsonb_agg(to_jsonb("rows")) FROM ({rows_sql}) "rows"'  # noqa: S608 - names of models


def _ordered(related: Any, name: str) -> str:
    """One term of a model's ordering as SQL; a term that follows a foreign key is one of a joined row."""
    key, _, of_joined = name.lstrip("-").partition("__")
    column = related.pk if key == "pk" else related.get_field(key)
    alias = "part"
    if of_joined:
        alias, column = f"of_{key}", column.related_model._meta.get_field(of_joined)
    return f'"{alias}"."{column.column}"{" DESC" if name.startswith("-") else ""}'


def _columns(
    model: Any, alias: str, path: str, left_out: frozenset[str], names: Sequence[str] = ()
) -> Iterator[tuple[str, str]]:
    """A model's columns as SQL, each with its key in JSON: amounts as text, so that nothing is rounded."""
    for column in model._meta.concrete_fields:
        if column.name in left_out or (names and column.name not in names):
            continue
        sql = f'"{alias}"."{column.column}"'
        if isinstance(column, DecimalField):
            sql += "::text"
        elif isinstance(column, BinaryField):
            sql = f"encode({sql}, 'base64')"
        yield f"{path}{column.attname}", sql


def _object(relation: Any, row: dict[str, Any], rows: Rows, holder: Any) -> Any:
    """A row of JSON as an object that knows what it belongs to."""
    database = holder._state.db
    loaded = _from_row(relation.related_model, row, "", database)
    for name in rows.extra:
        setattr(loaded, name, row[name])
    relation.field.set_cached_value(loaded, holder)
    for key in rows.joined:
        column = loaded._meta.get_field(key)
        if getattr(loaded, column.attname) is not None:
            column.set_cached_value(loaded, _from_row(column.related_model, row, f"{key}__", database))
    return loaded


def _from_row(model: Any, row: dict[str, Any], path: str, database: str) -> Any:
    """An object of the columns of a row that begin with a path; others are asked for when they are read."""
    columns = [column for column in model._meta.concrete_fields if f"{path}{column.attname}" in row]
    values = [column.to_python(row[f"{path}{column.attname}"]) for column in columns]
    return model.from_db(database, [column.attname for column in columns], values)
