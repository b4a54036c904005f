"""What people may type about grants: labels, hints and the sentences for what does not fit."""

from grants.forms.actuals import ActualForm, CorrectionForm
from grants.forms.agreements import AgreementForm
from grants.forms.grants import GrantForm
from grants.forms.obligations import ObligationForm, ObligationStepForm
from grants.forms.organisations import FundForm, OrganisationForm
from grants.forms.outcome import OutcomeForm
from grants.forms.picking import picked_or_new
from grants.forms.reminders import ReminderForm
from grants.forms.spend import SpendForm
from grants.forms.terms import TermForm, TermMetForm
from grants.forms.tranches import TrancheForm, TrancheRows

__all__ = [
    "ActualForm",
    "AgreementForm",
    "CorrectionForm",
    "FundForm",
    "GrantForm",
    "ObligationForm",
    "ObligationStepForm",
    "OrganisationForm",
    "OutcomeForm",
    "ReminderForm",
    "SpendForm",
    "TermForm",
    "TermMetForm",
    "TrancheForm",
    "TrancheRows",
    "picked_or_new",
]
