"""Text of a paper pasted whole."""

from django import forms
from django.urls import reverse_lazy

from decisions.forms.shapes import PartForm, long_text
from intake.parsing import NotAPaper
from intake.pasted_text import Document, PastedText, read_pasted
from profiles import current


def _box(label: str, hint: str) -> forms.CharField:
    field = long_text(label, hint, rows=12)
    field.widget.attrs["class"] = "govuk-textarea--long"
    field.widget.attrs["data-convert"] = reverse_lazy("desk:text_convert")
    return field


class PastingForm(PartForm):
    """The form's sections and the board report, each pasted in one go."""

    form_text = _box("The form, or its sections", "With their headings. Paste it as it comes from Word or an e-mail.")

    def __init__(self, *args: object, has_report: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if has_report and current().report:
            self.fields["report_text"] = _box(
                "The board report", "From its title to its end, with the words on its Part 2 if there is one."
            )

    def clean(self) -> dict[str, object]:
        """Read both texts; one of them is needed."""
        data = super().clean()
        if not any(str(data.get(name, "")).strip() for name in self.fields) and not self.errors:
            self.add_error("form_text", "Paste a text first.")
        self.pasted = [text for text in (self._read("form_text", "form"), self._read("report_text", "report")) if text]
        return data

    def _read(self, name: str, document: Document) -> PastedText | None:
        text = str(self.cleaned_data.get(name, ""))
        if not text.strip():
            return None
        try:
            return read_pasted(text, document)
        except NotAPaper as error:
            self.add_error(name, str(error))
            return None
