"""Which alias a model is read and written on: the book is read by its reader, everything else belongs to the desk."""

from typing import Any

from django.conf import settings
from django.db.models import Model


def in_book(model: type[Model]) -> bool:
    """Whether the model's table lies in the schema `book` (db_table = '"book"."entry"')."""
    return model._meta.db_table.replace('"', "").startswith("book.")


class BookRouter:
    """Reads of the book go to alias `book`, everything else to `default`; only `owner` migrates."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        """The reader's alias for the book; None for what Django would take anyway.

        An object that was loaded through the desk's connection stays there, so that a transaction sees its own writes.
        """
        if not in_book(model) or "book" not in settings.DATABASES:
            return None
        instance = hints.get("instance")
        if instance is not None and instance._state.db == "default":
            return "default"
        return "book"

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        """Always the desk: nothing is ever written as the reader."""
        return "default"

    def allow_relation(self, first: Model, other: Model, **hints: Any) -> bool:
        """All aliases are one database."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Only the owner changes the schema."""
        return db == "owner"
