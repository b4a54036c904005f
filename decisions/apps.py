"""The room of the decision papers."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """The paper from first draft to signature and publication."""

    name = "decisions"
    verbose_name = "Decisions"
