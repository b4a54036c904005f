"""One form for each step: it asks for exactly what the step's action takes (tests/decisions/desk compares them)."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings

from accounts.models import Holding, Person
from accounts.offices import Office
from accounts.stepup import StepUpForm
from decisions.forms.shapes import day, long_text
from decisions.models import Status
from decisions.scans import Scan
from figures.text import plain_text

#: Fields by which a person proves who they are; the action takes them as one `proof`.
_PROOF = frozenset({"password", "code", "passkey", "nonce"})


class StepForm(forms.Form):
    """What every step asks: the version that was on the page. `arguments` is what the action takes beside it."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    #: Fields that are asked of the person but reach the action within another argument.
    folded: ClassVar[frozenset[str]] = frozenset({"seen"})

    @classmethod
    def asks(cls) -> frozenset[str]:
        """The names of the arguments that `arguments` gives."""
        return frozenset(cls.base_fields) - cls.folded

    def own_fields(self) -> list[forms.BoundField]:
        """The fields in their order, without those that prove who signs: these are drawn apart."""
        return [field for field in self if field.name not in _PROOF]

    def arguments(self) -> dict[str, Any]:
        """What the step's action takes, beside the paper, the version, who and when; after `is_valid`."""
        data = {name: self.cleaned_data.get(name) for name in self.asks()}
        return {name: plain_text(value) if isinstance(value, str) else value for name, value in data.items()}


class ProvedForm(StepForm, StepUpForm):
    """A step for which a person proves again who they are."""

    folded = frozenset({"seen"}) | _PROOF


class SignedForm(StepForm, StepUpForm):
    """A step that is signed: the digest of what was on the page, and a proof of who signs."""

    digest = forms.CharField(  # type: ignore[assignment]  # the metaclass takes the field off the class
        widget=forms.HiddenInput, required=False, max_length=64
    )
    folded = frozenset({"seen"}) | _PROOF

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if settings.PASSKEYS_COMPULSORY:
            for name in {"password", "code"} & self.fields.keys():
                del self.fields[name]

    @classmethod
    def asks(cls) -> frozenset[str]:
        """The fields, with the proof in place of those that prove."""
        return super().asks() | {"proof"}

    def arguments(self) -> dict[str, Any]:
        """The fields, with the proof."""
        return super().arguments() | {"digest": self.cleaned_data["digest"], "proof": self.proof}


