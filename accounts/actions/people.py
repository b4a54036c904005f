"""Changes to accounts. What concerns another person's way in is proposed here, and done when a second confirms."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from accounts.actions.common import demand_administrator, end_sessions_of, locked, record_about
from accounts.actions.cooling import start_cooling
from accounts.actions.holdings import end_holding
from accounts.invitations import invite_after_commit
from accounts.models import Person, Proposal
from accounts.office_use import last_use
from accounts.proposals.actions import propose
from accounts.single_sign_on import PROVIDER, is_linked
from components.refusals import Refused, Stale
from figures.dates import format_moment, london_day
from figures.text import is_name, one_line
from mail.actions import write


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
    email, name, job_title = email.strip().lower(), _in_one_form(name), one_line(job_title)
    _refuse_bad_names(email, name, job_title)
    if Person.objects.filter(email=email).exists():
        raise Refused(f"There is already an account with the address {email}.")
    person = Person(email=email, name=name, job_title=job_title, is_trial=is_trial, created_at=at)
    person.set_password(password)
    person.save(force_insert=True)
    _verify_address(person)
    record_about(
        by, at, "create person", person, f"made an account for {name} ({email}).", after={"email": email, "name": name}
    )
    return person


@transaction.atomic
def change_person(
    *, person: Person, name: str, job_title: str, email: str, by: Person, at: datetime
) -> Proposal | None:
    """Propose another name, job title or address for an account; another administrator confirms it.

    All three are printed on papers or open the account, so nobody changes them alone.
    Returns what was proposed; None where nothing is other than it was.
    """
    demand_administrator(by, at, "changes accounts")
    person = locked(person)
    after = {"email": email.strip().lower(), "name": _in_one_form(name), "job_title": one_line(job_title)}
    _refuse_bad_names(**after)
    _refuse_taken(after["email"], person)
    before = {field: getattr(person, field) for field in after}
    if after == before:
        return None
    changes = [
        f"{label} from {before[field] or 'none'} to {after[field] or 'none'}"
        for field, label in (("name", "name"), ("job_title", "job title"), ("email", "address"))
        if before[field] != after[field]
    ]
    return propose(
        verb="person.change",
        subject=f"person:{person.pk}",
        sentence=f"Change the account of {person.name} ({before['email']}): {' and '.join(changes)}.",
        arguments={**after, "was": before},
        by=by,
        at=at,
    )


def confirmed_change(proposal: Proposal, at: datetime) -> None:
    """What confirming a change of an account does; another address ends sessions and bars signing for a while."""
    person, arguments = _person_of(proposal), proposal.arguments
    # Proposals made before job titles needed two people name none: theirs stays as it is.
    before: dict[str, str] = arguments["was"]
    if before != {field: getattr(person, field) for field in before}:
        raise Stale(f"The account of {person.name} has changed since this was proposed. Propose it again.")
    after = {field: arguments[field] for field in before}
    _refuse_taken(after["email"], person)
    for field, value in after.items():
        setattr(person, field, value)
    person.save(update_fields=list(after))
    _verify_address(person)
    if before["email"] != person.email:
        end_sessions_of([person])
        start_cooling(person, at)
    sentence = f"changed the account of {person.name}."
    record_about(proposal.confirmed_by, at, "change person", person, sentence, before=before, after=after)


def propose_for_person(*, verb: str, person: Person, reason: str = "", by: Person, at: datetime) -> Proposal:
    """Propose one of the changes to an account that ask nothing more: PERSON_CHANGES names them.

    Raises:
        NotAllowed: by somebody other than an administrator.
        Refused: it is the administrator's own account, or there is nothing to change.
    """
    demand_administrator(by, at, "changes accounts")
    if person.pk == by.pk:
        raise Refused("This is your own account. Ask another administrator.")
    change = PERSON_CHANGES[verb]
    change.check(person)
    return propose(
        verb=verb,
        subject=f"person:{person.pk}",
        sentence=change.sentence.format(name=person.name, email=person.email),
        arguments={},
        reason=reason,
        by=by,
        at=at,
    )


def _check_open(person: Person) -> None:
    if not person.is_active:
        raise Refused(f"The account of {person.name} is closed.")


def _check_closed(person: Person) -> None:
    if person.is_active:
        raise Refused("This account is open.")


def _check_linked(person: Person) -> None:
    if not is_linked(person):
        raise Refused(f"No account of the organisation opens the account of {person.name}.")


def _check_has_factor(person: Person) -> None:
    if not Authenticator.objects.filter(user=person).exists():
        raise Refused(f"{person.name} has no second factor.")


def confirmed_closing(proposal: Proposal, at: datetime) -> None:
    """Close an account: its offices end, its sessions at once. Nothing of it is removed."""
    person, by = _person_of(proposal), proposal.confirmed_by
    assert by is not None  # called by the confirmation alone
    _check_open(person)
    yesterday = london_day(at) - timedelta(days=1)
    for holding in person.holdings.overlapping(london_day(at), None):
        end_holding(holding=holding, until_on=max(yesterday, last_use(holding) or yesterday), by=by, at=at)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    end_sessions_of([person])
    record_about(by, at, "close account", person, f"closed the account of {person.name}.")


def confirmed_reopening(proposal: Proposal, at: datetime) -> None:
    """Open a closed account again, without any office and with a password still to be set."""
    person = _person_of(proposal)
    _check_closed(person)
    person.is_active = True
    person.set_password(None)
    person.save(update_fields=["is_active", "password"])
    start_cooling(person, at)
    record_about(proposal.confirmed_by, at, "reopen account", person, f"reopened the account of {person.name}.")
    invite_after_commit(person)


def confirmed_invitation(proposal: Proposal, at: datetime) -> None:
    """Send the link to set a password once more."""
    person = _person_of(proposal)
    _check_open(person)
    record_about(proposal.confirmed_by, at, "invite", person, f"had a link to set a password sent to {person.name}.")
    invite_after_commit(person)


def confirmed_removal_of_factor(proposal: Proposal, at: datetime) -> None:
    """Remove every authenticator of a person who has lost theirs; at their next sign-in they set up a new one."""
    person = _person_of(proposal)
    _check_has_factor(person)
    Authenticator.objects.filter(user=person).delete()
    end_sessions_of([person])
    start_cooling(person, at)
    sentence = f"removed the second factor of {person.name}."
    record_about(proposal.confirmed_by, at, "remove second factor", person, sentence)


def confirmed_unlinking(proposal: Proposal, at: datetime) -> None:
    """Forget which account of the organisation opens a person's account; the next one with their address does."""
    person = _person_of(proposal)
    _check_linked(person)
    SocialAccount.objects.filter(user=person, provider=PROVIDER).delete()
    end_sessions_of([person])
    start_cooling(person, at)
    sentence = f"removed the link of {person.name}’s account to the organisation’s."
    record_about(proposal.confirmed_by, at, "unlink sign-in", person, sentence)


