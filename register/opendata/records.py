"""A decision as one flat record: the same values in the CSV, the JSON of a list and the API."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, prefetch_related_objects

from book.models import PublishedDecision
from figures.money import canonical_money
from figures.years import FinancialYear
from register.search.finding import listed

BATCH = 500
#: What recommendations of a kind allow, by the record's field.
ALLOWED = {
    "accept_offer": "approvedOffers",
    "approve_bid": "approvedBids",
    "award": "approvedAwards",
    "other": "approvedOther",
}
#: Sums of what the paper states, by the record's field.
MONEY = {"bid": "bid", "offered": "offered", "accepted": "accepted", "asStated": "as_stated"}


def record(decision: PublishedDecision) -> dict[str, Any]:
    """The record of a decision with prefetched recommendations and money. Amounts are decimal strings of pounds."""
    address = f"{settings.REGISTER_ADDRESS}/decisions/{decision.slug}/"
    money = list(decision.money.all())
    return {
        "reference": decision.reference,
        "address": address,
        "title": decision.title,
        "summary": decision.summary,
        "status": decision.status,
        "outcome": decision.outcome,
        "counted": decision.counted,
        "dateSigned": decision.decided_on.isoformat() if decision.decided_on else None,
        "datePublished": None if decision.imported else moment(decision.published_at),
        "decidedBy": decision.decided_by,
        "neededBy": decision.needed_by.isoformat() if decision.needed_by else None,
        "late": decision.late,
        "deferred": decision.deferred,
        "imported": decision.imported,
        "part2": decision.part_2,
        **allowed(decision),
        **{kind: amount_text(getattr(decision, name)) for kind, name in MONEY.items()},
        "outcomeSince": decision.outcome_result or None,
        "financialYears": sorted({str(FinancialYear(row.financial_year)) for row in money}),
        "funders": list(dict.fromkeys(row.funder_name for row in money if row.funder_name)),
        "funds": list(dict.fromkeys(row.fund_name for row in money if row.fund_name)),
        "recipients": list(dict.fromkeys(row.recipient_name for row in money if row.recipient_name)),
        "grants": list(dict.fromkeys(row.grant for row in money if row.grant)),
        "thread": decision.thread,
        "version": decision.version,
        "pdf": f"{address}decision.pdf" if decision.pdf_sha256 else None,
        "pdfSha256": decision.pdf_sha256,
        "part1": f"{address[:-1]}.json",
        "entry": decision.changed_number,
        "lastModified": moment(decision.changed_at),
    }


#: The columns of the CSV, in order.
COLUMNS = (
    "reference", "title", "status", "outcome", "counted", "dateSigned", "datePublished", "decidedBy", "neededBy",
    "late", "deferred", "imported", "part2", *ALLOWED.values(), *MONEY, "outcomeSince", "financialYears", "funders",
    "funds", "recipients", "grants", "thread", "version", "address", "pdf", "pdfSha256", "part1", "entry",
    "lastModified", "summary",
)  # fmt: skip


def allowed(decision: PublishedDecision) -> dict[str, str | None]:
    """What the decision allows, each kind by itself; None for nothing of the kind, as when it is refused."""
    sums: dict[str, Decimal] = {}
    # A refused paper still recommends; nobody approved what it asked for.
    for line in () if decision.outcome == "refused" else decision.recommendations.all():
        if line.amount is not None:
            sums[line.action] = sums.get(line.action, Decimal(0)) + line.amount
    return {field: amount_text(sums.get(action)) for action, field in ALLOWED.items()}


def moment(at: datetime) -> str:
    """A moment in UTC, always to the microsecond: 2026-09-14T10:30:00.000000+00:00. So moments sort as text."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def amount_text(amount: Decimal | None) -> str | None:
    """Pounds as a decimal string such as 250000.00; None for None."""
    return None if amount is None else canonical_money(amount)


def tombstone(decision: PublishedDecision) -> dict[str, Any]:
    """What is left of a decision that was withdrawn or expunged: enough for a mirror to remove its copy."""
    return {
        "reference": decision.reference,
        "address": f"{settings.REGISTER_ADDRESS}/decisions/{decision.slug}/",
        "status": "withdrawn" if decision.status == PublishedDecision.Status.WITHDRAWN else "removed",
        "reason": decision.withdrawn_reason,
        "entry": decision.changed_number,
        "lastModified": moment(decision.changed_at),
    }


def is_gone(decision: PublishedDecision) -> bool:
    """Whether only a tombstone is left."""
    return decision.expunged or decision.status == PublishedDecision.Status.WITHDRAWN


def in_batches(decisions: QuerySet[PublishedDecision], *also: str) -> Iterator[list[PublishedDecision]]:
    """All decisions of a query in its order, in batches of BATCH, with recommendations, money and relations in `also`.

    The keys are read at once, so that a list that takes too long is refused before the first byte is sent.
    """
    return _batches(list(decisions.values_list("key", flat=True)), also)


def _batches(keys: list[str], also: tuple[str, ...]) -> Iterator[list[PublishedDecision]]:
    for start in range(0, len(keys), BATCH):
        loaded = PublishedDecision.objects.in_bulk(keys[start : start + BATCH])
        batch = [loaded[key] for key in keys[start : start + BATCH] if key in loaded]
        prefetch_related_objects(batch, "recommendations", "money", *also)
        yield batch


def records(decisions: QuerySet[PublishedDecision]) -> Iterator[dict[str, Any]]:
    """The records of a query."""
    return (record(decision) for batch in in_batches(decisions) for decision in batch)


def all_listed() -> QuerySet[PublishedDecision]:
    """Every decision that lists show, the newest first."""
    return listed().order_by("-sorted_on", "-key")
