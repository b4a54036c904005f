"""The filters of the list of papers."""

from django import forms

from decisions.models import Status


class ListForm(forms.Form):
    """Text, status, whose."""

    q = forms.CharField(label="Reference or words", required=False, max_length=200)
    status = forms.ChoiceField(label="Status", choices=[("", "All"), *Status.choices], required=False)
    mine = forms.BooleanField(label="Only mine", required=False)
