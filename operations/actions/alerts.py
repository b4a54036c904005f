"""Letters of alerts: one that asks to confirm, then one for each subscriber with everything that is new to them.

A letter and the number of the last entry that it covers (`told_through`) are written in one transaction, so that after
a crash no entry is announced twice or never. What the book does not hold (a deferred decision, a Part 2) cannot be in
a letter.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.core.exceptions import BadRequest
from django.db import transaction
from django.db.models import Q, QuerySet

from book.models import Alert, Entry, PublishedDecision, Subscriber
from figures.dates import LONDON
from http_cache.book_version import book_version
from mail.actions import write
from mail.models import Letter
from operations.actions.alert_letters import Change, confirmation, news_letter, unsubscribe_address
from register.alerts.subjects import matches

#: An alert that is not confirmed within this time is deleted.
CONFIRMED_WITHIN = timedelta(days=7)
#: Daily letters are written from this hour on (London), weekly ones on Mondays.
_HOUR = time(7)
#: Letters written in one round of the worker: the next round writes the others.
_MOST_IN_A_ROUND = 200
#: Kinds of entries that say nothing new: a transcript is drawn from text that was published before.
_NO_NEWS = (Entry.Kind.TRANSCRIPT,)


def notify_subscribers(*, at: datetime) -> int:
    """Write the letters that are due; returns how many."""
    _forget_unconfirmed(at)
    written = _ask_to_confirm(at)
    # Filters remember names of bodies for a state of the book: read that state anew.
    book_version.tag()
    newest = Entry.objects.order_by("-number").values_list("number", flat=True).first() or 0
    due = _due(newest, at)
    for subscriber in due.values_list("subscriber", flat=True).order_by("subscriber").distinct()[:_MOST_IN_A_ROUND]:
        written += _send_alert(subscriber, newest, at)
    return written


def _forget_unconfirmed(at: datetime) -> None:
    late = Alert.objects.filter(confirmed_at=None, asked_at__lt=at - CONFIRMED_WITHIN)
    for subscriber in Subscriber.objects.filter(alerts__in=late).distinct():
        with transaction.atomic():
            late.filter(subscriber=subscriber).delete()
            if not subscriber.alerts.exists():
                _erase_letters(subscriber)
                subscriber.delete()


def _erase_letters(subscriber: Subscriber) -> None:
    Letter.objects.filter(unsubscribe__contains=subscriber.secret).delete()


def _ask_to_confirm(at: datetime) -> int:
    written = 0
    for number in Alert.objects.filter(confirmed_at=None, letter_at=None).values_list("pk", flat=True)[
        :_MOST_IN_A_ROUND
    ]:
        with transaction.atomic():
            alerts = Alert.objects.filter(pk=number, letter_at=None).select_related("subscriber")
            alert = alerts.select_for_update(skip_locked=True, of=("self",)).first()
            if alert is None:
                continue
            alert.letter_at = at
            alert.save(update_fields=["letter_at"])
            subject, body = confirmation(alert, days=CONFIRMED_WITHIN.days)
            leave = unsubscribe_address(alert.subscriber)
            write(to=alert.subscriber.email, subject=subject, body=body, unsubscribe=leave, at=at)
            written += 1
    return written


def _due(newest: int, at: datetime) -> QuerySet[Alert]:
    """Confirmed alerts that do not cover the newest entries yet and whose hour has come."""
    local = at.astimezone(LONDON)
    day = local.date() if local.time() >= _HOUR else local.date() - timedelta(days=1)
    morning = datetime.combine(day, _HOUR, tzinfo=LONDON)
    monday = morning - timedelta(days=day.weekday())
    hour_has_come = (
        Q(often=Alert.Often.AT_ONCE)
        | Q(often=Alert.Often.DAILY, told_at__lt=morning)
        | Q(often=Alert.Often.WEEKLY, told_at__lt=monday)
    )
    return Alert.objects.filter(hour_has_come, confirmed_at__isnull=False, told_through__lt=newest)


@transaction.atomic
def _send_alert(subscriber_id: int, newest: int, at: datetime) -> int:
    """Write one letter with everything new and store the last entry it covers; returns how many letters, 0 or 1."""
    due = _due(newest, at).filter(subscriber=subscriber_id).select_related("subscriber").order_by("pk")
    # Rows are skipped that another worker, or somebody who is leaving, has locked.
    alerts = list(due.select_for_update(skip_locked=True, of=("self",)))
    if not alerts:
        return 0
    subscriber = alerts[0].subscriber
    news: dict[int, Entry] = {}
    for alert in alerts:
        news |= {entry.number: entry for entry in _news(alert, newest)}
    Alert.objects.filter(pk__in=[alert.pk for alert in alerts]).update(told_through=newest, told_at=at)
    if not news:
        return 0
    subject, body = news_letter(_changes(news.values()), alerts, subscriber)
    write(to=subscriber.email, subject=subject, body=body, unsubscribe=unsubscribe_address(subscriber), at=at)
    return 1


def _news(alert: Alert, newest: int) -> list[Entry]:
    """Entries about the alert's subject since its last letter; none where the book no longer has the subject."""
    try:
        decisions = matches(alert.query).filter(changed_number__gt=alert.told_through)
    except BadRequest:
        return []
    entries = Entry.objects.filter(key__in=list(decisions.values_list("key", flat=True)))
    since = entries.filter(number__gt=alert.told_through, number__lte=newest).exclude(kind__in=_NO_NEWS)
    return list(since.defer("payload", "leaf"))


def _changes(entries: Iterable[Entry]) -> list[Change]:
    """Entries by decision, in the order in which they came; of a withdrawn decision its withdrawal alone."""
    by_key: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda entry: entry.number):
        by_key.setdefault(entry.key, []).append(entry)
    decisions = PublishedDecision.objects.prefetch_related("recommendations").in_bulk(by_key)
    changes = []
    for key, about in by_key.items():
        decision = decisions[key]
        if decision.status == PublishedDecision.Status.WITHDRAWN:
            about = [entry for entry in about if entry.kind in (Entry.Kind.WITHDRAWAL, Entry.Kind.EXPUNGED)]
        if about:
            changes.append(Change(decision, tuple(about)))
    return changes
