"""The words of letters of alerts: in English and, where the body has another language, in that one first."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext, override

from book.models import Alert, Entry, PublishedDecision, Subscriber
from figures.text import one_line
from languages.addresses import other_languages
from languages.texts import body_name
from register.alerts.subjects import subject_kept
from register.presenters.labels import ENTRIES
from register.presenters.listing import amount_words

#: Decisions in one letter; a letter about more says how many there are and where.
MOST_IN_A_LETTER = 40
#: Stands above a letter in several languages, for who reads English.
_ENGLISH_FOLLOWS = "English follows below."
_BETWEEN = "\n\n--------\n\n"


@dataclass(frozen=True, slots=True)
class Change:
    """What is new about one decision: the entries about it, the oldest first."""

    decision: PublishedDecision
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """What a letter names in one of its languages: the body, and where addresses of pages begin."""

    body: str
    base: str


def confirmation(alert: Alert, *, days: int) -> tuple[str, str]:
    """Subject and body of the letter that asks to confirm; an alert that is not confirmed is forgotten after `days`."""
    return _in_each_language(lambda voice: (_asked_subject(voice), _asked_body(alert, days, voice)))


def news_letter(changes: list[Change], alerts: list[Alert], subscriber: Subscriber) -> tuple[str, str]:
    """Subject and body of the letter that tells one subscriber what changed."""
    return _in_each_language(lambda voice: (_subject(changes), _body(changes, alerts, subscriber, voice)))


def unsubscribe_address(subscriber: Subscriber, base: str = "") -> str:
    """The address at which a subscriber leaves and has their own address erased."""
    return f"{base or settings.REGISTER_ADDRESS}/alerts/leave/{subscriber.secret}/"


def _in_each_language(write: Callable[[Voice], tuple[str, str]]) -> tuple[str, str]:
    """A letter in the body's other languages, then in English; in English alone where it has no other."""
    own = write(Voice(body_name(), settings.REGISTER_ADDRESS))
    letters = []
    for language in other_languages():
        with override(language):
            letters.append(write(Voice(body_name(), f"{settings.REGISTER_ADDRESS}/{language}")))
    if not letters:
        return own
    subjects, bodies = zip(*letters, own, strict=True)
    told = _BETWEEN.join(body.strip() for body in bodies)
    return " / ".join(dict.fromkeys(subjects)), f"{_ENGLISH_FOLLOWS}\n\n{told}\n"


def _asked_subject(voice: Voice) -> str:
    return gettext("Confirm that you want alerts from %(body)s") % {"body": voice.body}


def _asked_body(alert: Alert, days: int, voice: Voice) -> str:
    asked = gettext(
        "Somebody, we believe you, asked to be told of %(what)s in the register of decisions of %(body)s, %(often)s."
    )
    confirm = gettext("Confirm: %(address)s")
    otherwise = gettext(
        "If it was not you, do nothing: no letter will come, and we forget your address within %(days)s days. "
        "To have it erased now: %(address)s"
    )
    paragraphs = (
        asked % {"what": subject_kept(alert.query).words, "body": voice.body, "often": _often(alert)},
        confirm % {"address": f"{voice.base}/alerts/confirm/{alert.secret}/"},
        otherwise % {"days": days, "address": unsubscribe_address(alert.subscriber, voice.base)},
    )
    return "\n\n".join(paragraphs) + "\n"


def _subject(changes: list[Change]) -> str:
    if len(changes) == 1:
        decision = changes[0].decision
        return f"{decision.reference}: {_change_label(changes[0])}"
    references = ", ".join(change.decision.reference for change in changes[:3])
    more = gettext("%(references)s and others") % {"references": references} if len(changes) > 3 else references
    words = gettext("%(count)s decisions are new or changed: %(references)s")
    return words % {"count": len(changes), "references": more}


def _change_label(change: Change) -> str:
    """“New decision”, “Correction, Outcome”. A corrected version comes with its correction, which says it."""
    kinds = [entry.kind for entry in change.entries if entry.kind != Entry.Kind.DECISION or entry.version == 1]
    words = [
        gettext("New decision") if kind == Entry.Kind.DECISION else gettext(ENTRIES[kind])
        for kind in dict.fromkeys(kinds)
    ]
    return ", ".join(words) or gettext("New version")


def _body(changes: list[Change], alerts: list[Alert], subscriber: Subscriber, voice: Voice) -> str:
    parts = [_paragraph(change, voice) for change in changes[:MOST_IN_A_LETTER]]
    if len(changes) > MOST_IN_A_LETTER:
        more = gettext("And %(count)s more: %(address)s")
        address = f"{voice.base}/decisions/?sort=newest"
        parts.append(more % {"count": len(changes) - MOST_IN_A_LETTER, "address": address})
    followed = "\n".join(f"* {subject_kept(alert.query).words} ({_often(alert)})" for alert in alerts)
    change_it = gettext("Change what you follow: %(address)s")
    leave = gettext("Leave, and have your address erased: %(address)s")
    parts.append(
        f"{gettext('You have this letter because you follow:')}\n{followed}\n\n"
        f"{change_it % {'address': f'{voice.base}/alerts/{subscriber.secret}/'}}\n"
        f"{leave % {'address': unsubscribe_address(subscriber, voice.base)}}\n"
    )
    return "\n\n".join(parts)


def _paragraph(change: Change, voice: Voice) -> str:
    decision = change.decision
    withdrawn = decision.status == PublishedDecision.Status.WITHDRAWN
    title = "" if withdrawn else one_line(decision.title)
    amount = "" if withdrawn else amount_words(decision)
    lines = [f"{decision.reference}: {_change_label(change)}", title, amount]
    lines += [one_line(entry.summary) for entry in change.entries if entry.kind != Entry.Kind.DECISION]
    return "\n".join([line for line in lines if line] + [f"{voice.base}/decisions/{decision.slug}/"])


def _often(alert: Alert) -> str:
    return gettext(alert.get_often_display()).lower()