@dataclass(frozen=True)
class PersonChange:
    """A change to an account that asks nothing more: what is proposed, and whether there is something to change."""

    sentence: str
    check: Callable[[Person], None]


PERSON_CHANGES = {
    "person.remove_factor": PersonChange(
        "Remove the second factor of {name} ({email}), who has lost it.", _check_has_factor
    ),
    "person.unlink": PersonChange(
        "Remove the link of {name}’s account ({email}) to the account of the organisation that opens it.", _check_linked
    ),
    "person.invite": PersonChange("Send {name} a new link to set a password, to {email}.", _check_open),
    "person.close": PersonChange("Close the account of {name} ({email}); their offices end.", _check_open),
    "person.reopen": PersonChange("Open the account of {name} ({email}) again, without any office.", _check_closed),
}


def factor_changed(*, person: Person, at: datetime) -> None:
    """Note that a factor was added or removed: the first one, set up by invitation, starts no cooling time."""
    with transaction.atomic():
        if Person.objects.filter(pk=person.pk, factor_since=None).update(factor_since=at):
            return
        start_cooling(person, at)


def _person_of(proposal: Proposal) -> Person:
    """The locked row of the person that a proposal is about."""
    return Person.objects.select_for_update().get(pk=proposal.number_of("person"))


@transaction.atomic
def end_sessions(*, person: Person, by: Person, at: datetime) -> None:
    """Sign a person out everywhere: themselves, or an administrator for them."""
    if by.pk != person.pk:
        demand_administrator(by, at, "ends the sessions of others")
    end_sessions_of([person])
    record_about(by, at, "end sessions", person, f"signed {person.name} out of every browser.")
    if by.pk != person.pk:
        did = f"{by.name} signed you out of every browser, {format_moment(at)}."
        body = f"{person.name},\n\n{did} Sign in again to go on.\n"
        write(to=person.email, subject="You were signed out of the decision register", body=body, at=at)


def _in_one_form(name: str) -> str:
    """A name with single spaces, in which an accented letter is one letter however it was typed."""
    return unicodedata.normalize("NFC", " ".join(name.split()))


def _refuse_bad_names(email: str, name: str, job_title: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise Refused("Enter an email address, such as name@example.org.") from None
    if not email.isascii() or '"' in email:
        raise Refused(
            "Enter the email address in plain Latin letters, without quotation marks: others look like them and "
            "are not the same."
        )
    if not name or len(name) > 200 or not name.isprintable():
        raise Refused("Enter the person’s name, in no more than 200 letters.")
    if not is_name(name):
        raise Refused(
            "The name mixes letters of two alphabets that look alike, or has signs that cannot be seen, look like "
            "letters, or make an address of it. Type it again in one alphabet."
        )
    if len(job_title) > 200 or not job_title.isprintable() or "@" in job_title:
        raise Refused(
            "Enter the job title in no more than 200 letters, with no address and nothing in it that cannot be seen."
        )


def _refuse_taken(email: str, person: Person) -> None:
    if Person.objects.filter(email=email).exclude(pk=person.pk).exists():
        raise Refused(f"There is already an account with the address {email}.")


def _verify_address(person: Person) -> None:
    """Tell the sign-in library that the address is the person's: an administrator has vouched for it."""
    EmailAddress.objects.filter(user=person).exclude(email=person.email).delete()
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
