"""How a ledger's file is read, which of its codes belong to which grant, and the uploaded files."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from grants.models.actuals import Actual
from grants.models.grants import Grant


class LedgerMap(models.Model):
    """Which column of a ledger's file says what, by the columns' headings, kept under a name."""

    name = models.CharField(max_length=80, unique=True)
    day = models.CharField(max_length=200)
    amount = models.CharField(max_length=200, blank=True)
    debit = models.CharField(max_length=200, blank=True)
    credit = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=200)
    key = models.CharField(max_length=500, blank=True)
    unit = models.CharField(max_length=200, blank=True)
    category = models.CharField(max_length=200, blank=True)
    categories = models.TextField(blank=True)
    evidence = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=20, choices=Actual.Kind, default=Actual.Kind.SPENT)
    turned = models.BooleanField(default=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=(~Q(amount="") & Q(debit="", credit="")) | (Q(amount="") & ~Q(debit="") & ~Q(credit="")),
                name="ledger_map_has_amount",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["received", "spent", "returned", "carried_in", "carried_out"]),
                name="ledger_map_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key_columns(self) -> list[str]:
        """The headings that together tell one line of the ledger from every other."""
        return _names(self.key)

    @property
    def evidence_columns(self) -> list[str]:
        """The headings whose cells say where the amount can be checked."""
        return _names(self.evidence)

    def category_of(self) -> dict[str, str]:
        """The cost category for each word of the ledger, in lower case: lines of "salaries = staff"."""
        pairs = (line.partition("=") for line in self.categories.splitlines() if "=" in line)
        return {word.strip().casefold(): category.strip().casefold() for word, _, category in pairs}

    def needed_columns(self) -> list[str]:
        """Every heading that the file must have."""
        single = [self.day, self.amount, self.debit, self.credit, self.code, self.unit, self.category]
        return [name for name in dict.fromkeys([*single, *self.key_columns, *self.evidence_columns]) if name]


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


class LedgerCode(models.Model):
    """A code of the ledger (a cost centre, a project) under which a grant's money is booked; grants may share one."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="ledger_codes")
    code = models.CharField(max_length=80)

    class Meta:
        ordering = ["code", "grant"]
        constraints = [models.UniqueConstraint(fields=["grant", "code"], name="ledger_code_once_per_grant")]

    def __str__(self) -> str:
        return f"{self.code}: {self.grant.code}"


class LedgerFile(models.Model):
    """A ledger's file that was uploaded at the desk; once its lines are entered only its digest stays."""

    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    map = models.ForeignKey(LedgerMap, on_delete=models.PROTECT, related_name="files")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    entered_at = models.DateTimeField(null=True)
    entries = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"], condition=Q(entered_at__isnull=False), name="ledger_file_entered_once"
            ),
            models.CheckConstraint(condition=Q(entered_at__isnull=True) | Q(data=b""), name="ledger_file_is_let_go"),
        ]

    def __str__(self) -> str:
        return self.name
