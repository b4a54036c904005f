"""Uploaded papers, kept until something is made of them, and what people corrected of their reading."""

from django.conf import settings
from django.db import models

from accounts.models import Person
from decisions.models import Decision


class UploadQuerySet(models.QuerySet["Upload"]):
    """Questions about uploaded papers."""

    def of(self, person: "Person") -> "UploadQuerySet":
        """Those of this person: nobody else opens them before they are a draft or an entry."""
        return self.filter(by=person)

    def open_to(self, person: "Person", *, enters_history: bool) -> "UploadQuerySet":
        """Those this person may open: their own, and for who enters earlier decisions those of the back catalogue."""
        if not enters_history:
            return self.of(person)
        return self.filter(models.Q(by=person) | models.Q(in_catalogue=True))

    def waiting(self) -> "UploadQuerySet":
        """Those of which nothing has been made yet, the latest first."""
        return self.filter(decision=None).order_by("-pk")


class Upload(models.Model):
    """A paper that somebody uploaded at the desk, and what has been made of it.

    Its bytes wait here, where they can be thrown away, until something is made of them that rests on them for good.
    """

    #: Instead of a part: the person looked at the line and it belongs nowhere.
    ASIDE = "aside"

    data = models.BinaryField(default=b"")
    #: The file's name as it was uploaded; the stored file keeps that of the first time.
    name = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    #: The digest of the bytes, by which the same file is known again.
    sha256 = models.CharField(max_length=64, default="", db_index=True)
    #: What was read of it (intake/reading/client.py), so that no page reads the file again; none for older rows.
    reading = models.JSONField(null=True)
    #: Why somebody said that the paper is this body's although it looks like another's.
    ours_because = models.TextField(default="")
    #: Lines that found no place by themselves, by number: the part that a person chose, or ASIDE.
    placements = models.JSONField(default=dict)
    #: It came with the back catalogue, which is nobody's own: whoever enters earlier decisions may go on with it.
    in_catalogue = models.BooleanField(default=False)
    decision = models.OneToOneField(Decision, null=True, on_delete=models.CASCADE, related_name="+")

    objects = UploadQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class ReadingCorrection(models.Model):
    """What a person put right of what was read: one fact, only ever added; the newest of a fact counts.

    It stands beside the reading and is applied to it (intake/corrections.py), so no later import overwrites it.
    """

    class Fact(models.TextChoices):
        """What can be put right."""

        REFERENCE = "reference", "Reference"
        TITLE = "title", "Title"
        DECIDED_ON = "decided_on", "Date signed"
        DECIDED_BY = "decided_by", "Decision by"
        SUMMARY = "executive_summary", "Executive summary"

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="corrections")
    fact = models.CharField(max_length=30, choices=Fact)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_fact_display()} of {self.upload}"
