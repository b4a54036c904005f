"""The decisions app."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """The paper from first draft to signature and publication."""

    name = "decisions"
    verbose_name = "Decisions"

    def ready(self) -> None:
        """Tell the audit app that a paper has a name in the book beside its own."""
        from audit.subjects import register_other_names
        from decisions.subjects import names_of

        register_other_names(names_of)
