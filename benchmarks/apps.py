"""The benchmarks app."""

from django.apps import AppConfig


class BenchmarksConfig(AppConfig):
    """Measurements, and the synthetic book that they measure."""

    name = "benchmarks"
    verbose_name = "Benchmarks"
