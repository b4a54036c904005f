"""Plain typed values as canonical JSON and back, and the JSON Schema that describes them.

Canonical: UTF-8, keys sorted, no white space, no floating-point numbers (RFC 8785 restricted to
strings, integers, booleans, null, lists and objects), so that equal values have equal bytes.
"""

import json
import types
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from figures.money import canonical_money

_PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    Decimal: {"type": "string", "pattern": r"^\d+\.\d{2}$"},
}


class NotCanonical(ValueError):
    """The bytes are not what `canonical` would write for the type that was asked for."""


def canonical(value: Any) -> bytes:
    """The one JSON spelling of a value: dataclasses become objects, tuples lists, amounts and dates strings."""
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def plain(value: Any) -> Any:
    """The value in strings, integers, booleans, None, lists and dicts."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Decimal):
        return canonical_money(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {name: plain(getattr(value, name)) for name in _names(type(value))}
    raise TypeError(f"{type(value).__name__} has no canonical form")


def restore(kind: Any, data: Any, where: str = "") -> Any:
    """The typed value of plain data; raises NotCanonical, naming the place, where data and type disagree."""
    form, inner = _form(kind)
    if form == "optional":
        return None if data is None else restore(inner, data, where)
    if form == "choice":
        if data not in inner:
            raise NotCanonical(f"{where}: {data!r} is none of {', '.join(map(repr, inner))}")
        return data
    if form == "one of":
        return _restore_one_of(inner, data, where)
    if form == "list":
        if not isinstance(data, list):
            raise NotCanonical(f"{where}: expected a list")
        return tuple(restore(inner, item, f"{where}[{n}]") for n, item in enumerate(data))
    if form == "object":
        return _restore_object(kind, data, where)
    return _restore_plain(kind, data, where)


# Types are looked into once, because thousands of papers are restored in one import and in one check of the book.


@cache
def _form(kind: Any) -> tuple[str, Any]:
    """What a type is in JSON, and the type (or the choices) inside."""
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        members = tuple(a for a in args if a is not type(None))
        return ("optional", members[0]) if len(members) == 1 else ("one of", members)
    if origin is Literal:
        return "choice", args
    if origin is tuple:
        return "list", args[0]
    return ("object" if is_dataclass(kind) else "plain"), kind


@cache
def _hints(kind: Any) -> dict[str, Any]:
    """The types of a dataclass's fields."""
    return get_type_hints(kind)


@cache
def _names(kind: Any) -> dict[str, None]:
    """The names of a dataclass's fields as a set that keeps their order, so that what is read aloud is in order."""
    return dict.fromkeys(f.name for f in fields(kind))


@cache
def _tagged(members: tuple[Any, ...]) -> dict[str, Any]:
    """The objects of a union by the one value that each allows in its field `type`."""
    return {get_args(_hints(member)["type"])[0]: member for member in members}


def _restore_one_of(members: tuple[Any, ...], data: Any, where: str) -> Any:
    """An object of a union: its field `type` says which."""
    kinds = _tagged(members)
    tag = data.get("type") if isinstance(data, dict) else None
    if not isinstance(tag, str) or tag not in kinds:
        raise NotCanonical(f"{where}: expected an object whose type is {' or '.join(kinds)}")
    return restore(kinds[tag], data, where)


def _restore_object(kind: Any, data: Any, where: str) -> Any:
    if not isinstance(data, dict):
        raise NotCanonical(f"{where}: expected an object")
    hints, names = _hints(kind), _names(kind)
    if data.keys() != names.keys():
        odd = sorted(data.keys() ^ names.keys())
        raise NotCanonical(f"{where or kind.__name__}: missing or unknown {', '.join(odd)}")
    return kind(**{name: restore(hints[name], data[name], f"{where}.{name}".lstrip(".")) for name in data})


def _restore_plain(kind: Any, data: Any, where: str) -> Any:
    try:
        if kind in (date, datetime) and isinstance(data, str):
            return kind.fromisoformat(data)
        if kind is Decimal and isinstance(data, str):
            return Decimal(data)
    except (ValueError, InvalidOperation):
        raise NotCanonical(f"{where}: {data!r} is no {kind.__name__}") from None
    if type(data) is kind:
        return data
    raise NotCanonical(f"{where}: {data!r} is no {kind.__name__}")


def schema(kind: Any, *, identifier: str, title: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a type, with every object named under $defs."""
    defs: dict[str, Any] = {}
    root = _describe(kind, defs)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": identifier, "title": title}
    return head | root | {"$defs": dict(sorted(defs.items()))}


def _describe(kind: Any, defs: dict[str, Any]) -> dict[str, Any]:
    form, inner = _form(kind)
    if form == "optional":
        return {"anyOf": [_describe(inner, defs), {"type": "null"}]}
    if form == "choice":
        return {"enum": list(inner)}
    if form == "one of":
        return {"oneOf": [_describe(member, defs) for member in inner]}
    if form == "list":
        return {"type": "array", "items": _describe(inner, defs)}
    if kind in _PLAIN:
        return dict(_PLAIN[kind])
    if kind.__name__ not in defs:
        defs[kind.__name__] = {}
        hints = _hints(kind)
        defs[kind.__name__] = {
            "type": "object",
            "description": " ".join((kind.__doc__ or "").split()),
            "properties": {f.name: _describe(hints[f.name], defs) for f in fields(kind)},
            "required": sorted(f.name for f in fields(kind)),
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{kind.__name__}"}
