"""A read paper as JSON that keeps everything, and back: for the process that reads, and for the row that remembers."""

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from figures.references import Reference
from figures.years import FinancialYear
from intake.parsing.read_paper import ReadPaper


def paper_to_json(paper: ReadPaper) -> dict[str, Any]:
    """All of a read paper as JSON values."""
    values: dict[str, Any] = _plain(paper)
    return values


def paper_from_json(values: dict[str, Any]) -> ReadPaper:
    """The read paper that `paper_to_json` made the values of."""
    paper: ReadPaper = _as_type(ReadPaper, values)
    return paper


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal | Reference | FinancialYear):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return value


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _as_type(kind: Any, value: Any) -> Any:
    """A JSON value as the type that a field declares."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        inner = next(part for part in get_args(kind) if part is not type(None))
        return None if value is None else _as_type(inner, value)
    if origin is list:
        return [_as_type(get_args(kind)[0], item) for item in value]
    if origin is tuple:
        parts = get_args(kind)
        inner = [parts[0]] * len(value) if len(parts) == 2 and parts[1] is Ellipsis else list(parts)
        return tuple(_as_type(part, item) for part, item in zip(inner, value, strict=True))
    if origin is dict:
        key, inner = get_args(kind)
        return {_as_type(key, name): _as_type(inner, item) for name, item in value.items()}
    if kind is Reference or kind is FinancialYear:
        return kind.parse(value)
    if kind is date:
        return date.fromisoformat(value)
    if kind in (Decimal, int):
        return kind(value)
    if is_dataclass(kind):
        make: Any = kind
        return make(**{name: _as_type(hint, value[name]) for name, hint in _hints(make).items() if name in value})
    return value
