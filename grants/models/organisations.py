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


class FundQuerySet(models.QuerySet["Fund"]):
    """Questions about many funds."""

    def standing(self) -> "FundQuerySet":
        """Those that are offered: none that was merged with another."""
        return self.filter(merged_into=None)

    def named(self, name: str) -> "Fund | None":
        """The fund of this name, in whatever letters; for the name of a merged one, the fund that stands for it."""
        fund = self.filter(name__iexact=name).select_related("merged_into").first()
        return fund and (fund.merged_into or fund)


class Fund(models.Model):
    """A pot of money of one funder, under its usual name.

    `merged_into` is the fund that staff say it is one with: its name leads there, and what was entered under it stays.
    """

    funder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="funds")
    name = models.CharField(max_length=200)
    identifier = models.SlugField(max_length=120, unique=True)
    created_at = models.DateTimeField()
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")

    objects = FundQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["funder", "name"], name="fund_name_once_per_funder"),
            models.CheckConstraint(condition=~models.Q(merged_into=models.F("id")), name="fund_merged_with_another"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.funder})"
