"""The filters of every list of decisions: page, CSV, JSON, feed and API read the same ones from the address."""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery, SearchVector
from django.core.exceptions import ValidationError
from django.db.models import F, Lookup, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property

from book.amount_bands import BANDS
from book.models import Entry, Fund, Funder, PublishedDecision
from book.search_text import searchable
from figures.dates import format_date
from figures.fields import DayField
from figures.references import Reference
from figures.years import FinancialYear
from register.search.counting import number_of_listed, stored_counts
from register.search.named import value_named, values_alike
from register.search.other_names import rewordings

#: The longest text that is searched for or chosen in a filter, in characters.
LONGEST = 200
#: The most values of one filter in an address: more than anybody ticks by hand.
MOST_VALUES = 30
#: A facet that a larger share of the decisions carries is tested row by row: an index would return nearly every row.
COMMON_SHARE = 0.5
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
#: Marks that mail programs and networks add to addresses; they ask for nothing.
_TRACKING = re.compile(r"^(utm_\w+|fbclid|gclid|mc_cid|mc_eid)$")

SORTS = {
    "newest": "Newest first",
    "oldest": "Oldest first",
    "largest": "Largest amount first",
    "smallest": "Smallest amount first",
    "relevance": "Most relevant first",
}
KINDS = {"bid": "Bid", "offer": "Offer", "award": "Award", "other": "Other"}
FORCE = {"yes": "In force", "no": "No longer in force"}
#: A withdrawn decision keeps its address, but no list finds it.
STATUSES = tuple(status for status in PublishedDecision.Status.values if status != PublishedDecision.Status.WITHDRAWN)
#: Filters that only ever say yes, with their words.
FLAGS = {
    "thread": "Part of a thread",
    "late": "Signed late",
    "deferred": "Publication was deferred",
    "imported": "From before the register",
    "urgent": "Urgent, by the shorter route",
}


class FacetField(forms.Field):
    """Values of one facet, any number of them; `value_of` turns a typed text into the value in the book's facets."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, value_of: Callable[[str], str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.value_of = value_of

    def clean(self, value: Any) -> dict[str, str]:
        """Typed value to the facet's value, in the order typed; raises ValidationError with a sentence."""
        typed = [text for text in value or [] if text]
        if len(value or []) > MOST_VALUES:
            raise ValidationError(f"Choose at most {MOST_VALUES} values of one filter.")
        for text in typed:
            refuse_control_characters(text)
            if len(text) > LONGEST:
                raise ValidationError(f"A value of a filter has {LONGEST} characters at most.")
        try:
            return {text: self.value_of(text) for text in typed}
        except ValueError as error:
            raise ValidationError(str(error)) from None


class FacetFilter(django_filters.Filter):
    """Decisions that carry at least one of the values of a facet."""

    field_class = FacetField

    def filter(self, qs: QuerySet[PublishedDecision], value: dict[str, str] | None) -> QuerySet[PublishedDecision]:
        """The decisions of the values; all when there are none."""
        wanted = [
            f"{self.field_name}:{alike}"
            for chosen in (value or {}).values()
            for alike in values_alike(self.field_name, chosen)
        ]
        if len(wanted) != 1:
            return qs.filter(facets__overlap=wanted) if wanted else qs
        if stored_counts().get(wanted[0], 0) > number_of_listed() * COMMON_SHARE:
            return qs.filter(facets__carry=wanted[0])
        return qs.filter(facets__contains=wanted)


@ArrayField.register_lookup
class Carries(Lookup):
    """`array__carry=value`: rows whose array holds the value, tested row by row (= ANY uses no GIN index)."""

    lookup_name = "carry"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """SQL and its parameters."""
        array, array_values = self.process_lhs(compiler, connection)
        return f"%s = ANY({array})", (self.rhs, *array_values)


class QuestionField(forms.CharField):
    """What somebody searches for."""

    def clean(self, value: Any) -> str:
        """The words with single spaces; raises ValidationError for what is no text or too long."""
        typed = str(value or "")
        refuse_control_characters(typed)
        if len(typed) > LONGEST:
            raise ValidationError(f"Search for {LONGEST} characters or fewer; this is {len(typed):,}.")
        return " ".join(typed.split())


class QuestionFilter(django_filters.Filter):
    """Words, phrases, or a reference."""

    field_class = QuestionField


class RangeDayField(DayField):
    """A day that begins or ends a range: programs write an open end as a day of any year, such as 9999-12-31."""

    def to_python(self, value: Any) -> Any:
        """The date as a program spells it, or as a person types it."""
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
            with suppress(ValueError):
                return date.fromisoformat(value)
        return super().to_python(value)


class DayFilter(django_filters.Filter):
    """A day as people write it, or 2018-12-17."""

    field_class = RangeDayField


def _choice_of(choices: Iterable[str], what: str) -> Callable[[str], str]:
    known = tuple(choices)

    def read(text: str) -> str:
        if text not in known:
            raise ValueError(f"There is no {what} “{shortened(text)}”. Choose one of: {', '.join(known)}.")
        return text

    return read


