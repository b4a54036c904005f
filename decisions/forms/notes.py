"""What people write in a note."""

from datetime import date
from typing import Any

from django import forms

from accounts.models import Person
from decisions.actions.write_note import MOST
from decisions.confidentiality import can_read_part_2
from decisions.forms.shapes import day as day_field
from decisions.forms.shapes import line
from decisions.models import Decision
from decisions.models.confidential import PART_2
from decisions.notes import people_to_ask
from decisions.parts import parts_on


class NoteForm(forms.Form):
    """A note on a paper."""

    text = forms.CharField(
        label="Note",
        help_text="Only people who work on the paper read it. It is never published.",
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write the note."},
    )
    part = forms.ChoiceField(label="About", required=False)
    paragraph = line("Paragraph", "For example 3.2, if it is about one.", max_length=20)
    asked = forms.ModelChoiceField(
        label="Who is asked", queryset=Person.objects.none(), required=False, empty_label="Nobody in particular"
    )
    wanted_on = day_field("By when an answer is wanted", "Leave it empty if no day is given.")

    def __init__(self, *args: Any, paper: Decision, person: Person, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parts: Any = self.fields["part"]
        parts.choices = [("", "The whole paper"), *((key, part.full_label) for key, part in parts_on(paper).items())]
        if paper.part_2 == "yes" and can_read_part_2(paper, person, day):
            parts.choices += [(PART_2, "Part 2 (only its readers see the note)")]
        field: Any = self.fields["asked"]
        field.queryset = people_to_ask(paper, person, day)
        field.label_from_instance = lambda asked_person: (
            f"{asked_person.name}{f', {asked_person.job_title}' if asked_person.job_title else ''}"
        )


class ReplyForm(forms.Form):
    """A reply to a note."""

    text = forms.CharField(
        label="Reply", max_length=MOST, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write the reply."},
    )  # fmt: skip
