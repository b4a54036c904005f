"""Upload a ledger's file, enter its lines whole or not at all, keep its column map and the codes of grants."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import Person
from components.refusals import Incomplete, NotOpen, Refused
from figures.dates import format_date, london_day
from figures.text import one_line
from grants.actions.common import check_can_enter_grants, record_event, subject_of
from grants.models import Actual, Grant, LedgerCode, LedgerFile, LedgerMap
from ledgers.reading import LedgerReading, read_ledger
from spreadsheets.sheets import UnreadableTable, read_sheet


def save_ledger_map(*, existing: LedgerMap | None, facts: Mapping[str, Any], by: Person, at: datetime) -> LedgerMap:
    """Enter a column map, or change one; what was entered with it stays as it is."""
    check_can_enter_grants(by, london_day(at))
    columns = existing or LedgerMap()
    for name, value in facts.items():
        setattr(columns, name, value)
    if LedgerMap.objects.filter(name__iexact=columns.name).exclude(pk=columns.pk).exists():
        raise Refused(f"There is a column map called {columns.name} already. Choose another name.")
    if bool(columns.amount) == bool(columns.debit or columns.credit) or bool(columns.debit) != bool(columns.credit):
        raise Refused("Name either one column of amounts, or one of debits and one of credits.")
    columns.changed_by, columns.changed_at = by, at
    with transaction.atomic():
        columns.save()
        sentence = f"{by.name} saved the column map {columns.name}."
        record_event("save ledger map", f"ledger map:{columns.pk}", sentence, by, at, **facts)
    return columns


def save_ledger_codes(*, grant: Grant, codes: Sequence[str], by: Person, at: datetime) -> None:
    """Make the codes of the ledger under which a grant's money is booked what these are."""
    check_can_enter_grants(by, london_day(at))
    wanted_codes = {one_line(code) for code in codes if one_line(code)}
    with transaction.atomic():
        Grant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
        before = set(grant.ledger_codes.values_list("code", flat=True))
        grant.ledger_codes.exclude(code__in=wanted_codes).delete()
        LedgerCode.objects.bulk_create([LedgerCode(grant=grant, code=code) for code in sorted(wanted_codes - before)])
        sentence = f"{by.name} changed the ledger codes of {grant.code}."
        subject = subject_of(grant)
        record_event("save ledger codes", subject, sentence, by, at, before=sorted(before), after=sorted(wanted_codes))


def upload_ledger(*, name: str, data: bytes, columns: LedgerMap, by: Person, at: datetime) -> LedgerFile:
    """Keep a file until its lines are entered or it is thrown away.

    Raises:
        NotOpen: the same file has been entered already.
        Refused: it cannot be read at all.
    """
    check_can_enter_grants(by, london_day(at))
    digest = sha256(data).hexdigest()
    _check_new(digest)
    _sheet(data, columns)
    ledger_file = LedgerFile(
        name=one_line(name)[:200], sha256=digest, data=data, map=columns, uploaded_by=by, uploaded_at=at
    )
    ledger_file.save(force_insert=True)
    return ledger_file


def discard_ledger(*, file: LedgerFile, by: Person, at: datetime) -> None:
    """Throw a file away whose lines have not been entered."""
    check_can_enter_grants(by, london_day(at))
    LedgerFile.objects.filter(pk=file.pk, entered_at__isnull=True).delete()


def preview_ledger(*, file: LedgerFile, answers: Mapping[str, int], at: datetime) -> LedgerReading:
    """What a file would add; nothing is."""
    return read_ledger(_sheet(bytes(file.data), file.map), file.map, answers=answers, today=london_day(at))


def enter_ledger(*, file: LedgerFile, answers: Mapping[str, int], by: Person, at: datetime) -> LedgerReading:
    """Add the entries of a file: all of its new lines, or none.

    Raises:
        NotOpen: the same file has been entered already.
        Incomplete: lines cannot be read, or fit several grants; `problems` has each.
    """
    check_can_enter_grants(by, london_day(at))
    try:
        with transaction.atomic():
            locked = LedgerFile.objects.select_for_update(of=("self",)).select_related("map").get(pk=file.pk)
            if locked.entered_at:
                raise NotOpen("This file has been entered already.")
            _check_new(locked.sha256)
            reading = preview_ledger(file=locked, answers=answers, at=at)
            if not reading.is_ready:
                raise Incomplete("Nothing was entered.", _problems(reading))
            _store_entries(locked, reading, by, at)
    except IntegrityError as error:
        if "actual_ledger_line_once" in str(error) or "ledger_file_entered_once" in str(error):
            raise NotOpen("Somebody entered the same lines at the same moment. Look at the file again.") from error
        raise
    return reading


def _store_entries(ledger_file: LedgerFile, reading: LedgerReading, by: Person, at: datetime) -> None:
    """Store the entries of a file, empty the file, and record the totals as an event."""
    for entry in reading.entries:
        entry.ledger_file, entry.recorded_by, entry.recorded_at = ledger_file, by, at
    ledger_file.data, ledger_file.entered_at, ledger_file.entries = b"", at, len(reading.entries)
    ledger_file.save(update_fields=["data", "entered_at", "entries"])
    Actual.objects.bulk_create(reading.entries, batch_size=1000)
    totals = [
        {"grant": tranche.grant.code, "tranche": str(tranche), "kind": kind, "entries": count, "total": f"{total:.2f}"}
        for tranche, kind, count, total in reading.totals()
    ]
    sentence = f"{by.name} entered {len(reading.entries):,} lines of the ledger."
    subject = f"ledger file:{ledger_file.pk}"
    record_event(
        "enter ledger", subject, sentence, by, at, words=ledger_file.name, sha256=ledger_file.sha256, totals=totals
    )


def _check_new(digest: str) -> None:
    if (
        earlier := LedgerFile.objects.filter(sha256=digest, entered_at__isnull=False)
        .select_related("uploaded_by")
        .first()
    ):
        day = format_date(london_day(earlier.entered_at)) if earlier.entered_at else ""
        raise NotOpen(f"This file was entered on {day} by {earlier.uploaded_by.name}. Nothing is added twice.")


def _sheet(data: bytes, columns: LedgerMap) -> Any:
    try:
        return read_sheet(data, columns.needed_columns())
    except UnreadableTable as error:
        raise Refused(str(error)) from None


def _problems(reading: LedgerReading) -> list[str]:
    faults = [f"Row {f.row}, {f.column}, “{f.value}”: {f.reason}" for f in reading.faults]
    return faults + [f"{q.rows} lines of {q.code} in {q.year} fit several grants." for q in reading.questions]
