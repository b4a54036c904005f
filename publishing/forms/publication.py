"""What is said of a decision once it is authorised for publication: a correction, an outcome, another day."""

from datetime import date
from typing import Any

from django import forms

from accounts.stepup import StepUpForm
from book.entries import OutcomeAmount
from book.part1 import Body
from decisions.forms.shapes import day, long_text, start_of
from decisions.models import Decision
from decisions.whole_paper import grant_choices
from figures.dates import format_date, london_day
from figures.years import FinancialYear
from grants.models import Grant, Tranche
from publishing.bids import PUBLISHED_AS, newest_outcome


class CorrectionForm(StepUpForm):
    """A note beside the decision; the paper itself is never redrawn."""

    text = long_text(
        "What is corrected",
        "Published beside the decision. Say what was wrong and what is right.",
        rows=3,
        required=True,
        error_messages={"required": "Write what is corrected."},
    )

    field_order = ("text", "password", "code", "passkey")

    def arguments(self) -> dict[str, Any]:
        """What the action takes; after `is_valid`."""
        return {"text": self.cleaned_data["text"]}


class PublishAgainForm(CorrectionForm):
    """Publish a withdrawn decision again at its address; that it was withdrawn, and why, stays in the open."""

    text = long_text(
        "What was wrong, and what is right now",
        "Published beside the decision, with its withdrawal and the reason that was given for it.",
        rows=3,
        required=True,
        error_messages={"required": "Write what was wrong, and what is right now."},
    )


class WithdrawalForm(StepUpForm):
    """The decision leaves the register's lists; its address stays, with the reason. A box must be ticked."""

    reason = long_text(
        "Why it is withdrawn from the register",
        "Published at the decision’s address.",
        rows=3,
        required=True,
        error_messages={"required": "Write why the decision is withdrawn."},
    )
    sure = forms.BooleanField(
        label="I know that the log keeps the text, and that what was read cannot be unread",
        help_text="Its page, paper and data are closed. The log, which proves what was published, still holds the "
        "text; only a removal that the law orders takes it out of there.",
        error_messages={"required": "Tick the box if you are sure."},
    )

    field_order = ("reason", "sure", "password", "code", "passkey")

    def arguments(self) -> dict[str, Any]:
        """What the action takes; after `is_valid`."""
        return {"reason": self.cleaned_data["reason"]}


class CancelForm(StepUpForm):
    """Why an authorisation is taken back before its moment."""

    reason = long_text(
        "Why the publication is cancelled",
        "Kept in the history with your name. It is not published.",
        rows=3,
        required=True,
        error_messages={"required": "Write why the publication is cancelled."},
    )
    field_order = ("reason", "password", "code", "passkey")

    def arguments(self) -> dict[str, Any]:
        """What the action takes; after `is_valid`."""
        return {"reason": self.cleaned_data["reason"]}


class OutcomeForm(StepUpForm):
    """What became of a bid or offer; the amounts come from the grant as it stands."""

    field_order = ("grant", "recommendation", "result", "happened_on", "statement", "password", "code", "passkey")

    grant = forms.ModelChoiceField(
        Grant.objects.none(),
        label="Grant",
        empty_label="Choose a grant",
        error_messages={"required": "Choose the grant."},
    )
    recommendation = forms.TypedChoiceField(
        label="Recommendation",
        coerce=int,
        empty_value=None,
        required=False,
        help_text="It is named in what is published.",
    )
    result = forms.ChoiceField(
        label="What became of it?",
        choices=[
            ("accepted", "Accepted"),
            ("offered", "Offered, not accepted yet"),
            ("declined", "Offer declined"),
            ("unsuccessful", "Bid unsuccessful"),
            ("lapsed", "Lapsed"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what became of the bid or offer."},
    )
    happened_on = day("When (optional)")
    statement = long_text(
        "In a sentence",
        "Published with the amounts by year as they stand in the grant.",
        rows=2,
        required=True,
        error_messages={"required": "Write in a sentence what became of it."},
    )

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        picker: Any = self.fields["grant"]
        picker.queryset = decision.grants()
        grants = grant_choices(decision)
        picker.choices = grants if len(grants) == 1 else [("", picker.empty_label), *grants]
        if not grants:
            # An imported decision: its grants are known by the paper alone, so what is told is the sentence.
            del self.fields["grant"]
        lines = [(line.number, f"{line.number}. {line.text[:80]}") for line in decision.recommendations.all()]
        field: Any = self.fields["recommendation"]
        field.choices = [("", "All of them"), *lines]
        self.initial = {**self.initial, **_last_recorded(decision)}

    def clean_happened_on(self) -> date | None:
        """A day that has been: an outcome is told when it is there."""
        day: date | None = self.cleaned_data["happened_on"]
        if day and day > london_day(self.at):
            raise forms.ValidationError(f"{format_date(day)} is still to come. Enter the day on which it happened.")
        return day

    def clean(self) -> dict[str, Any]:
        """What is published as accepted is what the grant says was accepted."""
        data = self.cleaned_data
        grant = data.get("grant")
        if data.get("result") == "accepted" and grant and not grant.tranches.filter(accepted__isnull=False).exists():
            self.add_error("result", f"Nothing is recorded as accepted on {grant.code}. Enter there what was accepted.")
        return super().clean()

    def arguments(self) -> dict[str, Any]:
        """What the action takes; after `is_valid`."""
        data = self.cleaned_data
        line, grant = data["recommendation"], data.get("grant")
        tranches = grant.tranches.select_related("fund") if grant else ()
        return {
            "grant": grant or None,
            "result": data["result"],
            "happened_on": data["happened_on"],
            "statement": f"Recommendation {line}: {data['statement']}" if line else data["statement"],
            "amounts": tuple(_amount(t) for t in tranches if t.offered is not None or t.accepted is not None),
        }


def _last_recorded(decision: Decision) -> dict[str, Any]:
    """What was recorded last at the grant, for the form; its note is not published."""
    outcome = newest_outcome(decision)
    if outcome is None:
        return {}
    return {
        "grant": outcome.grant_id,
        "recommendation": outcome.recommendation,
        "result": PUBLISHED_AS[outcome.result],
        "happened_on": outcome.happened_on,
    }


def _amount(tranche: Tranche) -> OutcomeAmount:
    year: FinancialYear = tranche.year
    fund = Body(id=tranche.fund.identifier, name=tranche.fund.name)
    return OutcomeAmount(str(year), fund, tranche.offered, tranche.accepted)


class MoveForm(StepUpForm):
    """Another day of publication while the deferral runs, or now."""

    when = forms.ChoiceField(
        label="When should it be published?",
        choices=[("on", "On another date"), ("now", "Now. This cannot be taken back")],
        widget=forms.RadioSelect,
        initial="on",
        error_messages={"required": "Choose when the decision is published."},
    )
    due_on = day("Publish on", "Only if you chose another date.")

    field_order = ("when", "due_on", "password", "code", "passkey")

    def clean_due_on(self) -> date | None:
        """A day that is still to come, unless it is published now."""
        day: date | None = self.cleaned_data["due_on"]
        if self.cleaned_data.get("when") == "now":
            return None
        if day is None:
            raise forms.ValidationError("Enter the date of publication.")
        start_of(day, self.at)
        return day

    def arguments(self) -> dict[str, Any]:
        """What the action takes; after `is_valid`."""
        day = self.cleaned_data["due_on"]
        return {"due_at": start_of(day, self.at) if day else self.at}
