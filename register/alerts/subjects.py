"""The subject of an alert: a list with its filters, a thread or a decision, written as the query of an address."""

from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext

from book.models import PublishedDecision
from figures.references import Reference
from register.presenters import listing
from register.search.filters import DecisionFilter, unknown_parameters

#: Parameters that hold a reference: an alert about one decision, or about all that are linked with it. Any other query
#: is that of a list.
DECISION, THREAD = "decision", "thread-of"
_ABOUT = {
    DECISION: "the decision %(reference)s",
    THREAD: "%(reference)s and the decisions linked with it",
}
#: Parameters that say where in a list a reader is, or how it is sorted: they are no part of the subject.
_POSITION_PARAMETERS = ("cursor", "sort", "page")
#: The longest query that an alert keeps, in characters.
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class AlertSubject:
    """`query` is kept with the alert, `words` name it in a letter, `page` is the address that shows it."""

    query: str
    words: str
    page: str


def alert_subject(data: QueryDict) -> AlertSubject:
    """The subject that a query names.

    Raises:
        BadRequest: with a sentence for the page, where the query names no decision or no list.
    """
    for name, words in _ABOUT.items():
        if name in data:
            decision = _decision(data.get(name, ""))
            page = f"/decisions/{decision.slug}/" if name == DECISION else f"/threads/{decision.slug}/"
            named = gettext(words) % {"reference": decision.reference}
            return AlertSubject(f"{name}={decision.slug}", named, page)
    query_data = data.copy()
    for name in _POSITION_PARAMETERS:
        query_data.pop(name, None)
    filters = _filters(query_data)
    query = query_data.urlencode()
    if len(query) > LONGEST:
        raise BadRequest("These are more filters than an alert keeps. Leave some out.")
    chosen = {name: value for name, value in filters.form.cleaned_data.items() if value}
    words = ", ".join(gettext(chip["text"]) for chip in listing.chips("/decisions/", query_data, chosen))
    page = listing.address("/decisions/", query_data)
    named = gettext("decisions: %(filters)s") % {"filters": words} if words else gettext("all decisions")
    return AlertSubject(query, named, page)


def subject_kept(query: str) -> AlertSubject:
    """What an alert is about by the query that was kept of it: the register may not have that any longer."""
    try:
        return alert_subject(QueryDict(query))
    except BadRequest:
        return AlertSubject(query, gettext("something that the register does not have any longer"), "/decisions/")


def matches(query: str) -> QuerySet[PublishedDecision]:
    """The decisions that an alert is about, withdrawn ones among them.

    Raises:
        BadRequest: the query names something that the register does not have any longer.
    """
    data = QueryDict(query)
    if DECISION in data:
        return PublishedDecision.objects.filter(key=_decision(data[DECISION]).key)
    if THREAD in data:
        return PublishedDecision.objects.filter(thread=_decision(data[THREAD]).thread)
    return _filters(data).qs


def _decision(text: str) -> PublishedDecision:
    try:
        key = Reference.parse(text).key
    except ValueError:
        raise BadRequest(f"“{text[:40]}” is no reference of a decision.") from None
    decision = PublishedDecision.objects.filter(key=key).first()
    if decision is None:
        raise BadRequest(f"No decision {text[:40]} is published.")
    return decision


def _filters(data: QueryDict) -> DecisionFilter:
    unknown = unknown_parameters(data)
    if unknown:
        raise BadRequest(f"There is no filter called {min(unknown)[:40]}.")
    filters = DecisionFilter(data, queryset=PublishedDecision.objects.all())
    if not filters.is_valid():
        raise BadRequest(next(iter(filters.errors.values()))[0])
    return filters
