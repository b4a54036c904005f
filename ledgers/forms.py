"""What people may type about a ledger's files: the file, its column map, the codes of a grant."""

from typing import Any

from django import forms

from grants.models import Actual, LedgerMap, Tranche
from ledgers.reading import LedgerReading

#: Lines pasted from a spreadsheet, in characters.
MOST_PASTED = 2_000_000


class LedgerForm(forms.Form):
    """A file of the ledger, or cells pasted from a spreadsheet."""

    map = forms.ModelChoiceField(
        LedgerMap.objects.all(),
        label="Column map",
        help_text="It says which column holds what.",
        empty_label="Choose from the list",
        error_messages={"required": "Choose the column map."},
    )
    upload = forms.FileField(required=False, label="File (CSV or XLSX)")
    pasted = forms.CharField(
        required=False,
        strip=False,
        max_length=MOST_PASTED,
        label="Or paste the cells from a spreadsheet, their headings first",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        """Either a file or pasted cells."""
        pasted = bool((self.cleaned_data.get("pasted") or "").strip())
        if "upload" not in self.errors and bool(self.cleaned_data.get("upload")) == pasted:
            self.add_error("upload", "Choose a file, or paste the cells: one of the two.")
        return self.cleaned_data

    def content(self) -> tuple[str, bytes]:
        """Name and bytes; after `is_valid`."""
        if upload := self.cleaned_data["upload"]:
            return str(upload.name), upload.read()
        return "Pasted cells", self.cleaned_data["pasted"].encode()


class AnswersForm(forms.Form):
    """Which tranche is meant where lines of a file fit several."""

    def __init__(self, *args: Any, reading: LedgerReading, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys: dict[str, str] = {}
        for number, question in enumerate(reading.questions):
            name = f"answer-{number}"
            self.keys[name] = question.key
            self.fields[name] = field = forms.ModelChoiceField(
                Tranche.objects.filter(pk__in=[t.pk for t in question.choices]).select_related("grant", "fund"),
                widget=forms.RadioSelect,
                empty_label=None,
                label=f"Whose are the {question.rows} lines of {question.code} in {question.year}?",
                error_messages={"required": "Choose whose the lines are."},
            )
            picker: Any = field
            picker.label_from_instance = lambda t: f"{t.grant.code} {t.grant.title}: {t}"

    def answers(self) -> dict[str, int]:
        """What the action takes; after `is_valid`."""
        return {key: self.cleaned_data[name].pk for name, key in self.keys.items()}


class LedgerMapForm(forms.Form):
    """Which column of a ledger's file says what, by its heading."""

    name = forms.CharField(
        max_length=80, label="Name of the column map", error_messages={"required": "Enter a name for the column map."}
    )
    kind = forms.ChoiceField(choices=Actual.Kind.choices, label="What its lines are", initial=Actual.Kind.SPENT)
    day = forms.CharField(
        max_length=200, label="Heading of the day", error_messages={"required": "Enter the heading of the day."}
    )
    amount = forms.CharField(max_length=200, required=False, label="Heading of the amount")
    debit = forms.CharField(max_length=200, required=False, label="Or: heading of debits")
    credit = forms.CharField(max_length=200, required=False, label="And: heading of credits")
    turned = forms.BooleanField(
        required=False, label="The amounts have the opposite sign: income stands in this ledger as negative"
    )
    code = forms.CharField(
        max_length=200,
        label="Heading of the code",
        help_text="The cost centre or project that tells whose money it is. The codes of a grant are kept with it.",
        error_messages={"required": "Enter the heading of the code."},
    )
    key = forms.CharField(
        max_length=500,
        required=False,
        label="Headings that together tell one line from all others (optional)",
        help_text="With commas between them, for example Journal, Line. Blank: all cells of the line together.",
    )
    unit = forms.CharField(max_length=200, required=False, label="Heading of the unit (optional)")
    category = forms.CharField(max_length=200, required=False, label="Heading of the cost category (optional)")
    categories = forms.CharField(
        required=False,
        max_length=4000,
        label="What the ledger’s words mean (optional)",
        help_text="A line each, for example Salaries = staff. Cost categories are staff, revenue, capital and match.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    evidence = forms.CharField(
        max_length=500,
        required=False,
        label="Headings to keep as evidence (optional)",
        help_text="With commas between them, for example Supplier, Invoice.",
    )

    def clean_categories(self) -> str:
        """Every line says which cost category a word is."""
        text = str(self.cleaned_data["categories"])
        for line in text.splitlines():
            if line.strip() and line.partition("=")[2].strip().casefold() not in Actual.CostCategory.values[1:]:
                raise forms.ValidationError(f"“{line.strip()}” names no cost category. Write Salaries = staff.")
        return text

    @staticmethod
    def initial_of(columns: LedgerMap) -> dict[str, Any]:
        """The initial values of a map that exists."""
        return {name: getattr(columns, name) for name in LedgerMapForm.base_fields}


class LedgerCodesForm(forms.Form):
    """The codes of the ledger under which a grant's money is booked."""

    codes = forms.CharField(
        required=False,
        max_length=4000,
        label="Codes",
        help_text="A line each. Grants may share a code: then the lines of a file are asked about.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def clean_codes(self) -> list[str]:
        """The codes, without blank lines."""
        codes = [line.strip() for line in str(self.cleaned_data["codes"]).splitlines() if line.strip()]
        if long := next((code for code in codes if len(code) > 80), None):
            raise forms.ValidationError(f"“{long[:30]}…” is too long for a code.")
        return codes
