"""The parts of a paper that are one form each, with the labels and hints of the real form."""

from datetime import date
from typing import Any

from django import forms

from accounts.models import Person
from decisions.forms.shapes import PartForm, answer, day, line, long_text, paragraphs, summary_text
from decisions.models import Decision
from decisions.models.decision import ImpactState, YesNo
from decisions.parts import PARTS, REPORT
from decisions.starting_texts import kinds_of_draft
from figures.references import Reference
from grants.models import Grant
from profiles import current
from profiles.rules import LANGUAGES


class SummaryForm(PartForm):
    """Title, executive summary, marking."""

    title = forms.CharField(
        label="Title",
        max_length=300,
        help_text="As it will stand in the register, for example: Request to accept Home Office funding for …",
        error_messages={"required": "Enter the title of the paper."},
    )
    executive_summary = summary_text(
        "Executive summary",
        "What is asked for and why, for a reader who reads nothing else. A blank line begins a new paragraph.",
    )
    marking = line("Marking of Part 1", "Part 1 is published, so this is normally OFFICIAL.", max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = current().body.languages
        if len(languages) == 1:
            return
        other_language = current().body.other_language(self.initial.get("language") or languages[0])
        title = line(f"Title in {LANGUAGES[other_language]} (optional)", max_length=300)
        summary = summary_text(f"Executive summary in {LANGUAGES[other_language]} (optional)")
        for field in (title, summary):
            field.widget.attrs["lang"] = other_language
        names = {"title": title, "executive_summary": summary}
        self.fields = {
            name: field
            for own_name in list(self.fields)
            for name, field in ((own_name, self.fields[own_name]), (f"{own_name}_translation", names.get(own_name)))
            if field
        }
        self.fields["language"] = forms.ChoiceField(
            label="Language of the paper",
            help_text="In it the paper is drawn and signed. What is written in the other stands beside it.",
            choices=[(language, LANGUAGES[language]) for language in languages],
            widget=forms.RadioSelect,
            initial=languages[0],
        )


class DatesForm(PartForm):
    """When the request came in, and from when the decision counts."""

    received_on = day("Received on", "When the request for a decision came in. For example 17 12 2018.")
    effective_from = day("In effect from", "If the decision does not count from the day on which it is signed.")


class KindForm(PartForm):
    """What kind of decision it is, and how significant: as the profile lists them."""

    kind = answer("Kind of decision", [(row.key, row.label) for row in current().kinds])
    significance = answer("Class of significance", [(row.key, row.label) for row in current().classes])


_ADVICE = {
    "introduction": "What the proposal is, who pays for what, and what went before.",
    "issues": "What happens if it is not agreed, and what else the decision-maker should weigh.",
    "financial": "The table of money by year is drawn from the grants; write the comments only.",
    "legal": "The powers relied on, and conditions of the grant agreement.",
    "equality": "What the proposal means for equality and diversity.",
    "background": "Papers that the proposal rests on, one in each paragraph.",
    "report-facts": current().words.facts_hint,
    "report-plan": "How the proposal contributes to the Police and Crime Plan.",
    "report-breakdown": "How the money is to be spent. What is confidential belongs into Part 2.",
    "report-financial": "The table of money by year is drawn from the grants; write the comments only.",
}


class SectionForm(PartForm):
    """One section of the form or the report; the report may have headings of its own."""

    def __init__(self, *args: Any, key: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        section = PARTS[key].section
        of_report = section is not None and section[0] == REPORT
        self.fields["text"] = paragraphs(
            PARTS[key].label, PARTS[key].hint or _ADVICE.get(key, ""), own_numbers=of_report
        )
        if of_report:
            self.fields["heading"] = line("Heading in the report, if it is worded otherwise (optional)")

    def values(self) -> dict[str, Any]:
        """The text, with its own heading where there is one."""
        return {name: value for name, value in super().values().items() if value or name != "heading"}


class PrivacyForm(PartForm):
    """GDPR and data privacy, with the state of the impact assessment."""

    text = paragraphs("GDPR and data privacy", "How personal data is protected in what is proposed.")
    impact_state = answer(
        "How does the data protection impact assessment stand?",
        [(value, label) for value, label in ImpactState.choices if value != ImpactState.NOT_STATED],
    )
    impact_reason = long_text(
        "Why it is not needed, what it found, or when it was done if no day is known (optional otherwise)", rows=3
    )
    impact_on = day("Started or done on", "Leave it empty if the day is not known.")


class BoardReportForm(PartForm):
    """Whether the paper comes with a board report."""

    is_left_out = forms.TypedChoiceField(
        label="Does this paper come with a board report?",
        help_text="What was written of a report is kept if you choose a short paper, but is no part of it.",
        choices=[("False", "Yes"), ("True", "No, it is a short paper")],
        coerce=lambda text: text == "True",
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether there is a board report."},
    )


class ReportForm(PartForm):
    """The board report: title, board, author, its own summary and recommendations."""

    title = line("Title of the report", "If it differs from the paper’s title.", max_length=300)
    board = line("Board", "For example Portfolio and Investment Board.")
    board_on = day("Date of the board", "For example 13 11 2018.")
    author = line("Report author", "The name only, for example Michael Gallagher.")
    author_rank = line("Rank or grade", "For example DCS.", max_length=80)
    author_unit = line("Unit", "For example Central Specialist Crime.")
    on_behalf_of = line("On behalf of", "For example the Deputy Commissioner.")
    marking = line("Marking of the report’s Part 1", max_length=80)
    executive_summary = summary_text("Executive summary of the report")
    recommendations = long_text("What the board was asked", "One recommendation on each line.", rows=4)


class TimeForm(PartForm):
    """By when the decision is needed."""

    needed_by = day("A decision is needed by", "For example 13 12 2018. It orders what waits for the signatories.")
    needed_why = long_text("Why it is needed by then", rows=3)
    delay_would = long_text("What delay would cost", "One point on each line.", rows=4)


class UrgencyForm(PartForm):
    """Whether the paper goes the shorter route, and why."""

    urgent = forms.BooleanField(
        label="This paper is urgent",
        help_text=f"{current().urgent.says} The reason is published with the decision.",
        required=False,
    )
    urgent_reason = long_text("Why it is urgent", rows=3)


class DeferralForm(PartForm):
    """Whether the publication of Part 1 is put off."""

    deferral = answer(
        "Is the publication of Part 1 of this approval to be deferred?",
        YesNo.choices,
        "Only if publishing at once would harm what is decided, and no longer than is strictly necessary.",
    )
    deferral_reason = long_text("If yes, for what reason", "This is published when the deferral ends.", rows=3)
    deferral_until = day("Until what date", "The decision is published at the start of this day.")


class Part2Form(PartForm):
    """What the public is told about Part 2."""

    part_2 = answer(
        "Is there a Part 2?",
        YesNo.choices,
        "Only facts or advice that are likely to be exempt under the Freedom of Information Act belong there.",
    )
    part_2_marking = line("Marking of Part 2", "For example OFFICIAL-SENSITIVE [ORGANISATIONAL].", max_length=80)
    part_2_statement = long_text("What the public is told about it (optional)", "Published.", rows=3)
    part_2_reasons = long_text(
        "Kinds of reason for withholding it",
        "One on each line. Published: say the kind, not what it protects; never name a security body.",
        rows=4,
    )
    part_2_review = line("When it will be reviewed", "A date, or only a year such as 2028.", max_length=80)


class GrantsForm(PartForm):
    """The grants that a paper is about."""

    #: How many of the newest grants are offered beside those chosen; older ones are named by number.
    OFFERED = 40

    grants = forms.MultipleChoiceField(
        label="Grants that this paper is about", required=False, widget=forms.CheckboxSelectMultiple
    )
    numbers = line("Or grants by number", "For example G-0012, G-0034. Older grants are not on the list above.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen_grants = [int(pk) for pk in (self.initial.get("grants") or []) if str(pk).isdecimal()]
        newest = list(Grant.objects.values_list("pk", flat=True)[: self.OFFERED])
        offered_grants = Grant.objects.filter(pk__in={*newest, *chosen_grants}).select_related("funder")
        picker: Any = self.fields["grants"]
        picker.choices = [
            (str(grant.pk), f"{grant} ({grant.funder.short_name or grant.funder})") for grant in offered_grants
        ]

    def clean_numbers(self) -> list[int]:
        """The grants named by number; each must exist."""
        grant_numbers = []
        for word in self.cleaned_data["numbers"].replace(",", " ").split():
            digits = word.upper().removeprefix("G-")
            grant = Grant.objects.filter(pk=int(digits)).first() if digits.isdecimal() and len(digits) < 10 else None
            if grant is None:
                raise forms.ValidationError(f"There is no grant {word}. Enter numbers such as G-0012.")
            grant_numbers.append(grant.pk)
        return grant_numbers

    def values(self) -> dict[str, Any]:
        """The grants, each once, in the order of their numbers."""
        return {"rows": sorted({*map(int, self.cleaned_data["grants"]), *self.cleaned_data["numbers"]})}


class BeginForm(GrantsForm):
    """A new paper: its title and its grants."""

    title = forms.CharField(
        label="Title of the paper",
        max_length=300,
        help_text="It can be changed later.",
        error_messages={"required": "Enter the title of the paper."},
    )
    continues = line(
        "Earlier decision that it continues, if any",
        "Its reference. The new paper is linked to it.",
    )
    with_texts = forms.BooleanField(
        label="Begin with the texts of that decision",
        help_text="And with its grants, where you tick none above. Not with its amounts, dates, declarations or "
        "Part 2: they are decided or declared anew.",
        required=False,
    )
    field_order = ("title", "grants", "numbers", "continues", "with_texts", "is_short")

    def __init__(self, *args: Any, person: Person, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.day = person, day
        if kinds := kinds_of_draft():
            self.fields["kind"] = forms.ChoiceField(
                label="Texts to begin with (optional)",
                help_text="Sentences for the parts of such a paper, with what you fill in in square brackets.",
                choices=[("", "None: every part begins empty"), *kinds],
                required=False,
            )
        if current().report:
            self.fields["is_short"] = forms.BooleanField(
                label="It is a short paper, without a board report", required=False
            )

    def clean_continues(self) -> Decision | None:
        """The paper with this reference, where the person may read it."""
        if not (text := self.cleaned_data["continues"]):
            return None
        try:
            reference = Reference.parse(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None
        paper = Decision.objects.visible_to(self.person, self.day).filter(reference_key=reference.key).first()
        if paper is None:
            raise forms.ValidationError(
                f"There is no paper {reference} at the desk. Leave this empty, and name it in “Earlier decisions”."
            )
        return paper

    def clean(self) -> dict[str, Any]:
        """Texts are taken over from a decision that is named."""
        cleaned = super().clean()
        if cleaned.get("with_texts") and not cleaned.get("continues") and "continues" not in self.errors:
            self.add_error("continues", "Name the decision whose texts the new paper begins with.")
        return cleaned


_FORMS: dict[str, type[PartForm]] = {
    "summary": SummaryForm,
    "kind": KindForm,
    "dates": DatesForm,
    "grants": GrantsForm,
    "urgency": UrgencyForm,
    "privacy": PrivacyForm,
    "board-report": BoardReportForm,
    "report": ReportForm,
    "time": TimeForm,
    "deferral": DeferralForm,
    "part-2": Part2Form,
}


def open_form(decision: Decision, key: str, values: dict[str, Any], data: Any) -> PartForm:
    """The form of a part that is one form: fresh with the part's values, or with what was sent."""
    initial = {"grants": values["rows"]} if key == "grants" else values
    if key in _FORMS:
        return _FORMS[key](data, initial=initial)
    return SectionForm(data, initial=initial, key=key)
