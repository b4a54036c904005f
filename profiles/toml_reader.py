"""TOML tables as frozen dataclasses: every value is checked against its type, and a mistake is one sentence."""

import types
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from profiles.errors import ProfileError
from profiles.lines import Path, key_lines, line_of

_WORDS = {str: "text", int: "a whole number", bool: "true or false", date: "a date such as 2026-04-01"}


class TomlReader:
    """Turns the tables of one file into dataclasses.

    Raises ProfileError, naming file, line and key, for what is missing, unknown or of another type.
    """

    def __init__(self, file: str, text: str) -> None:
        self.file, self.lines = file, key_lines(text)

    def error(self, path: Path, problem: str) -> ProfileError:
        """The error about a key."""
        key = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
        return ProfileError(self.file, line_of(self.lines, path), key, problem)

    def value(self, kind: Any, data: Any, path: Path = ()) -> Any:
        """`data` as `kind`."""
        origin, args = get_origin(kind), get_args(kind)
        if origin in (Union, types.UnionType):
            return self.value(next(a for a in args if a is not type(None)), data, path)
        if origin is Literal:
            if data not in args:
                raise self.error(path, f"{data!r} is none of {', '.join(args)}.")
            return data
        if origin is tuple:
            return self._list(args[0], data, path)
        if origin is dict:
            self._must_be(dict, data, path, "a table")
            return {
                self.value(args[0], name, (*path, name)): self.value(args[1], item, (*path, name))
                for name, item in data.items()
            }
        if is_dataclass(kind):
            return self._object(kind, data, path)
        return self._plain(kind, data, path)

    def _list(self, kind: Any, data: Any, path: Path) -> tuple[Any, ...]:
        self._must_be(list, data, path, "a list")
        return tuple(self.value(kind, item, (*path, n)) for n, item in enumerate(data))

    def _object(self, kind: Any, data: Any, path: Path) -> Any:
        self._must_be(dict, data, path, "a table")
        hints, fields_by_name = get_type_hints(kind), {f.name: f for f in fields(kind)}
        for name in data:
            if name not in fields_by_name:
                raise self.error((*path, name), f"there is no such key here. There are {', '.join(fields_by_name)}.")
        for name, field in fields_by_name.items():
            if name not in data and _is_needed(field):
                raise self.error((*path, name), "this key is missing.")
        return kind(**{name: self.value(hints[name], item, (*path, name)) for name, item in data.items()})

    def _plain(self, kind: Any, data: Any, path: Path) -> Any:
        if type(data) is not kind or isinstance(data, datetime):
            raise self.error(path, f"{data!r} stands where {_WORDS[kind]} belongs.")
        if kind is str and not data.strip() and data:
            raise self.error(path, "there is nothing but spaces.")
        return data

    def _must_be(self, kind: type, data: Any, path: Path, words: str) -> None:
        if not isinstance(data, kind):
            raise self.error(path, f"{data!r} stands where {words} belongs.")


def _is_needed(field: "Field[Any]") -> bool:
    return field.default is MISSING and field.default_factory is MISSING
