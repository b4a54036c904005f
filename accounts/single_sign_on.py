"""Single sign-on: whose account an account of the organisation opens, and which offices its groups suggest.

OpenID Connect Core 1.0, section 5.7: only the subject (`sub`) names a person for good; an e-mail address may be given
to somebody else. So an address opens an account once, the first time, and the subject does from then on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.conf import settings

from accounts.models import Person
from accounts.offices import Office
from components.refusals import NotAllowed
from profiles import current

#: What the settings call the provider; there is one.
PROVIDER = "sso"


@dataclass(frozen=True)
class Claims:
    """What the provider says of somebody. `is_verified` is None where it says nothing of their address."""

    subject: str
    address: str
    is_verified: bool | None
    groups: tuple[str, ...]


def read_claims(answer: Mapping[str, Any]) -> Claims:
    """The claims of the identity token and of the user information together.

    Raises:
        NotAllowed: the two speak of different people (OpenID Connect Core 1.0, section 5.3.2).
    """
    token, information = answer.get("id_token") or {}, answer.get("userinfo") or {}
    subjects = {str(part["sub"]) for part in (token, information) if part.get("sub")}
    if len(subjects) != 1:
        raise NotAllowed("The sign-in service of your organisation named no one person. Tell an administrator.")
    claims = {**token, **information}
    # What says that an address was verified speaks of the address beside it, not of one that comes from elsewhere.
    address_from = information if information.get("email") else token
    # Entra has a claim of its own for a verified domain, which it gives when asked to (`xms_edov`).
    verified = address_from.get("email_verified", address_from.get("xms_edov"))
    groups = claims.get(settings.OIDC_GROUPS_CLAIM) or ()
    return Claims(
        subject=subjects.pop(),
        address=str(address_from.get("email") or "").strip(),
        is_verified=None if verified is None else verified in (True, 1, "true", "True", "1"),
        groups=tuple(str(group) for group in groups) if isinstance(groups, list | tuple) else (),
    )


def person_for(claims: Claims) -> Person:
    """Whom an account of the organisation that was never seen here opens.

    Raises:
        NotAllowed: nobody; the sentence says why and whom to ask.
    """
    if not claims.address:
        raise NotAllowed(
            "Your organisation’s account gave no e-mail address, so the register cannot tell whose account to open. "
            "Ask an administrator."
        )
    if not _is_vouched_for(claims):
        raise NotAllowed(
            f"Your organisation’s account does not say that {claims.address} was verified, so it opens nothing here. "
            "Ask an administrator."
        )
    # Letters outside ASCII may become others when they are made small: the Kelvin sign becomes a k.
    person = Person.objects.filter(email=claims.address.lower()).first() if claims.address.isascii() else None
    if person is None:
        raise NotAllowed(f"There is no account here for {claims.address}. Ask an administrator to make one.")
    if not person.is_active:
        raise NotAllowed(
            f"The account for {claims.address} is closed. Ask an administrator if you think that is wrong."
        )
    if is_linked(person):
        raise NotAllowed(
            f"The account for {claims.address} is linked to another account of your organisation. Ask an "
            "administrator to remove that link if the address is yours now."
        )
    return person


def _is_vouched_for(claims: Claims) -> bool:
    """Whether the address is known to be the person's.

    Entra says nothing of it by default: then it counts where the administrator of the server trusts the provider for
    the address's domain. An address that the provider calls unverified never counts.
    """
    if claims.is_verified is not None:
        return claims.is_verified
    return claims.address.lower().rpartition("@")[2] in settings.OIDC_TRUSTED_DOMAINS


def suggested_offices(person: Person, day: date) -> list[tuple[str, Office]]:
    """Groups of the provider and the offices that the profile sets beside them, where the person has no such office.

    A suggestion gives nothing: one administrator proposes the office and another confirms it.
    """
    account = SocialAccount.objects.filter(user=person, provider=PROVIDER).first()
    groups = current().sign_in.groups
    offices = person.offices_on(day)
    person_groups = (account.extra_data if account else {}).get("groups", ())
    mapped_offices = [(group, Office(groups[group])) for group in person_groups if group in groups]
    return [(group, office) for group, office in mapped_offices if office not in offices]


def is_linked(person: Person) -> bool:
    """Whether an account of the organisation opens this person's account."""
    return SocialAccount.objects.filter(user=person, provider=PROVIDER).exists()


def may_use_password(person: Person, day: date) -> bool:
    """Whether a password lets this person in and signs for them.

    A body can do without passwords. Administrators keep theirs: with a provider that is down nobody else could help.
    """
    return current().sign_in.passwords or person.holds(Office.ADMINISTRATOR, day)
