"""The sample app."""

from django.apps import AppConfig


class SampleConfig(AppConfig):
    """The sample of a trial."""

    name = "sample"
    verbose_name = "Sample"
