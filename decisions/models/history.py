"""What has happened to a paper: saves, moves, what was submitted, signatures, the sealed paper. Only ever added to."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from decisions.models.decision import Decision


class PartSave(models.Model):
    """One save of one part: who, when, and what it then said, so that two texts can be laid side by side."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="part_saves")
    part = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    content = models.JSONField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["decision", "part", "version"], name="part_version_once")]

    def __str__(self) -> str:
        return f"{self.part} version {self.version}"


class Move(models.Model):
    """A step that was taken. Within a round nobody takes two of check, endorse and decide."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="moves")
    round = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=20)
    from_status = models.CharField(max_length=20)
    to_status = models.CharField(max_length=20)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "round", "by"],
                condition=Q(step__in=["check", "endorse", "approve", "refuse"]),
                name="move_one_person_one_signing_step",
            )
        ]

    def __str__(self) -> str:
        return f"{self.step} by {self.by_name}"


class Submission(models.Model):
    """What was submitted in one round: the unsigned Part 1, byte for byte what every signatory then sees."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="submissions")
    round = models.PositiveSmallIntegerField()
    part1 = models.BinaryField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["round"]
        constraints = [models.UniqueConstraint(fields=["decision", "round"], name="submission_once_per_round")]

    def __str__(self) -> str:
        return f"Round {self.round}, {self.digest[:12]}"


class StoredFile(models.Model):
    """Bytes that belong to a paper and may be shown with it: scans of ink decisions, original files."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=80)
    data = models.BinaryField()
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Signature(models.Model):
    """A person's consent, with name and office as held that day and the digest of what they saw."""

    class Step(models.TextChoices):
        """What was signed."""

        ENDORSED = "endorsed", "Endorsed"
        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Refused"

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="signatures")
    round = models.PositiveSmallIntegerField()
    office = models.CharField(max_length=30)
    step = models.CharField(max_length=20, choices=Step)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200)
    job_title = models.CharField(max_length=200, blank=True)
    on = models.DateField(null=True, blank=True)
    at = models.DateTimeField(null=True, blank=True)
    how = models.CharField(max_length=20)
    statement = models.TextField(blank=True)
    interests = models.TextField(blank=True)
    note = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    #: Of whoever decides: the digest of Part 1 with the decision on each recommendation and the conditions.
    rulings_digest = models.CharField(max_length=64, blank=True, default="", db_default="")
    evidence = models.JSONField(null=True, blank=True)
    delegated_from = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_by_name = models.CharField(max_length=200, blank=True)
    scan = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "round", "office"], name="signature_once_per_office"),
            models.UniqueConstraint(fields=["decision", "round", "person"], name="signature_once_per_person"),
            models.CheckConstraint(
                condition=Q(how="ink", recorded_by__isnull=False, scan__isnull=False)
                | Q(how="not_stated", person__isnull=True, recorded_by__isnull=True)
                | (
                    Q(how__in=["password", "totp", "passkey", "sso"], at__isnull=False, person__isnull=False)
                    & ~Q(digest="")
                ),
                name="signature_says_how_it_was_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} by {self.name}"


class Explanation(models.Model):
    """Why a named person lets a paper go on although a check found something; it travels with the paper."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="explanations")
    code = models.CharField(max_length=60)
    where = models.CharField(max_length=200, blank=True)
    problem = models.TextField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "code", "where"], name="explanation_once_per_problem"),
            models.CheckConstraint(condition=~Q(reason=""), name="explanation_gives_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.reason[:60]}"


class SealedPaper(models.Model):
    """The final paper, drawn once at approval and sealed; stored here until and after it is published."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="sealed_paper")
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveSmallIntegerField()
    build = models.CharField(max_length=200)
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Paper of {self.decision_id}, {self.pages} pages"