def _slug_of(model: type[Funder] | type[Fund]) -> Callable[[str], str]:
    """The identifier behind a slug; a name that the register does not know stands for itself and finds nothing.

    A fund that was merged with another is the one that stands for both.
    """
    column = Coalesce("stands", "id") if model is Fund else F("id")

    def read(text: str) -> str:
        bodies = model._default_manager.filter(Q(slug=text) | Q(id=text))
        identifier = bodies.values_list(column, flat=True).first()
        return text if identifier is None else str(identifier)

    return read


def _named(kind: str) -> Callable[[str], str]:
    """The name as the book has it, by its slug or however its letters are typed; another one finds nothing."""
    return lambda text: value_named(kind, " ".join(text.split()))


def _calendar_year(text: str) -> str:
    if not re.fullmatch(r"(19|20|21)\d\d", text):
        raise ValueError(f"“{shortened(text)}” is not a year such as 2018.")
    return text


def shortened(text: str) -> str:
    """What somebody sent, shortened to be quoted in a message."""
    return text if len(text) <= 40 else f"{text[:40]}…"


def refuse_control_characters(text: str) -> None:
    """Raise ValidationError for control characters and lone surrogates, which PostgreSQL does not store."""
    if _CONTROL.search(text) or re.search("[\ud800-\udfff]", text):
        raise ValidationError("Leave out control characters: they are not text that can be searched for.")


