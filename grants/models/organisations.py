"""Bodies that give and receive money, and the pots that they give it from."""

from django.db import models


class Organisation(models.Model):
    """A body that gives or receives grants."""

    name = models.CharField(max_length=200, unique=True)
    short_name = models.CharField(max_length=40, blank=True)
    identifier = models.CharField(
        max_length=80, unique=True, help_text="A published identifier such as GB-GOR-D16, or the register’s own."
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Fund(models.Model):
    """A pot of money of one funder, under its usual name."""

    funder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="funds")
    name = models.CharField(max_length=200)
    identifier = models.SlugField(max_length=120, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["funder", "name"], name="fund_name_once_per_funder")]

    def __str__(self) -> str:
        return f"{self.name} ({self.funder})"
