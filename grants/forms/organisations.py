"""What people may type about organisations and funds."""

from django import forms


class OrganisationForm(forms.Form):
    """An organisation's names and identifier."""

    name = forms.CharField(max_length=200, label="Name", error_messages={"required": "Enter the organisation’s name."})
    short_name = forms.CharField(max_length=40, required=False, label="Short name (optional)")
    identifier = forms.CharField(
        max_length=80,
        label="Identifier",
        help_text="A published one such as GB-GOR-D16 where there is one. It stands in the open data.",
        error_messages={"required": "Enter an identifier."},
    )


class FundForm(forms.Form):
    """A fund's usual name."""

    name = forms.CharField(
        max_length=200, label="Name of the fund", error_messages={"required": "Enter the fund’s name."}
    )
