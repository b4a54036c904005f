"""Files that the background papers name, published beside the paper; their digests stand in Part 1."""

from django.db import models
from django.db.models import Q

from decisions.models.decision import Decision

#: The part under which saves of attachments stand in the history.
ATTACHMENTS = "attachments"


class Attachment(models.Model):
    """A file that is published with the paper. Its type was found by content; `size` is in bytes."""

    class Accessible(models.TextChoices):
        """Whether it can be read with assistive technology, in the words of Part 1."""

        YES = "yes", "It can be read with a screen reader"
        OTHER = "other", "Another attachment holds the same in an accessible form"
        NO = "no", "It has no accessible form"

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="attachments")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    file_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    accessible = models.CharField(max_length=10, choices=Accessible)
    accessible_in = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "number"], name="attachment_number_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=Q(accessible="other", accessible_in__isnull=False)
                | Q(accessible__in=["yes", "no"], accessible_in__isnull=True),
                name="attachment_says_how_it_is_read",
            ),
        ]

    def __str__(self) -> str:
        return f"Attachment {self.number}: {self.title}"