class DecisionForm(forms.Form):
    """What the filters of an address ask for together."""

    def clean(self) -> dict[str, Any]:
        """Refuse a range that ends before it begins: it could find nothing, and nobody would know why."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("signed_from"), cleaned.get("signed_to")
        if first and last and first > last:
            self.add_error(
                "signed_to",
                f"These days end on {format_date(last)}, before they begin on {format_date(first)}. Give the earlier "
                "day first.",
            )
        return cleaned


class DecisionFilter(django_filters.FilterSet):
    """Everything that a list of decisions can be narrowed by. Values of one filter are alternatives; filters add up."""

    year = FacetFilter(
        field_name="year",
        value_of=lambda text: str(FinancialYear.parse(text).start),
        label="Financial year of the money, such as 2018-19",
    )
    funder = FacetFilter(field_name="funder", value_of=_slug_of(Funder), label="Funder, by slug or identifier")
    fund = FacetFilter(field_name="fund", value_of=_slug_of(Fund), label="Fund, by slug or identifier")
    band = FacetFilter(
        field_name="band", value_of=_choice_of((b.slug for b in BANDS), "amount band"), label="Amount band"
    )
    kind = FacetFilter(field_name="kind", value_of=_choice_of(KINDS, "kind"), label="What was decided on")
    recipient = FacetFilter(
        field_name="recipient", value_of=_named("recipient"), label="Recipient, by slug, identifier or name"
    )
    by = FacetFilter(field_name="by", value_of=_named("by"), label="Who decided, as the paper names them, or by slug")
    unit = FacetFilter(field_name="unit", value_of=_named("unit"), label="Unit that wrote the report, by slug or name")
    board = FacetFilter(field_name="board", value_of=_named("board"), label="Board, by slug or name")
    decided = FacetFilter(field_name="decided", value_of=_calendar_year, label="Calendar year of the decision")
    force = FacetFilter(field_name="force", value_of=_choice_of(FORCE, "answer"), label="Whether it is in force")
    status = FacetFilter(
        field_name="status", value_of=_choice_of(STATUSES, "status"), label="Where the decision stands"
    )
    thread = FacetFilter(field_name="thread", value_of=_choice_of(["yes"], "answer"), label=FLAGS["thread"])
    late = FacetFilter(field_name="late", value_of=_choice_of(["yes"], "answer"), label=FLAGS["late"])
    deferred = FacetFilter(field_name="deferred", value_of=_choice_of(["yes"], "answer"), label=FLAGS["deferred"])
    imported = FacetFilter(field_name="imported", value_of=_choice_of(["yes"], "answer"), label=FLAGS["imported"])
    urgent = FacetFilter(field_name="urgent", value_of=_choice_of(["yes"], "answer"), label=FLAGS["urgent"])
    signed_from = DayFilter(field_name="decided_on", lookup_expr="gte", label="Signed on this day or later")
    signed_to = DayFilter(field_name="decided_on", lookup_expr="lte", label="Signed on this day or earlier")
    # The last filter, so that words are compared only in the rows that the others leave.
    q = QuestionFilter(method="ask", label='Words, "a phrase", -without, or a reference; a body by any of its names')

    class Meta:
        model = PublishedDecision
        fields: list[str] = []
        form: type[forms.Form] = DecisionForm

    def ask(self, queryset: QuerySet[PublishedDecision], name: str, value: str) -> QuerySet[PublishedDecision]:
        """Decisions that match a question: by a reference itself and what cites it, by words the full text."""
        if not value:
            return queryset
        if self.named:
            return queryset.filter(Q(key__in=self.named) | Q(refers_to__overlap=self.named))
        keys_of_later_entries = Q(key__in=self.keys_of_later_entries) if self.keys_of_later_entries else Q()
        return queryset.filter(Q(search=text_query(value)) | keys_of_later_entries)

    def without(self, left_out: str) -> QuerySet[PublishedDecision]:
        """What all filters but one leave; they must be valid."""
        left = self.queryset.all()
        for name, value in self.form.cleaned_data.items():
            if name != left_out:
                left = self.filters[name].filter(left, value)
        return left

    @cached_property
    def keys_of_later_entries(self) -> list[str]:
        """Keys of the decisions with a later entry that matches the question; of the newest thousand such entries."""
        question = self.form.cleaned_data.get("q") or ""
        if not question or self.named:
            return []
        later = later_entries(question).order_by("-number").values_list("key", flat=True)
        return sorted(set(later[:MOST_LATER_KEYS]))

    @cached_property
    def named(self) -> list[str]:
        """Keys of the decisions that the question names by their reference; none when it is words."""
        return reference_keys(self.form.cleaned_data.get("q") or "")


class ProgramFilter(DecisionFilter):
    """The filters as programs use them: days that end before they begin are an empty range, not an error."""

    class Meta(DecisionFilter.Meta):
        form = forms.Form


#: Facets in the order of the page, with their titles.
FACETS = {
    "year": "Financial year of the money",
    "funder": "Funder",
    "fund": "Fund",
    "band": "Amount",
    "kind": "Kind",
    "recipient": "Recipient",
    "by": "Decided by",
    "unit": "Unit",
    "board": "Board",
    "decided": "Year decided",
    "force": "In force",
    "more": "More",
}


#: Kinds of entries that add something to a decision published before.
LATER_KINDS = (Entry.Kind.CORRECTION, Entry.Kind.OUTCOME, Entry.Kind.RELEASE)
MOST_LATER_KEYS = 1_000


def later_entries(question: str) -> QuerySet[Entry]:
    """The corrections, outcomes and releases whose words fit a question."""
    words = SearchVector("summary", config="english")
    return Entry.objects.filter(kind__in=LATER_KINDS).annotate(words=words).filter(words=text_query(question))


#: Words joined by hyphens: Home-Office and Home Office are two spellings of one name.
_HYPHENED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
#: Several dashes in a row: PostgreSQL reads each of them as "not".
_NOTS = re.compile(r"-(?:\s*-)+")


def text_query(question: str) -> SearchQuery | CombinedSearchQuery:
    """Words, phrases, -not and or, as people know them from search engines; a name by its other names too."""
    query: SearchQuery | CombinedSearchQuery = _words_query(question)
    for rewording in rewordings(question):
        query = query | _words_query(rewording)
    return query


def _words_query(question: str) -> SearchQuery:
    # PostgreSQL gives up on a question with more than thirty "not"s in a row; one says the same as all of them.
    question = _hyphens_apart(_NOTS.sub("-", searchable(question)))
    return SearchQuery(question, config="english", search_type="websearch")


def _hyphens_apart(question: str) -> str:
    """A question in which words joined by hyphens are phrases, as the index holds them however they were joined."""
    # Every second part is between quotation marks, and so a phrase already.
    parts = question.split('"')
    for place, part in enumerate(parts):
        inside = place % 2 == 1 and place < len(parts) - 1

        def apart(match: re.Match[str], inside: bool = inside) -> str:
            words = match[0].replace("-", " ")
            return words if inside else f'"{words}"'

        parts[place] = _HYPHENED.sub(apart, part)
    return '"'.join(parts)


def phrase_query(question: str) -> SearchQuery:
    """The words of a question one after the other."""
    words = _HYPHENED.sub(lambda match: match[0].replace("-", " "), searchable(question))
    return SearchQuery(words, config="english", search_type="phrase")


#: "PCD No. 510", "PCD #510", "decision PCD 510": words that people put around a reference.
_NUMBER_WORD = re.compile(r"^\s*(?:decision|paper|form|reference|ref\.?)\s+|\b(?:no|nr|number)\b\.?|#", re.IGNORECASE)

_INITIALS = re.compile(r"^(?:[A-Za-z]\.\s?){2,}")


def reference_keys(question: str) -> list[str]:
    """Keys of published decisions that a question names: PCD 510, pcd510 or plain 510; none when it is words."""
    text = question.strip()
    if not text:
        return []
    # P.C.D. 510 is PCD 510.
    text = _INITIALS.sub(lambda match: match[0].replace(".", ""), text)
    text = _NUMBER_WORD.sub(" ", text.rstrip(".")).strip()
    if text.isascii() and text.isdigit() and len(text) <= 6:
        return list(PublishedDecision.objects.filter(number=int(text)).values_list("key", flat=True)[:20])
    try:
        key = Reference.parse(text).key
    except ValueError:
        return []
    known = PublishedDecision.objects.filter(Q(key=key) | Q(refers_to__contains=[key])).exists()
    return [key] if known else []


def unknown_parameters(sent: Iterable[str], *more: str) -> list[str]:
    """Names of parameters that no filter has; `more` are names that the page accepts besides."""
    known = {*DecisionFilter.base_filters, *more}
    return sorted(name for name in sent if name not in known and not _TRACKING.match(name))
