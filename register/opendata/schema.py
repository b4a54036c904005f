"""The JSON Schemas of what entries hold, at addresses that never change."""

from typing import Any

from django.conf import settings

from book.canonical import schema
from book.entries import CONTENT
from book.part1 import VERSIONS, part1_schema, read_part1

#: Where the schema of each version of Part 1 is published.
PATHS = {"part1/1": "/open-data/decision.schema.json", "part1/2": "/open-data/decision-2.schema.json"}


def decision_schema(version: str = "part1/1") -> dict[str, Any]:
    """The schema of `/decisions/PCD-510.json` where that is of the version."""
    return part1_schema(version, address=f"{settings.REGISTER_ADDRESS}{PATHS[version]}")


def schema_path(part1: bytes) -> str:
    """The path of the schema that describes a published Part 1."""
    return PATHS[read_part1(part1).schema]


def entry_schema() -> dict[str, Any]:
    """The schema of any entry's content: one of the kinds, told apart by its `schema`."""
    definitions: dict[str, Any] = {}
    contents = [(kind, content) for kind, several in CONTENT.items() for content in several]
    for kind, content in contents:
        content_schema = schema(content, identifier="", title="")
        definitions |= content_schema["$defs"]
        definitions[content.__name__]["description"] += f" Entries of the kind “{kind}”."
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{settings.REGISTER_ADDRESS}/open-data/entry.schema.json",
        "title": "Content of an entry of the decision register",
        "oneOf": [
            *({"$ref": f"#/$defs/{content.__name__}"} for _, content in contents),
            *({"$ref": f"{settings.REGISTER_ADDRESS}{PATHS[version]}"} for version in VERSIONS if version != "part1/1"),
        ],
        # A later version of Part 1 has types of the same names, so it stands here as a schema of its own.
        "$defs": dict(sorted(definitions.items()))
        | {version: decision_schema(version) for version in VERSIONS if version != "part1/1"},
    }
