"""Propose to release an item of Part 2, or to remove the content of an entry by order of law."""

from datetime import datetime
from typing import Any

from django import forms

from accounts.models import Person, Proposal
from accounts.stepup import StepUpForm
from book.models import Entry
from decisions.forms.shapes import long_text
from decisions.models import Decision
from publishing.actions.release import propose_expunging, propose_release


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
