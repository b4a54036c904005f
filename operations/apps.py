"""The operations of the service as a Django app."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """The state of the service, its checks before it starts, the worker's rounds."""

    name = "operations"

    def ready(self) -> None:
        """Register the checks."""
        from operations import checks  # noqa: F401
