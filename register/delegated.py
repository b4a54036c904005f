"""What officers decided under delegation, by quarter of the financial year."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from book.models import PublishedDecision
from figures.quarters import Quarter, quarters
from profiles import current
from register.search.finding import listed

COLUMNS = ("reference", "title", "decided", "decidedBy", "amount", "published", "address")


def delegated() -> QuerySet[PublishedDecision]:
    """Every decision under delegation that a list may show."""
    return listed().filter(series__in=[series.code for series in current().references.series if series.delegated])


def quarters_with_counts(today: date) -> list[tuple[Quarter, int]]:
    """Each quarter from the first decision to today's, the latest first, with how many decisions it has."""
    counts = Counter(Quarter.of(day) for day in delegated().values_list("decided_on", flat=True) if day)
    if not counts:
        return []
    return [(quarter, counts[quarter]) for quarter in quarters(min(counts), max(Quarter.of(today), *counts))]


def decided_in(quarter: Quarter) -> list[PublishedDecision]:
    """The decisions of a quarter, in the order of their days and numbers."""
    rows = delegated().filter(decided_on__gte=quarter.starts_on, decided_on__lte=quarter.ends_on)
    return list(rows.order_by("decided_on", "number"))


def table(decisions: list[PublishedDecision], address: str) -> Iterator[tuple[object, ...]]:
    """The rows of `COLUMNS`; `address` is that of the register."""
    for decision in decisions:
        yield (
            decision.reference, decision.title, decision.decided_on, decision.decided_by, decision.approved,
            decision.published_at, f"{address}/decisions/{decision.slug}/",
        )  # fmt: skip
