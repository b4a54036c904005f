"""The operations of the service as a Django app."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """The state of the service, its checks before it starts, and the worker's jobs that watch over it."""

    name = "operations"

    def ready(self) -> None:
        """Register the checks, and add the jobs to the worker's rounds."""
        from operations import checks  # noqa: F401
        from operations.jobs import JOBS
        from register import working

        working.JOBS.update(JOBS)
