"""The profile in force in the database, and loading one: the owner's work, which the desk's role cannot do."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connections, transaction

from components.refusals import Refused
from decisions.models import LoadedProfile
from profiles import Profile, current

_SIGNED_AS = {"endorse": "endorsed", "approve": "approved"}


def profile_in_force() -> LoadedProfile:
    """The row of the profile in use; raises Refused, saying what to do, when another or none has been loaded."""
    newest = LoadedProfile.objects.order_by("loaded_at").last()
    if newest is None or newest.digest != current().digest:
        raise Refused(
            "The body’s profile has changed since it was loaded into the database. Tell the administrators: "
            "`manage.py load_profile` loads it."
        )
    return newest


Models = Callable[[str], Any]


def _model(name: str) -> Any:
    return apps.get_model("decisions", name)


def load_profile(profile: Profile, *, at: datetime, using: str = "owner", model: Models = _model) -> bool:
    """Copy a profile's steps, required signatories and series into the database and put it in force.

    Papers under way keep the profile that they were submitted under. Returns whether anything had to be loaded.
    `model` gives the models by name: a migration has them as they were.
    """
    rows = model("LoadedProfile").objects.using(using)
    with transaction.atomic(using=using):
        newest = rows.order_by("loaded_at").last()
        if newest is not None and newest.digest == profile.digest:
            return False
        loaded, is_new = rows.update_or_create(
            digest=profile.digest, defaults={"source": profile.source, "loaded_at": at}
        )
        if is_new:
            _store_steps(profile, loaded, using, model)
            # The migration that loads the first profile has no tables for these two; later ones copy them.
            if model is _model:
                copy_skipped(profile, loaded, using, model)
                copy_powers(profile, loaded, using, model)
        _give_abilities(profile, using)
    return True


def copy_skipped(profile: Profile, loaded: Any, using: str, model: Models = _model) -> None:
    """Write down which steps urgent papers skip under a profile."""
    row = model("SkippedStep")
    row.objects.using(using).bulk_create(row(profile=loaded, name=name) for name in profile.urgent.skips)


def copy_powers(profile: Profile, loaded: Any, using: str, model: Models = _model) -> None:
    """Write down who may decide what under a profile, which the database holds signatures to."""
    row = model("ProfilePower")
    row.objects.using(using).bulk_create(
        row(
            profile=loaded,
            action=power.action,
            office=power.office,
            amount_limit=power.limit,
            begins=power.begins,
            ends=power.ends,
            consults=list(power.consults),
            citation=power.citation,
            rests_on=power.rests_on,
        )
        for power in profile.powers
    )


def keep_passkey_rule(compulsory: bool, *, at: datetime, using: str = "owner") -> None:
    """Let the database know whether passkeys are compulsory for those who sign (the setting PASSKEYS_COMPULSORY)."""
    rows = _model("PasskeyRule").objects.using(using)
    if not compulsory:
        rows.all().delete()
    elif not rows.exists():
        rows.create(since=at)


def _give_abilities(profile: Profile, using: str) -> None:
    """What each office may do from now on, with those that sign and those that record a decision made in ink."""
    rows: set[tuple[str, str]] = {
        (key, ability) for key, office in profile.offices.items() for ability in office.abilities
    }
    for step in profile.steps:
        extra = "sign" if step.signs else step.name if step.name == "record_ink" else ""
        rows |= {(key, extra) for move in step.moves for key in move.by if extra}
    with connections[using].cursor() as cursor:
        cursor.execute("DELETE FROM accounts_office_ability")
        cursor.executemany("INSERT INTO accounts_office_ability (office, ability) VALUES (%s, %s)", sorted(rows))


def _store_steps(profile: Profile, loaded: Any, using: str, model: Models) -> None:
    """Store the profile's steps, signatories and series of references, which the database's rules read."""
    step_row, signatory_row, series_row = map(model, ("ProfileStep", "RequiredSignatory", "ProfileSeries"))
    step_row.objects.using(using).bulk_create(
        step_row(profile=loaded, name=step.name, office=office, from_status=move.at, to_status=step.to or move.at)
        for step in profile.steps
        for move in step.moves
        for office in move.by
    )
    signing = [
        (office, _SIGNED_AS[step.name], move.at)
        for step in sorted(profile.steps, key=lambda step: step.name == "approve")
        if step.name in _SIGNED_AS
        for move in step.moves
        for office in move.by
    ]
    signatory_row.objects.using(using).bulk_create(
        signatory_row(profile=loaded, office=office, step=step, at_status=at, position=n)
        for n, (office, step, at) in enumerate(signing)
    )
    series_row.objects.using(using).bulk_create(
        series_row(profile=loaded, code=series.code, counted=series.counter != "never")
        for series in profile.references.series
    )
