"""Letters about what is due and what is late, as often as each person chose."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.models import Holding, Person
from accounts.offices import offices_that_may
from figures.dates import LONDON, format_date, is_working_day, london_day
from grants.actions.common import record_event
from grants.models import Obligation, Reminder
from grants.models.obligations import Status
from grants.models.reminders import Often
from grants.obligation_lists import grouped, title_of
from mail import actions as letters

#: A letter lists what is due within this time.
AHEAD = timedelta(days=7)
#: No letter of the day is written before this hour.
MORNING = time(7)
#: Lines of a letter; the list at the desk has all.
MOST = 20


def choose_reminders(*, often: str, by: Person, at: datetime) -> Reminder:
    """Keep how often a person wishes to be written to."""
    with transaction.atomic():
        reminder, _ = Reminder.objects.select_for_update().get_or_create(person=by)
        reminder.often = Often(often)
        reminder.save(update_fields=["often"])
        sentence = f"{by.name} chose letters of what is due: {reminder.get_often_display().lower()}."
        record_event("choose reminders", f"person:{by.pk}", sentence, by, at)
    return reminder


def remind_of_obligations(*, at: datetime) -> int:
    """Write to everybody who enters or certifies what is owed, as often as they chose; returns how many letters."""
    day = london_day(at)
    preparing, certifying = offices_that_may("grants"), offices_that_may("certify")
    offices_of: dict[Person, set[str]] = {}
    for holding in Holding.objects.on(day).filter(office__in=preparing | certifying).select_related("person"):
        offices_of.setdefault(holding.person, set()).add(holding.office)
    reminders = {row.person_id: row for row in Reminder.objects.filter(person__in=offices_of)}
    recipients = [person for person in offices_of if person.is_active and _is_letter_due(reminders.get(person.pk), at)]
    if not recipients:
        return 0
    rows = list(_due_or_waiting(day))
    letters = 0
    for person in recipients:
        due_rows = [row for row in rows if _is_for(row, offices_of[person], preparing, certifying)]
        letters += _write(person, due_rows, at) if due_rows else 0
    return letters


def _is_letter_due(reminder: Reminder | None, at: datetime) -> bool:
    """Whether a letter may be written to somebody now: once a day or a week on a working morning, or at once."""
    often, told_at = (reminder.often, reminder.told_at) if reminder else (str(Often.WEEKLY), None)
    day = london_day(at)
    if often == Often.NEVER or not is_working_day(day) or at.astimezone(LONDON).time() < MORNING:
        return False
    wait = {Often.DAILY: timedelta(days=1), Often.WEEKLY: timedelta(days=7)}.get(Often(often), timedelta(0))
    return told_at is None or day - london_day(told_at) >= wait


def _due_or_waiting(day: date) -> Iterable[Obligation]:
    """What is late or due within a week, or waits to be certified."""
    rows = grouped(Obligation.objects.filter(due_on__lte=day + timedelta(days=60)), day).select_related("grant")
    return (row for row in rows.order_by("due_on", "pk") if _is_near(row, day))


def _is_near(row: Obligation, day: date) -> bool:
    group, status = row.group, row.status  # type: ignore[attr-defined]  # annotated by `grouped`
    if group in {"funder", "done"}:
        return False
    return bool(row.due_on <= day + AHEAD or (status == Status.PREPARED and row.needs_certificate))


def _is_for(row: Obligation, offices: set[str], preparing: frozenset[str], certifying: frozenset[str]) -> bool:
    """Whether the next move is of somebody with these offices."""
    waits = row.status == Status.PREPARED and row.needs_certificate  # type: ignore[attr-defined]
    return bool(offices & (certifying if waits else preparing))


def _write(person: Person, rows: list[Obligation], at: datetime) -> int:
    """Write one letter, unless another worker has just written it; at once, only of what the last one did not say."""
    with transaction.atomic():
        reminder, _ = Reminder.objects.select_for_update().get_or_create(person=person)
        if not _is_letter_due(reminder, at):
            return 0
        if reminder.often == Often.AT_ONCE and reminder.told_at:
            rows = [row for row in rows if _is_new(row, reminder.told_at, at)]
        if not rows:
            return 0
        reminder.told_at = at
        reminder.save(update_fields=["told_at"])
        letters.write(to=person.email, subject=_subject(rows, london_day(at)), body=_body(person, rows, at), at=at)
    return 1


def _is_new(row: Obligation, told_at: datetime, at: datetime) -> bool:
    """Whether something has come near, become late, or begun to wait for its certificate since a moment."""
    last_told, day = london_day(told_at), london_day(at)
    if any(last_told < turn <= day for turn in (row.due_on - AHEAD, row.due_on + timedelta(days=1))):
        return True
    return row.created_at > told_at or row.steps.filter(recorded_at__gt=told_at).exists()


def _subject(rows: list[Obligation], day: date) -> str:
    late = sum(row.due_on < day for row in rows)
    return f"Due to funders: {len(rows)}" + (f", of which {late} late" if late else "")


def _body(person: Person, rows: list[Obligation], at: datetime) -> str:
    """What is due, by the number of the grant and never by its title: a letter leaves the desk."""
    day = london_day(at)
    lines = [_line(row, day) for row in rows[:MOST]]
    if len(rows) > MOST:
        lines.append(f"and {len(rows) - MOST} more")
    address = settings.DESK_ADDRESS + reverse("obligation_list")
    how_often = settings.DESK_ADDRESS + reverse("desk_calendar")
    return f"{person.name},\n\n" + "\n".join(lines) + f"\n\n{address}\n\nHow often you are written to: {how_often}\n"


def _line(row: Obligation, day: date) -> str:
    state = "Late" if row.due_on < day else "Due"
    waits = row.status == Status.PREPARED and row.needs_certificate  # type: ignore[attr-defined]
    words = f"{state}: {title_of(row)}, {row.grant.code}, due on {format_date(row.due_on)}"
    return words + (", waits to be certified" if waits else "")
