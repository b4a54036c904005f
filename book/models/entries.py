"""The book itself: entries that are only ever added, and the files they carry. Only the database writes them."""

from django.db import models


class Entry(models.Model):
    """One line of the book, and one leaf of its tree. Numbers run 1, 2, 3 without gaps, in order of `published_at`.

    `payload` is the canonical JSON that `payload_sha256` names: Part 1 for a decision, a type of
    `book.entries` for every other kind; None once expunged. `version` is the version of the decision that the
    entry brings or is about. `about` is the number of the entry that was expunged, on an expunged notice. The closing
    of the register, or its taking over another, is about no decision: its `reference` and `key` are empty.
    """

    class Kind(models.TextChoices):
        """What an entry says."""

        DECISION = "decision"
        CORRECTION = "correction"
        OUTCOME = "outcome"
        RELEASE = "release"
        TRANSCRIPT = "transcript"
        WITHDRAWAL = "withdrawal"
        EXPUNGED = "expunged"
        CLOSING = "closing"
        TAKEOVER = "takeover"
        EVIDENCE = "evidence"

    number = models.BigIntegerField(primary_key=True)
    kind = models.TextField(choices=Kind)
    reference = models.TextField()
    key = models.TextField()
    version = models.IntegerField()
    about = models.BigIntegerField(null=True)
    published_at = models.DateTimeField()
    summary = models.TextField()
    leaf = models.BinaryField()
    leaf_hash = models.BinaryField()
    payload = models.BinaryField(null=True)
    payload_sha256 = models.TextField()
    pdf_sha256 = models.TextField(null=True)  # noqa: DJ001 - there is no paper, not an empty hash

    class Meta:
        managed = False
        db_table = '"book"."entry"'
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.kind} {self.reference}"

    @property
    def is_expunged(self) -> bool:
        """Whether the law had the content removed; the leaf stays."""
        return self.payload is None


class File(models.Model):
    """A file by its SHA-256 (hex): a sealed paper, the original of an imported one, a released item.

    `content` is None once expunged. `size` is in bytes, `pages` None where there are none to count, `build` the
    identity of the program that drew a paper.
    """

    sha256 = models.TextField(primary_key=True)
    content_type = models.TextField()
    size = models.BigIntegerField()
    pages = models.IntegerField(null=True)
    build = models.TextField()
    content = models.BinaryField(null=True)

    class Meta:
        managed = False
        db_table = '"book"."file"'

    def __str__(self) -> str:
        return self.sha256


class EntryFile(models.Model):
    """That an entry carries a file, as what, and under which name. `item` is the number of a released Part 2 item."""

    class Role(models.TextChoices):
        """What the file is to its entry."""

        PAPER = "paper"
        ORIGINAL = "original"
        RELEASED = "released"
        ATTACHMENT = "attachment"
        EVIDENCE = "evidence"

    entry = models.ForeignKey(Entry, models.DO_NOTHING, db_column="entry", related_name="files")
    file = models.ForeignKey(File, models.DO_NOTHING, db_column="sha256", related_name="uses")
    role = models.TextField(choices=Role)
    name = models.TextField()
    item = models.IntegerField(null=True)

    class Meta:
        managed = False
        db_table = '"book"."entry_file"'

    def __str__(self) -> str:
        return self.name


class State(models.Model):
    """The one row that says how far the book is: `version` rises with every publication and expunging."""

    one = models.BooleanField(primary_key=True, default=True)
    version = models.BigIntegerField()
    entries = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = '"book"."state"'

    def __str__(self) -> str:
        return f"version {self.version}"
