"""What an alert follows: a list with its filters, a thread or a decision, as the query of an address says it."""

from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import QueryDict

from book.models import PublishedDecision
from figures.references import Reference
from register.presenters import listing
from register.search.filters import DecisionFilter, unknown_parameters

#: Names in a query that follow one decision, or all that are linked with it; any other query is that of a list.
DECISION, THREAD = "decision", "thread-of"
#: What places a reader in a list or on a form, and follows nothing.
_PLACES = ("cursor", "sort", "page")
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Following:
    """`query` is kept with the alert, `words` name it in a letter, `page` is the address that shows it."""

    query: str
    words: str
    page: str


def following(data: QueryDict) -> Following:
    """What a query follows.

    Raises:
        BadRequest: with a sentence, where the query names no decision or no list.
    """
    for name, words in ((DECISION, "the decision {}"), (THREAD, "{} and the decisions linked with it")):
        if name in data:
            decision = _decision(data.get(name, ""))
            page = f"/decisions/{decision.slug}/" if name == DECISION else f"/threads/{decision.slug}/"
            return Following(f"{name}={decision.slug}", words.format(decision.reference), page)
    query_data = data.copy()
    for name in _PLACES:
        query_data.pop(name, None)
    filters = _filters(query_data)
    query = query_data.urlencode()
    if len(query) > LONGEST:
        raise BadRequest("These are more filters than an alert keeps. Leave some out.")
    chosen = {name: value for name, value in filters.form.cleaned_data.items() if value}
    words = ", ".join(chip["text"] for chip in listing.chips("/decisions/", query_data, chosen))
    page = listing.address("/decisions/", query_data)
    return Following(query, f"decisions: {words}" if words else "all decisions", page)


def matches(query: str) -> QuerySet[PublishedDecision]:
    """The decisions that an alert is about, withdrawn ones among them.

    Raises:
        BadRequest: the register does not know any longer what the query names.
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
