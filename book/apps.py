"""The book app."""

from django.apps import AppConfig


class BookConfig(AppConfig):
    """What is published: entries, the log, papers."""

    name = "book"
    verbose_name = "Book"
