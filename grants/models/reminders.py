"""How often people are written to about what is due."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Often(models.TextChoices):
    """How often a person is written to."""

    AT_ONCE = "at_once", "At once"
    DAILY = "daily", "Once a day"
    WEEKLY = "weekly", "Once a week"
    NEVER = "never", "Never"


class Reminder(models.Model):
    """What a person chose about letters of what is due, and when they were last written to; weekly for who has none."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    often = models.CharField(max_length=20, choices=Often, default=Often.WEEKLY)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(often__in=Often.values), name="reminder_often_known")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.get_often_display()}"
