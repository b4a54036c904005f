"""The addresses at which people's own calendars read what is due."""

from django.conf import settings
from django.db import models
from django.utils.crypto import constant_time_compare, salted_hmac


class CalendarAddress(models.Model):
    """A person's secret address. The secret is derived, never stored: a copy of the database holds no address.

    `number` rises when the person renews the address, after which the old one leads nowhere.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(default=1)
    renewed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "calendar addresses"

    def __str__(self) -> str:
        return f"Calendar of {self.person_id}"

    @property
    def secret(self) -> str:
        """The person's number and 64 hexadecimal digits that nobody can guess without the service's own key."""
        words = f"{self.person_id}:{self.number}"
        return f"{self.person_id}-{salted_hmac('grants.calendar', words, algorithm='sha256').hexdigest()}"

    def is_secret(self, candidate: str) -> bool:
        """Whether somebody gave the secret of this address."""
        return constant_time_compare(self.secret, candidate)
