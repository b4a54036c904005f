"""Changes to accounts: made, corrected, closed, reopened; sessions ended; a lost second factor removed."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from accounts.actions.common import demand_administrator, end_sessions_of, locked, tell
from accounts.actions.holdings import end_office
from accounts.models import Person
from components.refusals import Refused
from figures.dates import london_day


@transaction.atomic
def create_person(
    *,
    email: str,
    name: str,
    job_title: str = "",
    by: Person | None,
    at: datetime,
    is_trial: bool = False,
    password: str | None = None,
) -> Person:
    """Make an account, without any office.

    Args:
        by: the administrator; None only from the command line of the server.
        password: left out, the person sets their own by the link they are sent.

    Raises:
        Refused: no administrator asks, or the address is wrong or taken.
    """
    demand_administrator(by, at, "makes accounts")
    email, name = email.strip().lower(), " ".join(name.split())
    _refuse_bad_names(email, name)
    if Person.objects.filter(email=email).exists():
        raise Refused(f"There is already an account with the address {email}.")
    person = Person(email=email, name=name, job_title=job_title.strip(), is_trial=is_trial, created_at=at)
    person.set_password(password)
    person.save(force_insert=True)
    _verify_address(person)
    tell(
        by, at, "create person", person, f"made an account for {name} ({email}).", after={"email": email, "name": name}
    )
    return person


@transaction.atomic
def change_person(*, person: Person, name: str, job_title: str, email: str, by: Person, at: datetime) -> Person:
    """Correct a person's name, job title or address. Another address ends their sessions."""
    demand_administrator(by, at, "changes accounts")
    person = locked(person)
    email, name = email.strip().lower(), " ".join(name.split())
    _refuse_bad_names(email, name)
    if Person.objects.filter(email=email).exclude(pk=person.pk).exists():
        raise Refused(f"There is already an account with the address {email}.")
    before = {"email": person.email, "name": person.name, "job_title": person.job_title}
    after = {"email": email, "name": name, "job_title": job_title.strip()}
    if before == after:
        return person
    if email != person.email:
        person.session_version += 1
    person.email, person.name, person.job_title = email, name, job_title.strip()
    person.save()
    _verify_address(person)
    tell(by, at, "change person", person, f"changed the account of {name}.", before=before, after=after)
    return person


@transaction.atomic
def close_account(*, person: Person, by: Person, at: datetime) -> Person:
    """Close an account: its offices end with the day before, its sessions at once. Nothing of it is removed."""
    demand_administrator(by, at, "closes accounts")
    if person.pk == by.pk:
        raise Refused("You cannot close your own account. Ask another administrator.")
    person = locked(person)
    if not person.is_active:
        raise Refused("This account is closed already.")
    yesterday = london_day(at) - timedelta(days=1)
    for holding in person.holdings.overlapping(london_day(at), None):
        end_office(holding=holding, until_on=yesterday, by=by, at=at)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    end_sessions_of([person])
    tell(by, at, "close account", person, f"closed the account of {person.name}.")
    return Person.objects.get(pk=person.pk)


@transaction.atomic
def reopen_account(*, person: Person, by: Person, at: datetime) -> Person:
    """Open a closed account again, without any office and with a password still to be set."""
    demand_administrator(by, at, "reopens accounts")
    person = locked(person)
    if person.is_active:
        raise Refused("This account is open.")
    person.is_active = True
    person.set_password(None)
    person.save()
    tell(by, at, "reopen account", person, f"reopened the account of {person.name}.")
    return person


@transaction.atomic
def end_sessions(*, person: Person, by: Person, at: datetime) -> None:
    """Sign a person out everywhere: themselves, or an administrator for them."""
    if by.pk != person.pk:
        demand_administrator(by, at, "ends the sessions of others")
    end_sessions_of([person])
    tell(by, at, "end sessions", person, f"signed {person.name} out of every browser.")


@transaction.atomic
def remove_second_factor(*, person: Person, by: Person, at: datetime) -> None:
    """Remove every authenticator of a person who has lost theirs; at their next sign-in they set up a new one."""
    demand_administrator(by, at, "removes a second factor")
    if by.pk == person.pk:
        raise Refused("You cannot remove your own second factor here. Ask another administrator.")
    removed, _ = Authenticator.objects.filter(user=person).delete()
    if not removed:
        raise Refused(f"{person.name} has no second factor.")
    end_sessions_of([person])
    tell(by, at, "remove second factor", person, f"removed the second factor of {person.name}.")


def _refuse_bad_names(email: str, name: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise Refused("Enter an email address, such as name@example.org.") from None
    if not name or len(name) > 200 or not name.isprintable():
        raise Refused("Enter the person’s name, in no more than 200 letters.")


def _verify_address(person: Person) -> None:
    """Tell the sign-in library that the address is the person's: an administrator has vouched for it."""
    EmailAddress.objects.filter(user=person).exclude(email=person.email).delete()
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
