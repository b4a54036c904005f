"""What two people agree on, reasons for the leak gate, and the form's words."""

from datetime import datetime
from typing import Any

from django import forms

from accounts.models import Person, Proposal
from accounts.stepup import StepUpForm
from book.models import Entry
from decisions.actions.proposals import propose_expunging, propose_release
from decisions.forms.shapes import day, line, long_text
from decisions.models import Decision
from decisions.models.content import Action


class ProposalForm(StepUpForm):
    """Propose to release an item of Part 2, or to expunge an entry of the book."""

    what = forms.ChoiceField(
        label="What is proposed?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is proposed."},
    )
    reason = long_text(
        "Why",
        "Published with the release, or with the notice of the removal. It must not repeat what is removed.",
        rows=3,
        required=True,
        error_messages={"required": "Write the reason."},
    )
    field_order = ("what", "reason", "password", "code", "passkey")

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision = decision
        entries = Entry.objects.using("default").filter(key=decision.reference_key, payload__isnull=False)
        # What is released stands beside the decision, so the decision is there first.
        items = decision.part_2_items.filter(released_at=None) if entries.exists() else []
        choices = [(f"release-{i.number}", f"Release item {i.number} of Part 2: {i.title}") for i in items]
        choices += [
            (f"expunge-{e.number}", f"Remove the content of entry {e.number} ({e.kind}), by order of law")
            for e in entries.exclude(kind="expunged").order_by("number")
        ]
        field: Any = self.fields["what"]
        field.choices = choices

    def propose(self, *, by: Person, at: datetime) -> Proposal:
        """Propose what was chosen; after `is_valid`."""
        kind, number = self.cleaned_data["what"].split("-")
        arguments = {"number": int(number), "reason": self.cleaned_data["reason"], "by": by, "at": at}
        if kind == "release":
            return propose_release(decision=self.decision, **arguments)
        return propose_expunging(**arguments)


class OverruleForm(StepUpForm):
    """Why words may be public although they stand in Part 2."""

    reason = long_text(
        "Why these words may be public all the same",
        "Kept in the history with your name. It must not quote Part 2.",
        rows=3,
        required=True,
        error_messages={"required": "Write why these words may be public although they stand in Part 2."},
    )
    field_order = ("reason", "password", "code", "passkey")


class StandingTextForm(StepUpForm):
    """New words for one of the form's standing texts."""

    heading = line("Heading")
    text = long_text("Text", rows=8, required=True, error_messages={"required": "Write the text."})
    from_on = day("In force from", "Papers submitted from this day on carry the new words.")

    field_order = ("heading", "text", "from_on", "password", "code", "passkey")

    def clean_from_on(self) -> Any:
        """The day must be given."""
        if not self.cleaned_data["from_on"]:
            raise forms.ValidationError("Enter the day from which the text is in force.")
        return self.cleaned_data["from_on"]


class PowerForm(StepUpForm):
    """A power that recommendations of a kind can rely on."""

    action = forms.ChoiceField(
        label="For recommendations that ask to",
        choices=Action.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind of recommendation."},
    )
    citation = forms.CharField(
        label="Where the power stands",
        help_text="As it is to be printed, for example: Scheme of Delegation and Consent, paragraph 4.8.",
        max_length=200,
        error_messages={"required": "Write where the power stands."},
    )
    from_on = day("In force from")
    until_on = day("Until", "Leave empty if it has no end yet.")

    field_order = ("action", "citation", "from_on", "until_on", "password", "code", "passkey")

    def clean_from_on(self) -> Any:
        """The first day must be given."""
        if not self.cleaned_data["from_on"]:
            raise forms.ValidationError("Enter the first day.")
        return self.cleaned_data["from_on"]
