"""What is authorised but not yet due. Outside the schema `book`: the public reader cannot see that it exists."""

from django.db import models


class Waiting(models.Model):
    """An entry prepared whole by the desk; `book.publish_due()` moves it into the book when `due_at` has come.

    `projection` holds the values of the book's reading tables, precomputed. Only `due_at` may change; a row is
    deleted when published or cancelled.
    """

    kind = models.TextField()
    reference = models.TextField()
    key = models.TextField()
    version = models.IntegerField()
    summary = models.TextField()
    payload = models.BinaryField()
    payload_sha256 = models.TextField()
    pdf_sha256 = models.TextField(null=True)  # noqa: DJ001 - there is no paper, not an empty hash
    projection = models.JSONField()
    due_at = models.DateTimeField()
    authorised_at = models.DateTimeField()
    authorised_by = models.BigIntegerField(null=True)
    authorised_by_name = models.TextField()
    to_verify = models.BooleanField(
        default=False, db_default=False, help_text="Whether the worker verifies it first; a trigger decides."
    )

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [models.Index(fields=["due_at", "id"], name="waiting_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "version"], condition=models.Q(kind="decision"), name="waiting_one_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class WaitingFile(models.Model):
    """A file that goes into the book with a waiting entry; see `EntryFile` and `File` for the columns."""

    waiting = models.ForeignKey(Waiting, models.CASCADE, related_name="files")
    role = models.TextField()
    sha256 = models.TextField()
    name = models.TextField()
    content_type = models.TextField()
    size = models.BigIntegerField()
    pages = models.IntegerField(null=True)
    build = models.TextField()
    item = models.IntegerField(null=True)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.name


class WaitingLink(models.Model):
    """A link of a published decision to one that is not published; shown once it is."""

    later = models.TextField()
    earlier = models.TextField(db_index=True)
    kind = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["later", "earlier"], name="waiting_link_once")]

    def __str__(self) -> str:
        return f"{self.later} {self.kind} {self.earlier}"
