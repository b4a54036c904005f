"""The parts of a paper that come in rows: recommendations, earlier decisions, declarations."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from components.rows import Rows, opened, rows_of
from decisions.forms.shapes import day, line, long_text
from decisions.further_parts import FURTHER_KEYS
from decisions.models import Decision, Power, StandingText
from decisions.models.content import Action, Declaration, LinkKind
from decisions.parts import DECLARATIONS
from decisions.request_words import action_in_words, amount_in_words
from decisions.whole_paper import grant_choices
from drafting.forms.considerations import OptionForm, RiskForm, StakeholderForm
from figures.fields import MoneyField
from figures.references import Reference
from figures.text import plain_text
from grants.models import Grant, Route
from profiles import current
from profiles.rules import LANGUAGES

PREFIX = "rows"
#: What the desk calls a paper without a number, "Draft 12", would read as a series.
_DRAFT = "DRAFT"

_EXAMPLE = current().references.example
#: Where declarations are ticks, a name and a day may be given but need not.
_OPTIONAL = " (optional)" if current().declarations_by == "ticks" else ""


class RecommendationForm(forms.Form):
    """One line of what is asked to be decided."""

    row_words = "Recommendation"
    #: Whether the kind or the amount was taken from the text, so that the person is told of it.
    read_from_words = False

    text = long_text(
        current().words.recommended_example,
        "For example: approve an offer of grant funding from the Home Office of up to £500,000 over 2 years.",
        rows=3,
        required=True,
        error_messages={"required": "Write what is recommended, or remove this recommendation."},
    )
    action = forms.ChoiceField(
        label="What it asks for", required=False, choices=[("", "As its words say"), *Action.choices]
    )
    grant = forms.ModelChoiceField(
        Grant.objects.none(), label="Grant", required=False, empty_label="No grant, or the one that fits"
    )
    amount = MoneyField(label="Amount", required=False, help_text="Left blank, it is the one that stands in the text.")
    up_to = forms.BooleanField(label="Up to this amount", required=False)
    power = line("Power relied on", "Left blank, it becomes the power kept for this kind of recommendation.")

    def __init__(self, *args: Any, decision: Decision, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision, self.today = decision, today
        picker: Any = self.fields["grant"]
        picker.queryset = decision.grants()
        # Every row offers the same grants: they are asked for once.
        picker.choices = [("", picker.empty_label), *grant_choices(decision)]
        if other_language := current().body.other_language(decision.language):
            box = long_text(f"The same in {LANGUAGES[other_language]} (optional)", rows=3)
            box.widget.attrs["lang"] = other_language
            self.fields = {"text": self.fields.pop("text"), "translation": box, **self.fields}
        self.fields["amount"].widget.attrs["data-width"] = "10"

    def clean(self) -> dict[str, Any]:
        """Fill in what was left out: kind and amount from the words, the grant that fits, the power in force."""
        data = super().clean() or {}
        text = data.get("text", "")
        if not self.has_changed() or not text or "action" in self.errors or "amount" in self.errors:
            return data
        self.read_from_words = not data.get("action") or data.get("amount") is None
        if not data.get("action"):
            data["action"] = action_in_words(text)
        if not data["action"]:
            self.add_error("action", "Choose what the recommendation asks for: its words do not say.")
            return data
        if data["action"] != Action.OTHER and data.get("amount") is None:
            data["amount"], up_to = amount_in_words(text)
            data["up_to"] = data.get("up_to") or up_to
        if data["action"] != Action.OTHER and not data.get("grant"):
            data["grant"] = self._grant_for(data["action"])
        if not data.get("power"):
            power = Power.objects.on(self.today).filter(action=data["action"]).last()
            data["power"] = power.citation if power else ""
        return data

    def _grant_for(self, action: str) -> Grant | None:
        """The paper's only grant, or its only one that comes about as the recommendation has it."""
        picker: Any = self.fields["grant"]
        grants = list(picker.queryset)
        fitting = [grant for grant in grants if (grant.route == Route.BID) == (action == Action.APPROVE_BID)]
        candidates = grants if len(grants) == 1 else fitting
        return candidates[0] if len(candidates) == 1 else None


