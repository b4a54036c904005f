"""Part 2: confidential, need-to-know, in tables of its own. Nothing here gets into the book but by release."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from decisions.models.decision import Decision

#: The key of Part 2 among the parts of a paper: for what is saved of it, asked about it and wrong with it.
PART_2 = "part-2-content"


class Part2Item(models.Model):
    """A text or a file that is withheld, with the salt of its commitment in Part 1."""

    class Kind(models.TextChoices):
        """Text typed at the desk, or a file."""

        TEXT = "text", "Text"
        FILE = "file", "File"

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="part_2_items")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    salt = models.BinaryField(max_length=32)
    review_on = models.DateField("Reviewed on", null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["decision", "number"], name="part_2_item_number_once")]

    def __str__(self) -> str:
        return f"Part 2 item {self.number}"

    def content(self) -> bytes:
        """The bytes that the commitment covers: the text in UTF-8, or the file."""
        return self.text.encode() if self.kind == self.Kind.TEXT else bytes(self.file.data)


class Part2File(models.Model):
    """The bytes of a Part 2 file. Names are kept but never trusted; the type is found by content."""

    item = models.OneToOneField(Part2Item, on_delete=models.CASCADE, related_name="file")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=80)
    data = models.BinaryField()

    def __str__(self) -> str:
        return f"File of {self.item}"


class Exemption(models.Model):
    """A section and limb of the Freedom of Information Act 2000 relied on, with the public-interest balance."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="exemptions")
    section = models.CharField("FOIA section", max_length=10)
    limb = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    balance = models.TextField("Public-interest balance", blank=True)
    lapses_on = models.DateField("Expected to lapse on", null=True, blank=True)
    salt = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(section=""), name="exemption_names_a_section")]

    def __str__(self) -> str:
        return f"Section {self.section}{self.limb}"


class Part2Reader(models.Model):
    """A person who may read a paper's Part 2 besides the holders of offices in its approval."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="part_2_readers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "person"], name="part_2_reader_once")]

    def __str__(self) -> str:
        return f"{self.person} may read Part 2 of {self.decision_id}"


class Overrule(models.Model):
    """A run of words that stands in Part 2 and may be public all the same: who says so, never an author, and why."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="overrules")
    run_digest = models.CharField(max_length=64)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "run_digest"], name="overrule_once_per_run"),
            models.CheckConstraint(condition=~Q(reason=""), name="overrule_gives_a_reason"),
        ]

    def __str__(self) -> str:
        return f"Overruled by {self.by_name}"
