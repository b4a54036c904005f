"""The letter to a new person: the link by which they set their password."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Person


def password_link(person: Person) -> str:
    """The path of the page on which this person sets their password, once and within three days."""
    key = default_token_generator.make_token(person)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key})


def invite(request: HttpRequest, person: Person) -> None:
    """Send the person the link."""
    link = request.build_absolute_uri(password_link(person))
    get_adapter().send_mail("accounts/email/invitation", person.email, {"person": person, "link": link})