class EarlierForm(forms.Form):
    """A link to an earlier decision."""

    row_words = "Earlier decision"

    kind = forms.ChoiceField(
        label="This paper …",
        choices=[("", "Choose what it does"), *LinkKind.choices],
        error_messages={"required": "Choose what this paper does to the earlier decision."},
    )
    earlier_reference = forms.CharField(
        label="Earlier decision",
        max_length=40,
        help_text=f"Its reference in any spelling, for example {_EXAMPLE} or {Reference.parse(_EXAMPLE).key}.",
        widget=forms.TextInput(attrs={"data-width": "10"}),
        error_messages={"required": f"Enter the reference of the earlier decision, such as {_EXAMPLE}."},
    )

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision = decision

    def clean_earlier_reference(self) -> str:
        """The reference in its one spelling; it may not be the paper's own."""
        try:
            reference = Reference.parse(self.cleaned_data["earlier_reference"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None
        if reference.series == _DRAFT:
            raise forms.ValidationError(
                f"A draft has no reference yet. Enter the reference of an earlier decision, such as {_EXAMPLE}."
            )
        if reference.key == self.decision.reference_key:
            raise forms.ValidationError(
                "A paper cannot be linked to itself. Enter the reference of an earlier decision."
            )
        return str(reference)


class DeclarationForm(forms.Form):
    """One of the originating officer's declarations; its kind is fixed by its place."""

    answer = forms.ChoiceField(
        label="Declaration",
        choices=Declaration.Answer.choices,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
    )
    consulted = line(f"Who was consulted{_OPTIONAL}", "Name and role.")
    consulted_on = day(f"When{_OPTIONAL}")
    comment = long_text("Comment (optional)", rows=2)

    def __init__(self, *args: Any, words: Mapping[str, StandingText], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        number = int(str(self.prefix).rpartition("-")[2]) if str(self.prefix).rpartition("-")[2].isdecimal() else 0
        self.kind = list(DECLARATIONS)[min(number, len(DECLARATIONS) - 1)]
        self.row_name = self.fields["answer"].label = DECLARATIONS[self.kind]
        if (key := f"declaration_{self.kind}") in words:
            self.fields["answer"].help_text = words[key].text

    @property
    def is_folded(self) -> bool:
        """Whether what need not be given, and is not, is folded away."""
        has_content = any(self[name].value() for name in ("consulted", "consulted_on", "comment"))
        return current().declarations_by == "ticks" and not has_content and not self.errors


class PartRows(Rows):
    """Rows of a part. `values` is what the part stores."""

    def values(self) -> dict[str, Any]:
        """What the part stores; after `is_valid`."""
        return {"rows": [_plain_values(row) for row in self.rows()]}


def _plain_values(row: dict[str, Any]) -> dict[str, Any]:
    values = {name: plain_text(value) if isinstance(value, str) else value for name, value in row.items()}
    if "grant" in values:
        values["grant"] = getattr(values["grant"], "pk", None)
    return values


class _EarlierRows(PartRows):
    """Links; no earlier decision twice."""

    def clean(self) -> None:
        """Say which row repeats another."""
        seen: dict[str, int] = {}
        for number, form in enumerate(self.forms, 1):
            reference = form.cleaned_data.get("earlier_reference") if form.is_valid() else None
            if reference and seen.setdefault(reference, number) != number:
                form.add_error("earlier_reference", f"{reference} is named in row {seen[reference]} already.")


class _DeclarationRows(PartRows):
    """Always the declarations of the body, in the form's order."""

    fixed = True

    def total_form_count(self) -> int:
        """As many as the body asks for, whatever the page sends."""
        return len(DECLARATIONS)

    def initial_form_count(self) -> int:
        """None of them can be left out or added."""
        return 0

    def values(self) -> dict[str, Any]:
        """All six, answered or not."""
        return {"rows": [{"kind": form.kind, **_plain_values(form.cleaned_data)} for form in self.forms]}


#: The rows of each further part of a profile, by the part's key.
CONSIDERATION_ROWS = {
    FURTHER_KEYS["options"]: rows_of(OptionForm, PartRows),
    FURTHER_KEYS["stakeholders"]: rows_of(StakeholderForm, PartRows),
    FURTHER_KEYS["risks"]: rows_of(RiskForm, PartRows),
}
RecommendationRows = rows_of(RecommendationForm, PartRows)
EarlierRows = rows_of(EarlierForm, _EarlierRows)
DeclarationRows = rows_of(DeclarationForm, _DeclarationRows)


def open_rows(decision: Decision, key: str, values: dict[str, Any], data: Any, *, button: str, today: date) -> PartRows:
    """The rows of a part: fresh with the part's values, with what was sent, or rearranged as a button asked."""
    known_rows = values["rows"]
    if key == "recommendations":
        return opened(
            RecommendationRows, data, prefix=PREFIX, initial=known_rows, button=button, decision=decision, today=today
        )
    if key == "earlier":
        return opened(EarlierRows, data, prefix=PREFIX, initial=known_rows, button=button, decision=decision)
    if key in CONSIDERATION_ROWS:
        return opened(CONSIDERATION_ROWS[key], data, prefix=PREFIX, initial=known_rows, button=button)
    words = StandingText.objects.on(today)
    return opened(DeclarationRows, data, prefix=PREFIX, initial=known_rows, words=words)
