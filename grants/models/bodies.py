"""Bodies beside funder and recipient: those that a grant passes through, and those with which it is made jointly."""

from django.db import models
from django.db.models import Q

from grants.models.grants import Grant
from grants.models.organisations import Organisation


class GrantBody(models.Model):
    """A body that has part in a grant: its money passes through it (in the order of `position`), or it is joint."""

    class Role(models.TextChoices):
        """What part the body has."""

        THROUGH = "through", "The money passes through it"
        JOINT = "joint", "The grant is made jointly with it"

    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="bodies")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["role", "position"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "organisation", "role"], name="grant_body_once"),
            models.CheckConstraint(condition=Q(role__in=["through", "joint"]), name="grant_body_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.grant.code}: {self.organisation}"
