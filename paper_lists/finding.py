"""Finding papers at the desk: by words in all that anybody with an office may read, by where they stand, by whose.

Part 2 and the notes on it are never searched: each reading of it is recorded, and a search would read it unrecorded.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Person
from book.models import PublishedDecision
from decisions.models import (
    BoardReport,
    Condition,
    Decision,
    Declaration,
    Note,
    PartSave,
    Recommendation,
    Section,
    Status,
)
from decisions.models.content import DecisionGrant
from decisions.models.decision import DECIDED
from figures.references import Reference

#: Where a paper stands, beyond its own status, with what each is called.
STANDS: Mapping[str, str] = {
    "open": "Not decided yet",
    **{status.value: status.label for status in Status},
    "to_publish": "Decided, not published",
    "waiting": "Waiting for its day of publication",
    "published": "Published",
    "gone": "Withdrawn from the register",
}

SORTS: Mapping[str, str] = {
    "newest": "Newest first",
    "needed": "Needed soonest",
    "amount": "Largest amount",
    "decided": "Decided last",
    "title": "Title",
    "owner": "Whose it is",
}

#: Tables of a paper with what of each is searched; names below a relation lead to what it names.
_TEXTS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (Section, ("text",)),
    (Recommendation, ("text", "power")),
    (
        BoardReport,
        (
            "title",
            "board",
            "author",
            "author_rank",
            "author_unit",
            "on_behalf_of",
            "executive_summary",
            "recommendations",
            "needed_why",
            "delay_would",
        ),
    ),
    (Declaration, ("comment", "consulted", "made_by_name")),
    (Condition, ("text", "whose")),
    (
        DecisionGrant,
        ("grant__title", "grant__purpose", "grant__recipient_unit", "grant__funder__name", "grant__recipient__name"),
    ),
)
_OWN = ("title", "executive_summary", "decided_by_name", "created_by__name", "given_to__name", "part_2_statement")


def find(papers: "QuerySet[Decision]", filters: Mapping[str, Any], person: Person) -> "QuerySet[Decision]":
    """The papers that the filters leave, sorted.

    Args:
        filters: `q` (words, all of which must stand somewhere in the paper, or a reference), `status` (a key of
            STANDS), `owner`, `mine`, `funder`, `sort` (a key of SORTS); what is missing or empty leaves all.
    """
    if standing := filters.get("status"):
        papers = papers.filter(_standing_condition(standing))
    if owner := filters.get("owner"):
        papers = papers.filter(Q(given_to=owner) | Q(given_to=None, created_by=owner))
    if filters.get("mine"):
        saved = PartSave.objects.filter(decision=OuterRef("pk"), saved_by=person)
        papers = papers.filter(Q(created_by=person) | Q(given_to=person) | Exists(saved))
    if funder := filters.get("funder"):
        papers = papers.filter(Exists(DecisionGrant.objects.filter(decision=OuterRef("pk"), grant__funder=funder)))
    return _SORTED[filters.get("sort") or "newest"](_with_words(papers, filters.get("q") or ""))


def _standing_condition(standing: str) -> Q:
    """The condition of one key of STANDS: where a paper stands, at the desk and in public."""
    public = PublishedDecision.objects.using("default").filter(key=OuterRef("reference_key"))
    withdrawn = public.filter(status=PublishedDecision.Status.WITHDRAWN)
    if standing == "open":
        return ~Q(status__in=[*DECIDED, Status.WITHDRAWN])
    if standing == "to_publish":
        return Q(status__in=list(DECIDED), authorised_at=None, imported=False)
    if standing == "waiting":
        return Q(~Exists(public), authorised_at__isnull=False)
    if standing == "published":
        return Q(Exists(public), ~Exists(withdrawn))
    return Q(Exists(withdrawn)) if standing == "gone" else Q(status=standing)


def _with_words(papers: "QuerySet[Decision]", words: str) -> "QuerySet[Decision]":
    """The papers in which every word stands, in whichever of their texts; the one that a reference names alone."""
    if (key := _reference_key(words)) and (paper_by_reference := papers.filter(reference_key=key)).exists():
        return paper_by_reference
    for word in words.split():
        somewhere = any_column_has(_OWN, word)
        for table, columns in _TEXTS:
            somewhere |= Q(Exists(table.objects.filter(any_column_has(columns, word), decision=OuterRef("pk"))))
        notes = Note.objects.about_part_1().filter(decision=OuterRef("pk"), text__icontains=word)
        somewhere |= Q(Exists(notes))
        if grant := _grant_number(word):
            somewhere |= Q(Exists(DecisionGrant.objects.filter(decision=OuterRef("pk"), grant=grant)))
        papers = papers.filter(somewhere)
    return papers


def any_column_has(columns: Sequence[str], word: str) -> Q:
    """The word stands in one of the columns."""
    condition = Q()
    for column in columns:
        condition |= Q(**{f"{column}__icontains": word})
    return condition


def _grant_number(word: str) -> int | None:
    """The number of the grant that a word such as G-0012 names."""
    digits = word[2:] if word[:2].upper() == "G-" else ""
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else None


def _reference_key(words: str) -> str:
    """The key of the reference that the words are; empty when they are none."""
    try:
        return Reference.parse(words).key
    except ValueError:
        return ""


def _by_amount(papers: "QuerySet[Decision]") -> "QuerySet[Decision]":
    """By the largest single amount that is asked for: amounts of different kinds are never added."""
    amounts = Recommendation.objects.filter(decision=OuterRef("pk")).order_by().values("decision")
    largest = Subquery(amounts.annotate(largest=Max("amount")).values("largest"))
    return papers.annotate(largest=largest).order_by(F("largest").desc(nulls_last=True), "-pk")


_SORTED: Mapping[str, Callable[[Any], Any]] = {
    "newest": lambda papers: papers.order_by("-pk"),
    "needed": lambda papers: papers.most_urgent_first(),
    "amount": _by_amount,
    "decided": lambda papers: papers.order_by(F("decided_on").desc(nulls_last=True), "-pk"),
    "title": lambda papers: papers.order_by("title", "-pk"),
    "owner": lambda papers: papers.order_by(Coalesce("given_to__name", "created_by__name"), "-pk"),
}
