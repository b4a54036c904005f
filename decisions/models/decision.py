"""The decision itself: its reference, where it stands, and the parts that are one value each."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from figures.references import Reference
from grants.models import Grant

if TYPE_CHECKING:
    from accounts.models import Person
    from decisions.models.history import Submission

#: What `Decision.once` keeps.
Fact = TypeVar("Fact")

#: Lists and pages need words for a paper that has no title; it is not submitted under them.
UNTITLED = "Paper without a title"


class Status(models.TextChoices):
    """Where a paper stands."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    CHECKED = "checked", "Checked"
    ENDORSED = "endorsed", "Endorsed"
    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


#: Nothing moves a paper on from here.
DECIDED = frozenset({Status.APPROVED, Status.REFUSED})


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Questions about many papers."""

    def open(self) -> "DecisionQuerySet":
        """Papers that somebody still has to do something with."""
        return self.exclude(status__in=[Status.APPROVED, Status.REFUSED, Status.WITHDRAWN])

    def to_publish(self) -> "DecisionQuerySet":
        """Decided papers whose publication nobody has authorised yet."""
        return self.filter(status__in=list(DECIDED), authorised_at__isnull=True, imported=False)

    def most_urgent_first(self) -> "DecisionQuerySet":
        """Urgent papers, then by the date by which the decision is needed; without one they come last, oldest first."""
        return self.order_by("-urgent", F("report__needed_by").asc(nulls_last=True), "pk")

    def owned_by(self, person: "Person") -> "DecisionQuerySet":
        """The papers on their way that a person looks after."""
        is_owner = Q(given_to=person) | Q(given_to=None, created_by=person)
        return self.open().filter(is_owner, imported=False)

    def visible_to(self, person: "Person", day: date) -> "DecisionQuerySet":
        """The papers a person may open at the desk: every one for holders of any office, none for others."""
        return self if person.offices_on(day) else self.none()


class ImpactState(models.TextChoices):
    """The state of the data protection impact assessment."""

    NOT_STATED = "not_stated", "Not stated"
    NOT_NEEDED = "not_needed", "Not needed"
    NEEDED = "needed", "Needed, not started"
    STARTED = "started", "Started"
    DONE = "done", "Done"


class YesNo(models.TextChoices):
    """An answer that must be given: blank is no answer."""

    YES = "yes", "Yes"
    NO = "no", "No"


class Decision(models.Model):
    """One decision paper."""

    #: Empty until a number is allotted.
    series = models.CharField(max_length=8, blank=True, default="")
    number = models.PositiveIntegerField(null=True, blank=True)
    series_year = models.PositiveSmallIntegerField(null=True, blank=True)
    reference_key = models.CharField(max_length=40, unique=True, null=True, blank=True)
    #: The profile under which it was last submitted, by the digest of the profile's file.
    profile = models.ForeignKey(
        "decisions.LoadedProfile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    #: Counts submissions; sending back voids the signatures of the round before.
    round = models.PositiveSmallIntegerField(default=0)
    #: Raised by every change; a step names the version that the person saw.
    version = models.PositiveIntegerField(default=1)

    title = models.CharField(max_length=300)
    executive_summary = models.TextField("Executive summary", blank=True)
    #: The language of the paper, and the same texts in the body's other one (empty where nobody wrote them).
    language = models.CharField(max_length=8, default="en", db_default="en")
    title_translation = models.CharField(max_length=300, blank=True, default="", db_default="")
    executive_summary_translation = models.TextField(blank=True, default="", db_default="")
    marking = models.CharField("Marking of Part 1", max_length=80, default="OFFICIAL", blank=True)

    impact_state = models.CharField(
        "Data protection impact assessment", max_length=20, choices=ImpactState, blank=True, default=""
    )
    impact_reason = models.TextField("Why it is not needed, or what it found", blank=True)
    impact_on = models.DateField("Started or done on", null=True, blank=True)

    #: Keys of the profile's kinds and classes; empty where it lists none.
    kind = models.CharField("Kind of decision", max_length=40, blank=True, default="", db_default="")
    significance = models.CharField("Class of significance", max_length=40, blank=True, default="", db_default="")

    received_on = models.DateField("Received on", null=True, blank=True)
    effective_from = models.DateField("In effect from", null=True, blank=True)

    #: An urgent paper goes the shorter route of the profile, and says so and why.
    urgent = models.BooleanField("The paper is urgent", default=False, db_default=False)
    urgent_reason = models.TextField("Why it is urgent", blank=True, default="", db_default="")

    deferral = models.CharField("Defer the publication of Part 1?", max_length=3, choices=YesNo, blank=True, default="")
    deferral_reason = models.TextField("If yes, for what reason", blank=True)
    deferral_until = models.DateField("Until what date", null=True, blank=True)

    part_2 = models.CharField("Is there a Part 2?", max_length=3, choices=YesNo, blank=True, default="")
    part_2_marking = models.CharField("Marking of Part 2", max_length=80, blank=True)
    part_2_statement = models.TextField("What the public is told about Part 2", blank=True)
    part_2_reasons = models.TextField("Kinds of reason for withholding it, one on each line", blank=True)
    part_2_review = models.CharField("When it will be reviewed", max_length=80, blank=True)

    imported = models.BooleanField(default=False)
    imported_from = models.ForeignKey(
        "decisions.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: The day and office-holder of an imported paper's decision, as far as the paper says.
    decided_on = models.DateField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    #: Part 1 as frozen at approval: canonical JSON with the signatures.
    part1 = models.BinaryField(null=True, blank=True)

    authorised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    authorised_at = models.DateTimeField(null=True, blank=True)
    publish_from = models.DateTimeField(null=True, blank=True)
    #: When its author was written to that it is published.
    author_told_at = models.DateTimeField(null=True, blank=True)

    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    #: The colleague who looks after it since; without one, whoever began it does.
    given_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    #: What a page has asked about the paper already, by name; None for a paper that may change meanwhile.
    known: dict[str, Any] | None = None

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["reference_key"],
                condition=Q(authorised_at__isnull=False, author_told_at__isnull=True),
                name="decision_author_to_be_told",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="decision_status_known"),
            models.CheckConstraint(
                condition=Q(number__isnull=True, reference_key__isnull=True)
                | Q(number__isnull=False, reference_key__isnull=False),
                name="decision_number_and_key_are_paired",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"]) | Q(number__isnull=False),
                name="decision_beyond_draft_has_a_number",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "refused"]) | Q(part1__isnull=False),
                name="decision_decided_has_part1",
            ),
            models.CheckConstraint(
                condition=Q(authorised_by__isnull=True, authorised_at__isnull=True, publish_from__isnull=True)
                | Q(authorised_by__isnull=False, authorised_at__isnull=False, publish_from__isnull=False),
                name="decision_authorisation_is_paired",
            ),
            models.CheckConstraint(
                condition=Q(urgent=False) | Q(status__in=["draft", "withdrawn"]) | ~Q(urgent_reason=""),
                name="decision_urgent_says_why",
            ),
            models.CheckConstraint(
                condition=Q(authorised_at__isnull=True) | Q(status__in=["approved", "refused"]),
                name="decision_published_only_when_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference_words}: {self.title}"

    @property
    def reference(self) -> Reference | None:
        """The reference, once a number has been allotted."""
        return Reference(self.series, self.number, self.series_year) if self.number else None

    @property
    def reference_words(self) -> str:
        """PCD 1901, or what stands for it before a number is allotted."""
        return str(self.reference) if self.reference else f"Draft {self.pk}"

    @property
    def owner(self) -> "Person":
        """Who looks after it: whoever began it, or the colleague it was given to since."""
        return self.given_to or self.created_by

    @property
    def is_expunged(self) -> bool:
        """Whether its words were removed by order of law."""
        return self.part1 is not None and not bytes(self.part1)

    @property
    def subject(self) -> str:
        """The name under which the history keeps this paper's events."""
        return f"decision:{self.pk}"

    @property
    def subjects(self) -> tuple[str, ...]:
        """Every name under which the history keeps what happened to it: its own, and that of its place in the book."""
        return (self.subject, f"entry:{self.reference_key}") if self.reference_key else (self.subject,)

    @property
    def needed_by(self) -> date | None:
        """The date by which the board report asks for a decision."""
        report = getattr(self, "report", None)
        return report.needed_by if report and not report.is_left_out else None

    def is_overdue(self, day: date) -> bool:
        """Whether the decision was needed before this day and is still open."""
        return bool(self.needed_by and self.needed_by < day and Status(self.status) not in DECIDED)

    def current_submission(self) -> "Submission | None":
        """What was submitted in the round now under way; None while the paper is a draft."""
        return self.submission_of(self.round) if self.status != Status.DRAFT else None

    def submission_of(self, number: int) -> "Submission | None":
        """What was submitted in a round."""
        return next((row for row in self.submissions.all() if row.round == number), None)

    def once(self, name: str, ask: Callable[[], Fact]) -> Fact:
        """A fact about the paper: asked once where it was loaded to be shown, each time where it may change."""
        if self.known is None:
            return ask()
        if name not in self.known:
            self.known[name] = ask()
        fact: Fact = self.known[name]
        return fact

    def grants(self) -> "models.QuerySet[Grant]":
        """The grants that this paper is about."""
        return Grant.objects.filter(pk__in=self.decision_grants.values("grant"))


class Numbering(models.Model):
    """The next number of a counter: locked while a number is allotted, so that there are no gaps and no doubles.

    `series` is the name of the counter: a series, with the year or term within which its numbers begin again.
    """

    series = models.CharField(max_length=16, primary_key=True)
    next_number = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.series} {self.next_number}"
