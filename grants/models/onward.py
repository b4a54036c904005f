"""Money of a grant that is passed on to a partner: the grant that the body makes out of one that it receives."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from grants.models.grants import Grant
from grants.models.tranches import Tranche

#: Above so many pounds a subsidy is entered in the public subsidy database (Subsidy Control Act 2022, section 33).
SUBSIDY_ABOVE = Decimal(100_000)


class Subsidy(models.TextChoices):
    """Whether an award is a subsidy under the Subsidy Control Act 2022."""

    NOT_ASSESSED = "not_assessed", "Not assessed yet"
    NO = "no", "No"
    YES = "yes", "Yes"


class OnwardGrant(models.Model):
    """A grant made (`grant`) with money of a grant received (`parent`), why, and what the recipient must keep to.

    What is passed on never comes to more than the parent: a trigger holds it. Recipient, purpose and amounts are those
    of the grant made; what is paid and recovered are its entries, what the recipient owes are its obligations.
    """

    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, related_name="onward")
    parent = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="passed_on")
    reason = models.TextField()
    conditions = models.TextField(blank=True)
    subsidy = models.CharField(max_length=20, choices=Subsidy, default=Subsidy.NOT_ASSESSED)
    subsidy_reason = models.TextField(blank=True)
    assessed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(grant=F("parent")), name="onward_grant_has_a_parent"),
            models.CheckConstraint(condition=Q(subsidy__in=Subsidy.values), name="onward_subsidy_known"),
            models.CheckConstraint(
                condition=Q(subsidy=Subsidy.NOT_ASSESSED, assessed_on__isnull=True)
                | (~Q(subsidy=Subsidy.NOT_ASSESSED) & Q(assessed_on__isnull=False)),
                name="onward_subsidy_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grant.code} out of {self.parent.code}"


def promised(tranches: models.QuerySet[Tranche]) -> Decimal:
    """What tranches come to in pounds: what was accepted, and what was offered where no acceptance is."""
    total: Decimal | None = tranches.aggregate(total=Sum(Coalesce("accepted", "offered", Decimal(0))))["total"]
    return total or Decimal(0)


def passed_on(parent: Grant) -> Decimal:
    """What is passed on of a grant, in pounds."""
    return promised(Tranche.objects.filter(grant__onward__parent=parent))
