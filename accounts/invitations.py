"""The letter to a new person: the link by which they set their password."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.models import Person


def password_link(person: Person) -> str:
    """The path of the page on which this person sets their password, once and within three days."""
    key = default_token_generator.make_token(person)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key})


def invite(person: Person) -> None:
    """Send the person the link. It is not queued with other letters: a working link lies in no table."""
    link = f"{settings.DESK_ADDRESS}{password_link(person)}"
    get_adapter().send_mail("accounts/email/invitation", person.email, {"person": person, "link": link})


def invite_after_commit(person: Person) -> None:
    """Send the link once the change around this is committed."""
    transaction.on_commit(lambda: invite(Person.objects.get(pk=person.pk)))
