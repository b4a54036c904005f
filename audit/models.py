"""Events: the lines of the history, and the head that says how many there are."""

from collections.abc import Iterator
from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class EventQuerySet(models.QuerySet["Event"]):
    """Queries over events."""

    def about(self, *subjects: str) -> "EventQuerySet":
        """Everything that happened to one thing under any of its names, oldest first; as in "decision:12"."""
        return self.filter(subject__in=subjects).select_related("words").order_by("number")

    def matching(self, words: str) -> "EventQuerySet":
        """Events whose sentence, words, actor or address hold every one of the words typed."""
        matches = self.select_related("words")
        for word in words.split():
            matches = matches.filter(
                models.Q(sentence__icontains=word)
                | models.Q(words__text__icontains=word)
                | models.Q(actor_name__icontains=word)
                | models.Q(verb__iexact=word)
                | models.Q(subject__iexact=word)
                | models.Q(address__iexact=word)
            )
        return matches

    def in_order(self) -> Iterator["Event"]:
        """Every one of them by number, fetched a few at a time."""
        last = -1
        while page := list(self.filter(number__gt=last).order_by("number")[:2000]):
            yield from page
            last = page[-1].number


class Event(models.Model):
    """One line of the history. The database numbers it, hashes it and refuses every later change.

    `canonical` holds the exact bytes that were hashed: the columns as JSON, together with the hash of the event before.
    """

    number = models.BigIntegerField(unique=True, default=0, editable=False)
    recorded_at = models.DateTimeField(null=True, editable=False, help_text="The database's own clock.")
    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_name = models.CharField(max_length=200)
    subject = models.CharField(max_length=100)
    sentence = models.TextField()
    details = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    address = models.CharField(max_length=45, blank=True)
    canonical = models.BinaryField(default=b"", editable=False)
    hash = models.BinaryField(default=b"", editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-number"]
        indexes: ClassVar = [
            models.Index(fields=["subject", "number"], name="event_subject"),
            models.Index(fields=["actor_id", "number"], name="event_actor"),
            models.Index(fields=["at"], name="event_at"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(verb="")
                & ~models.Q(subject="")
                & ~models.Q(sentence="")
                & ~models.Q(actor_name=""),
                name="event_says_who_did_what_to_what",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def subject_words(self) -> str:
        """What it is about, as people read and type it: "decision 12" for "decision:12"."""
        return self.subject.replace(":", " ", 1)


class Head(models.Model):
    """How many events there are and the hash of the last: one row, moved by the database when an event is added."""

    count = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="head_is_one_row")]

    def __str__(self) -> str:
        return f"{self.count} {bytes(self.hash).hex()}"


class Words(models.Model):
    """What somebody wrote when an event happened: a title, a note, a reason. Deleted where the law orders it removed.

    The event keeps the SHA-256 of `key` and the text in `details["words_sha256"]`; without the key it says nothing.
    """

    event = models.OneToOneField(
        Event, to_field="number", db_column="number", primary_key=True, on_delete=models.PROTECT, related_name="words"
    )
    key = models.BinaryField(max_length=32)
    text = models.TextField()

    def __str__(self) -> str:
        return self.text[:60]
