"""The JSON Schemas of what entries hold, at addresses that never change."""

from typing import Any

from django.conf import settings

from book.canonical import schema
from book.entries import CONTENT
from book.part1 import part1_schema


def decision_schema() -> dict[str, Any]:
    """The schema of `/decisions/PCD-510.json`."""
    return part1_schema(f"{settings.REGISTER_ADDRESS}/open-data/decision.schema.json")


def entry_schema() -> dict[str, Any]:
    """The schema of any entry's content: one of the kinds, told apart by its `schema`."""
    found: dict[str, Any] = {}
    for kind, content in CONTENT.items():
        one = schema(content, identifier="", title="")
        found |= one["$defs"]
        found[content.__name__]["description"] += f" Entries of the kind “{kind}”."
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{settings.REGISTER_ADDRESS}/open-data/entry.schema.json",
        "title": "Content of an entry of the decision register",
        "oneOf": [{"$ref": f"#/$defs/{content.__name__}"} for content in CONTENT.values()],
        "$defs": dict(sorted(found.items())),
    }
