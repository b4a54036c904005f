"""The profiles that the owner has loaded: papers are judged by the one they were submitted under.

The desk reads these tables and cannot write them (sql/profiles.sql).
"""

from django.db import models
from django.db.models import Q

from decisions.models.decision import Decision, Status
from profiles import Profile, current, parse


class LoadedProfile(models.Model):
    """A profile as its file was when it was loaded; the newest is in force for what is submitted now."""

    digest = models.CharField(max_length=64, primary_key=True)
    source = models.TextField()
    loaded_at = models.DateTimeField(unique=True)

    class Meta:
        ordering = ["loaded_at"]

    def __str__(self) -> str:
        return f"Profile {self.digest[:12]}"


class ProfileStep(models.Model):
    """One way a paper may go under a profile: from a status to a status, by an office."""

    profile = models.ForeignKey(LoadedProfile, on_delete=models.PROTECT, related_name="steps")
    name = models.CharField(max_length=20)
    office = models.CharField(max_length=30)
    from_status = models.CharField(max_length=20)
    to_status = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "name", "office", "from_status"], name="profile_step_once")
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.from_status} to {self.to_status}"


class RequiredSignatory(models.Model):
    """An office whose signature a decision needs, at which status it is given, and its place in the order."""

    profile = models.ForeignKey(LoadedProfile, on_delete=models.PROTECT, related_name="signatories")
    office = models.CharField(max_length=30)
    step = models.CharField(max_length=20)
    at_status = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "office"], name="required_signatory_once"),
            models.CheckConstraint(
                condition=Q(step__in=["endorsed", "approved"]), name="required_signatory_step_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.step}"


class SkippedStep(models.Model):
    """A step that urgent papers skip under a profile; never one that decides."""

    profile = models.ForeignKey(LoadedProfile, on_delete=models.PROTECT, related_name="skipped")
    name = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "name"], name="skipped_step_once"),
            models.CheckConstraint(condition=Q(name__in=["check", "endorse"]), name="skipped_step_never_decides"),
        ]

    def __str__(self) -> str:
        return self.name


class ProfileSeries(models.Model):
    """A series from which papers submitted under a profile may take their number."""

    profile = models.ForeignKey(LoadedProfile, on_delete=models.PROTECT, related_name="series")
    code = models.CharField(max_length=8)
    counted = models.BooleanField(help_text="Whether its references hold a year or a term.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["profile", "code"], name="profile_series_once")]

    def __str__(self) -> str:
        return self.code


class ProfilePower(models.Model):
    """A power under a profile: who may decide a kind of recommendation, up to how much, when, and who is consulted."""

    profile = models.ForeignKey(LoadedProfile, on_delete=models.PROTECT, related_name="powers")
    action = models.CharField(max_length=20)
    office = models.CharField(max_length=30)
    amount_limit = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    begins = models.DateField(null=True)
    ends = models.DateField(null=True)
    consults = models.JSONField(default=list, help_text="Keys of the offices that have signed before.")
    citation = models.TextField()
    rests_on = models.TextField()

    def __str__(self) -> str:
        return self.citation


class PasskeyRule(models.Model):
    """Its one row says that endorsers and deciders sign with passkeys alone, and since when the database knows it."""

    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"Passkeys since {self.since:%Y-%m-%d}"


def profile_of(decision: Decision) -> Profile:
    """The profile that a paper was submitted under; the one in use for a draft and for an imported paper."""
    if decision.profile_id is None or decision.status == Status.DRAFT or decision.profile_id == current().digest:
        return current()
    assert decision.profile is not None
    return parse(decision.profile.source)


def profiles_of_open_papers() -> list[tuple[str, Profile]]:
    """Every profile under which a paper is on its way, with its digest."""
    digests = Decision.objects.open().filter(profile__isnull=False).values_list("profile", flat=True).distinct()
    rows = LoadedProfile.objects.filter(digest__in=set(digests) - {current().digest})
    return [(current().digest, current()), *((row.digest, parse(row.source)) for row in rows)]
