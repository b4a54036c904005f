"""Notes that people who work on a paper leave each other: on the whole paper, a part, a paragraph. Never public."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When

from decisions.models.confidential import PART_2
from decisions.models.decision import Decision

if TYPE_CHECKING:
    from accounts.models import Person


#: Whom a note asks has not replied, or has not since its writer last did (`NoteQuerySet._with_replies`).
_UNANSWERED = Q(last_word=None) | Q(last_word=F("by"))


class NoteQuerySet(models.QuerySet["Note"]):
    """Questions about notes."""

    def open(self) -> "NoteQuerySet":
        """First notes, not replies, that are not settled."""
        return self.filter(reply_to=None, settled_at=None)

    def about_part_1(self) -> "NoteQuerySet":
        """Notes that everybody who opens the paper may read."""
        return self.exclude(part=PART_2)

    def unanswered(self) -> "NoteQuerySet":
        """Notes to which whoever is asked has not replied, or has not since their writer last did."""
        return self._with_replies().filter(_UNANSWERED)

    def waiting_for(self, person: "Person") -> "NoteQuerySet":
        """Open notes that a person has to do with next: those that ask them, and their own that somebody replied to.

        Each with whether it is such an answer (`is_answer`), and by whom (`replied_by_name`).
        """
        asks = Q(asked=person) & _UNANSWERED
        answers = Q(by=person, replied_by__isnull=False) & ~Q(replied_by=person.pk)
        waiting = self.open()._with_replies().filter(asks | answers)
        return waiting.annotate(is_answer=Case(When(asks, then=Value(False)), default=Value(True)))

    def _with_replies(self) -> "NoteQuerySet":
        """Each with who replied last, and who of its writer and whom it asks did (`last_word`)."""
        replies = Note.objects.filter(reply_to=OuterRef("pk")).order_by("-pk")
        of_both = replies.filter(Q(by=OuterRef("by")) | Q(by=OuterRef("asked")))
        return self.annotate(
            replied_by=Subquery(replies.values("by")[:1]),
            replied_by_name=Subquery(replies.values("by_name")[:1]),
            last_word=Subquery(of_both.values("by")[:1]),
        )


class Note(models.Model):
    """A note, or a reply to one. Its words are never changed; it is settled once."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="notes")
    #: The part of the paper (decisions.parts), PART_2, or empty for the whole paper.
    part = models.CharField(max_length=60, blank=True)
    paragraph = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    reply_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies")
    #: Who is asked, and by when an answer is wanted.
    asked = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    wanted_on = models.DateField(null=True, blank=True)
    #: The submission during which it was written; nought before the first.
    round = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True, settled_at__isnull=True)
                | Q(settled_by__isnull=False, settled_at__isnull=False, reply_to__isnull=True),
                name="note_is_settled_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="note_says_something"),
        ]

    def __str__(self) -> str:
        return f"Note {self.pk} by {self.by_name}"
