"""The search form of the history."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from audit.models import Event
from audit.subjects import every_name_of, read_subject
from components.widgets import DateBoxes
from figures.dates import LONDON
from figures.fields import DayField
from profiles import current

_EXAMPLE = current().references.example


class SearchForm(forms.Form):
    """Search by words, by days, and by the thing an event is about."""

    words = forms.CharField(
        label="Words", required=False, max_length=200, help_text="Of the sentence, a name, an address or a verb."
    )
    subject = forms.CharField(
        label="About", required=False, max_length=100, help_text=f"Such as {_EXAMPLE}, decision 12, or person 3."
    )
    first_on = DayField(label="From", required=False, widget=DateBoxes)
    last_on = DayField(label="To", required=False, widget=DateBoxes)

    def matching_events(self) -> "QuerySet[Event]":
        """The events that match the form, newest first; none while it has errors."""
        if not self.is_valid():
            return Event.objects.none()
        cleaned: dict[str, Any] = self.cleaned_data
        events = Event.objects.matching(cleaned["words"]).order_by("-number")
        if cleaned["subject"]:
            events = events.filter(subject__in=every_name_of(*read_subject(cleaned["subject"])))
        if cleaned["first_on"]:
            events = events.filter(at__gte=_midnight(cleaned["first_on"]))
        if cleaned["last_on"]:
            events = events.filter(at__lt=_midnight(cleaned["last_on"] + timedelta(days=1)))
        return events


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=LONDON)