class _Interests(forms.Form):
    """The declaration of interests, which must be answered yes or no."""

    has_interests = forms.ChoiceField(
        label="Do you have any personal or prejudicial interest in this matter?",
        choices=[("no", "No"), ("yes", "Yes")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether you have an interest in this matter."},
    )
    interests = long_text("If yes, what it is", "It is printed in the paper and published.", rows=3)

    def clean_interests(self) -> str:
        """An interest is described when there is one, and only then."""
        interests: str = self.cleaned_data["interests"].strip()
        declared = self.cleaned_data.get("has_interests")
        if declared == "yes" and not interests:
            raise forms.ValidationError("Write what your interest is.")
        if declared == "no" and interests:
            raise forms.ValidationError(
                "You answered that you have no interest, and described one. Change one of the two."
            )
        return interests


_FOLDED = frozenset({"seen", "has_interests"}) | _PROOF


class SubmitForm(StepForm):
    """Submit a paper: nothing else is asked."""


class CheckForm(StepForm):
    """Pass a paper on as checked, with an optional note."""

    note = long_text("Note (optional)", rows=3)


class SendBackForm(StepForm):
    """Send a paper back, with a note that tells the author what to change."""

    note = long_text(
        "What should be changed",
        "The author reads this. It is not published.",
        rows=4,
        required=True,
        error_messages={"required": "Write what should be changed, so that the author knows what to do."},
    )


class TakeBackForm(StepForm):
    """Take a paper back, with the reason, which is sent to whoever was to check it."""

    note = long_text(
        "Why you take the paper back",
        "Kept in the history. It is not published.",
        rows=3,
        required=True,
        error_messages={"required": "Write why you take the paper back."},
    )


class WithdrawForm(StepForm):
    """Withdraw a paper, with the reason."""

    note = long_text(
        "Why the paper is withdrawn", rows=3, required=True, error_messages={"required": "Write why it is withdrawn."}
    )


class EndorseForm(SignedForm):
    """Endorse a paper with a signature and an optional note."""

    note = long_text("Note (optional)", "It is printed with your signature.", rows=2)
    field_order = ("note", "password", "code")


class DecidingForm(_Interests, SignedForm):
    """What approving and refusing ask for: interests, and the digest of the decision on each recommendation."""

    rulings = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class ApproveForm(DecidingForm):
    """Approve a paper: a declaration of interests, an optional note and a signature."""

    note = long_text("Note (optional)", "It is printed with your signature.", rows=2)
    field_order = ("has_interests", "interests", "note", "password", "code")
    folded = _FOLDED


class RefuseForm(DecidingForm):
    """Refuse a paper: a declaration of interests, the reason and a signature."""

    note = long_text(
        "Reason for the refusal",
        "It is published with the decision.",
        rows=4,
        required=True,
        error_messages={"required": "Write the reason for the refusal: it is published with the decision."},
    )
    field_order = ("has_interests", "interests", "note", "password", "code")
    folded = _FOLDED


class InkForm(_Interests, ProvedForm):
    """Record a decision made in ink: outcome, signatory, day and scan."""

    outcome = forms.ChoiceField(
        label="What was decided?",
        choices=[(Status.APPROVED, "Approved"), (Status.REFUSED, "Refused")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what was decided."},
    )
    decided_by = forms.ModelChoiceField(
        Person.objects.none(), label="Who signed", error_messages={"required": "Choose who signed the paper."}
    )
    on = day("Date beside the signature", missing="Enter the date beside the signature.")
    scan = forms.FileField(
        label="Scan of the signed paper",
        help_text="A PDF, PNG, JPEG or TIFF file of up to 20 MB. It is kept with the paper.",
        error_messages={"required": "Choose the scan of the signed paper."},
    )
    note = long_text("Note (optional)", "It is printed with the signature.", rows=2)
    field_order = ("outcome", "decided_by", "on", "has_interests", "interests", "scan", "note", "password", "code")
    folded = _FOLDED

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        interests: Any = self.fields["has_interests"]
        interests.label = "Does the paper declare an interest?"
        interests.error_messages["required"] = "Say whether the paper declares an interest."
        holders = Holding.objects.filter(office=Office.DECIDER, confirmed_by__isnull=False, is_void=False)
        picker: Any = self.fields["decided_by"]
        picker.queryset = Person.objects.filter(pk__in=holders.values("person_id"))
        people = [(person.pk, str(person)) for person in picker.queryset]
        picker.choices = people if len(people) == 1 else [("", "Choose who signed"), *people]

    def arguments(self) -> dict[str, Any]:
        """The fields, with the scan as name and bytes."""
        upload = self.cleaned_data["scan"]
        return super().arguments() | {"scan": Scan(upload.name, upload.read())}


class PublishForm(ProvedForm):
    """Authorise publication with a fresh proof: at once, or when the deferral that was signed ends."""


class ExplainForm(forms.Form):
    """The reason why a paper goes forward although a check stops it."""

    code = forms.CharField(widget=forms.HiddenInput)
    at = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = long_text(
        "Why the paper goes forward all the same",
        rows=4,
        required=True,
        error_messages={"required": "Write why the paper should go forward although the check stops it."},
    )


FORMS: dict[str, type[StepForm]] = {
    "submit": SubmitForm,
    "check": CheckForm,
    "send_back": SendBackForm,
    "take_back": TakeBackForm,
    "endorse": EndorseForm,
    "approve": ApproveForm,
    "refuse": RefuseForm,
    "record_ink": InkForm,
    "withdraw": WithdrawForm,
    "publish": PublishForm,
}
