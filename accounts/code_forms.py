"""allauth's forms for a code of an authenticator app, where a code serves once."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms
from allauth.mfa.models import Authenticator
from django.utils import timezone

from accounts.actions.one_time_codes import use_code
from components.refusals import Refused


class _UsedOnce(forms.BaseAuthenticateForm):
    """A code that served before, be it to sign in or as a proof, is a wrong one."""

    def clean_code(self) -> str:
        """The code, which has now served."""
        code: str = super().clean_code()
        if self.authenticator.type != Authenticator.Type.TOTP:
            return code
        try:
            use_code(authenticator=self.authenticator, code=code, by=self.user, at=timezone.now())
        except Refused:
            self._emit_authentication_failed(self.authenticator)
            raise get_adapter().validation_error("incorrect_code") from None
        return code


class AuthenticateForm(_UsedOnce, forms.AuthenticateForm):
    """The page that asks for a code after the password."""


class ReauthenticateForm(_UsedOnce, forms.ReauthenticateForm):
    """The page that asks for a code again, before factors are changed."""
