"""Files that show what was agreed and what happened: the agreement itself, letters, invoices."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from grants.models.actuals import Actual
from grants.models.agreements import Agreement
from grants.models.grants import Grant
from grants.models.terms import AgreementTerm


class GrantFile(models.Model):
    """One file of a grant, with what it shows. Only ever added; the law's order to remove takes name and bytes.

    None is ever published, and whoever may open the grant may open its files.
    """

    class About(models.TextChoices):
        """What the file shows."""

        AGREEMENT = "agreement", "The agreement itself"
        CONSENT = "consent", "The funder’s consent to carry over"
        TERM = "term", "That a condition or restriction was met"
        ACTUAL = "actual", "An entry of money"
        OTHER = "other", "Something else about the grant"

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="files")
    about = models.CharField(max_length=20, choices=About)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, null=True, related_name="files")
    term = models.ForeignKey(AgreementTerm, on_delete=models.PROTECT, null=True, related_name="files")
    actual = models.ForeignKey(Actual, on_delete=models.PROTECT, null=True, related_name="files")
    title = models.CharField(max_length=200)
    file_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "sha256", "about", "agreement", "term", "actual"],
                nulls_distinct=False,
                name="grant_file_once",
            ),
            models.CheckConstraint(
                condition=Q(about__in=["agreement", "consent"], agreement__isnull=False, term=None, actual=None)
                | Q(about="term", agreement=None, term__isnull=False, actual=None)
                | Q(about="actual", agreement=None, term=None, actual__isnull=False)
                | Q(about="other", agreement=None, term=None, actual=None),
                name="grant_file_shows_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_removed(self) -> bool:
        """Whether the law ordered its words removed."""
        return not self.data
