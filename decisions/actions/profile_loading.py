"""A changed profile: one administrator proposes it, another confirms, and then whoever migrates puts it in force."""

from datetime import datetime
from difflib import unified_diff

from django.db import transaction

from accounts.models import Person, Proposal
from accounts.proposals.actions import propose
from audit.actions import record
from components.refusals import Refused
from decisions.models import LoadedProfile
from decisions.profiles import load_profile
from profiles import Profile

VERB = "profile.load"


def profile_loaded() -> LoadedProfile | None:
    """The profile in force; None before the first."""
    return LoadedProfile.objects.order_by("loaded_at").last()


def changes_of(source: str) -> str:
    """What another profile changes in the one in force, line by line."""
    loaded = profile_loaded()
    before = loaded.source if loaded else ""
    return "\n".join(unified_diff(before.splitlines(), source.splitlines(), "in force", "proposed", lineterm="", n=1))


def propose_profile(*, profile: Profile, by: Person, at: datetime) -> Proposal:
    """Propose to put a profile in force for papers that are submitted from then on.

    Raises:
        NotAllowed: the person is no administrator.
        Refused: it is in force, or proposed, already.
    """
    _check_not_in_force(profile.digest)
    return propose(
        verb=VERB,
        subject=f"profile:{profile.digest[:12]}",
        sentence=f"Put the changed profile {profile.digest[:12]} in force, by which papers are signed and decided.",
        arguments={"digest": profile.digest, "source": profile.source},
        by=by,
        at=at,
    )


def confirmed_profile(proposal: Proposal, at: datetime) -> None:
    """What confirming does: nothing yet. The desk's role cannot write a profile; `manage.py load_profile` does."""
    _check_not_in_force(proposal.arguments["digest"])


def load_agreed_profile(profile: Profile, *, at: datetime, trial: bool = False) -> bool:
    """Put a profile in force as two administrators agreed, as the owner; returns whether anything had to be loaded.

    The first profile of an installation needs nobody. `trial` loads without the agreement, which the history shows.

    Raises:
        Refused: another profile is in force, and no two administrators have agreed to this one since.
    """
    loaded = profile_loaded()
    if loaded is None or loaded.digest == profile.digest:
        return load_profile(profile, at=at)
    agreed = Proposal.objects.filter(
        verb=VERB, arguments__digest=profile.digest, confirmed_at__gt=loaded.loaded_at
    ).select_related("proposed_by", "confirmed_by")
    proposal = agreed.order_by("confirmed_at").last()
    if proposal is None and not trial:
        raise Refused(
            f"Another profile is in force, and two administrators have not agreed to this one "
            f"({profile.digest[:12]}): one proposes it at the desk, under “The body’s profile”, another confirms it."
        )
    with transaction.atomic():
        _record_loading(profile, proposal, at)
        return load_profile(profile, at=at)


def _record_loading(profile: Profile, proposal: Proposal | None, at: datetime) -> None:
    manner = "without two administrators, for a trial"
    if proposal is not None and proposal.confirmed_by is not None:
        manner = f"as {proposal.proposed_by.name} proposed and {proposal.confirmed_by.name} confirmed"
    record(
        verb="load profile",
        at=at,
        by="Whoever migrates",
        subject=f"profile:{profile.digest[:12]}",
        sentence=f"The profile {profile.digest[:12]} was put in force with the owner’s role, {manner}.",
        details={"digest": profile.digest, "proposal": proposal.pk if proposal else None},
    )


def _check_not_in_force(digest: str) -> None:
    loaded = profile_loaded()
    if loaded is not None and loaded.digest == digest:
        raise Refused("This profile is in force already.")
