"""What became of every file of the back catalogue, and the faults that its papers have."""

from django.conf import settings
from django.db import models

from intake.models.uploads import Upload


class CatalogueFile(models.Model):
    """A file of the back catalogue as the last import left it; known again by its path."""

    class State(models.TextChoices):
        """What became of it."""

        ENTERED = "entered", "Entered"
        WAITS = "waits", "Waits for a person"
        THERE = "already there", "Already there"
        REFUSED = "refused", "Not entered"

    path = models.CharField(max_length=500, unique=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    state = models.CharField(max_length=20, choices=State)
    reference = models.CharField(max_length=40, blank=True)
    #: Why it waits, as the code of a check; empty for files that do not wait.
    reason = models.CharField(max_length=60, blank=True)
    sentence = models.TextField(blank=True)
    upload = models.ForeignKey(Upload, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return self.path


class CatalogueFault(models.Model):
    """A fault of the published catalogue: the check, where it stands, what would put it right, and who settled it."""

    #: The digest of check, file and sentence, by which the next import knows the fault again.
    key = models.CharField(max_length=64, unique=True)
    check_code = models.CharField("Check", max_length=60, db_index=True)
    reference = models.CharField(max_length=40, blank=True)
    path = models.CharField(max_length=500)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    sentence = models.TextField()
    mend = models.TextField()
    found_at = models.DateTimeField()
    settled_note = models.TextField(blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["check_code", "path", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(settled_at__isnull=True, settled_by__isnull=True, settled_note="")
                | (models.Q(settled_at__isnull=False, settled_by__isnull=False) & ~models.Q(settled_note="")),
                name="catalogue_fault_settled_with_a_note",
            )
        ]

    def __str__(self) -> str:
        return f"{self.check_code}: {self.path}"
