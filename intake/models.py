"""Uploaded papers, kept until something is made of them. Rows are written by intake/actions alone."""

from django.conf import settings
from django.db import models

from accounts.models import Person
from decisions.models import Decision


class UploadQuerySet(models.QuerySet["Upload"]):
    """Questions about uploaded papers."""

    def of(self, person: "Person") -> "UploadQuerySet":
        """Those of this person: nobody else opens them before they are a draft or an entry."""
        return self.filter(by=person)

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
    decision = models.OneToOneField(Decision, null=True, on_delete=models.CASCADE, related_name="+")

    objects = UploadQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
