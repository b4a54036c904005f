"""Organisations and the funds that they run."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from accounts.models import Person
from components.refusals import Refused
from figures.dates import london_day
from figures.text import one_line
from grants.actions.common import check_can_enter_grants, record_event
from grants.models import Fund, Organisation


def create_organisation(
    *, name: str, short_name: str = "", identifier: str = "", by: Person, at: datetime
) -> Organisation:
    """Add an organisation; without an identifier it gets the register's own, made from its name.

    Raises:
        Refused: somebody has entered an organisation of this name, or with this identifier, before.
    """
    check_can_enter_grants(by, london_day(at))
    name = one_line(name)
    if Organisation.objects.filter(name__iexact=name).exists():
        raise Refused(f"{name} is in the list already. Pick it there.")
    if identifier and Organisation.objects.filter(identifier=identifier).exists():
        raise Refused(f"Another organisation has the identifier {identifier}.")
    with transaction.atomic():
        organisation = Organisation.objects.create(
            name=name,
            short_name=short_name,
            identifier=identifier or _free_identifier(Organisation, f"org-{slugify(name)[:60]}"),
            created_at=at,
        )
        record_event("create organisation", f"organisation:{organisation.pk}", f"{by.name} entered {name}.", by, at)
    return organisation


def change_organisation(
    *, organisation: Organisation, name: str, short_name: str, identifier: str, by: Person, at: datetime
) -> None:
    """Correct an organisation's name or identifier. Papers already submitted keep the name as it was written.

    Raises:
        Refused: another organisation has this name or identifier.
    """
    check_can_enter_grants(by, london_day(at))
    name = one_line(name)
    other_organisations = Organisation.objects.exclude(pk=organisation.pk)
    if other_organisations.filter(name__iexact=name).exists():
        raise Refused(f"Another organisation is called {name}.")
    if other_organisations.filter(identifier=identifier).exists():
        raise Refused(f"Another organisation has the identifier {identifier}.")
    with transaction.atomic():
        locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
        before = {"name": locked.name, "short_name": locked.short_name, "identifier": locked.identifier}
        locked.name, locked.short_name, locked.identifier = name, short_name, identifier
        locked.save(update_fields=["name", "short_name", "identifier"])
        after = {"name": name, "short_name": short_name, "identifier": identifier}
        sentence = f"{by.name} changed {before['name']}."
        record_event("change organisation", f"organisation:{locked.pk}", sentence, by, at, before=before, after=after)


def create_fund(*, funder: Organisation, name: str, by: Person, at: datetime) -> Fund:
    """Add a fund of a funder.

    Raises:
        Refused: the funder has a fund of this name.
    """
    check_can_enter_grants(by, london_day(at))
    name = one_line(name)
    if funder.funds.filter(name__iexact=name).exists():
        raise Refused(f"{funder.name} has a fund called {name} already. Pick it from the list.")
    with transaction.atomic():
        identifier = _free_identifier(Fund, slugify(f"{funder.short_name or funder.name} {name}")[:100] or "fund")
        fund = Fund.objects.create(funder=funder, name=name, identifier=identifier, created_at=at)
        record_event("create fund", f"fund:{fund.pk}", f"{by.name} entered the fund {fund}.", by, at)
    return fund


def change_fund(*, fund: Fund, name: str, by: Person, at: datetime) -> None:
    """Correct a fund's usual name; its identifier stays.

    Raises:
        Refused: the funder has another fund of this name.
    """
    check_can_enter_grants(by, london_day(at))
    name = one_line(name)
    if fund.funder.funds.filter(name__iexact=name).exclude(pk=fund.pk).exists():
        raise Refused(f"{fund.funder.name} has another fund called {name}.")
    with transaction.atomic():
        locked = Fund.objects.select_for_update().get(pk=fund.pk)
        before, locked.name = locked.name, name
        locked.save(update_fields=["name"])
        sentence = f"{by.name} renamed the fund {before} to {name}."
        record_event("change fund", f"fund:{locked.pk}", sentence, by, at, before=before, after=name)


def merge_funds(*, fund: Fund, into: Fund) -> Fund:
    """Have the name of a fund lead to another of the same funder; what was entered under it stays.

    Who may do it, and the history, are the caller's, who also groups what is published. Returns the fund that is kept.

    Raises:
        Refused: the two are one already, or have different funders.
    """
    with transaction.atomic():
        funds = {row.pk: row for row in Fund.objects.select_for_update().filter(pk__in=[fund.pk, into.pk])}
        source, target = funds[fund.pk], funds[into.pk]
        target = target.merged_into if target.merged_into and target.merged_into_id != source.pk else target
        if source.pk == target.pk or source.merged_into_id == target.pk:
            raise Refused(f"{fund.name} and {into.name} are one fund already.")
        if source.funder_id != target.funder_id:
            raise Refused(f"{source} and {target} have different funders, so they are not one fund.")
        Fund.objects.filter(pk=target.pk).update(merged_into=None)
        Fund.objects.filter(merged_into=source).exclude(pk=target.pk).update(merged_into=target)
        Fund.objects.filter(pk=source.pk).update(merged_into=target)
    return target


def take_fund_apart(*, fund: Fund) -> None:
    """Let a merged fund stand by itself again. The caller checks who may do it, and records the event."""
    Fund.objects.filter(pk=fund.pk).update(merged_into=None)


def _free_identifier(model: type[Organisation] | type[Fund], identifier: str) -> str:
    """The wanted identifier, or with a number behind it where another has it."""
    used_identifiers = set(model.objects.filter(identifier__startswith=identifier).values_list("identifier", flat=True))
    count, free = 1, identifier
    while free in used_identifiers:
        count += 1
        free = f"{identifier}-{count}"
    return free


def organisation_of(organisation_or_name: Organisation | str, by: Person, at: datetime) -> Organisation:
    """The organisation that was picked, or of the name that was typed; created when there is none."""
    if isinstance(organisation_or_name, Organisation):
        return organisation_or_name
    existing = Organisation.objects.filter(name__iexact=one_line(organisation_or_name)).first()
    return existing or create_organisation(name=organisation_or_name, by=by, at=at)


def organisation_numbered(*, name: str, identifier: str, by: Person, at: datetime) -> Organisation:
    """The organisation of a name with its published identifier, which it gets where it had only the register's own.

    Raises:
        Refused: the identifier is known under another name, or the name with another identifier.
    """
    name = one_line(name)
    if not identifier:
        return organisation_of(name, by, at)
    by_identifier = Organisation.objects.filter(identifier=identifier).first()
    if by_identifier and by_identifier.name.casefold() != name.casefold():
        raise Refused(
            f"{identifier} is known as {by_identifier.name}, not as {name}. Use that name, or correct the number."
        )
    if by_identifier:
        return by_identifier
    by_name = Organisation.objects.filter(name__iexact=name).first()
    if by_name is None:
        return create_organisation(name=name, identifier=identifier, by=by, at=at)
    if not by_name.identifier.startswith("org-"):
        raise Refused(f"{by_name.name} is known by the number {by_name.identifier}, not by {identifier}.")
    change_organisation(
        organisation=by_name, name=by_name.name, short_name=by_name.short_name, identifier=identifier, by=by, at=at
    )
    return Organisation.objects.get(pk=by_name.pk)
