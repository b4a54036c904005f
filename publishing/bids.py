"""Bids that decisions approved: which still wait for their outcome, and which outcomes wait to be published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from book.models import Outcome, PublishedDecision
from book.models import Recommendation as Bid
from book.projection import YEAR_END
from decisions.models import Decision, Recommendation, Ruling, Status
from decisions.models.content import Action
from figures.money import format_money
from figures.references import Reference
from grants.models import GrantOutcome
from grants.papers import ApprovedBid

#: The words of the register for what became of a bid or an offer.
PUBLISHED_AS: Mapping[str, str] = {
    GrantOutcome.Result.WON: "offered",
    GrantOutcome.Result.IN_PART: "offered",
    GrantOutcome.Result.LOST: "unsuccessful",
    GrantOutcome.Result.WITHDRAWN: "lapsed",
    GrantOutcome.Result.ACCEPTED: "accepted",
    GrantOutcome.Result.NO_MORE: "accepted",
}


@dataclass(frozen=True, slots=True)
class ImportedBid:
    """A bid of an imported decision: the paper's number at the desk, and the amount in pounds where one is stated."""

    paper: int
    reference: str
    title: str
    number: int
    amount: Decimal | None


def approved_bids() -> QuerySet[Any]:
    """The recommendations by which approved papers bid, without those that were refused.

    `changed_amount` (pounds) and `changed_text` are what the decision says instead, where it changed a bid.
    """
    rulings = Ruling.objects.filter(decision=OuterRef("decision"), round=OuterRef("decision__round"))
    refusals = rulings.filter(number=OuterRef("number"), outcome=Ruling.Outcome.REFUSED)
    bids = Recommendation.objects.filter(
        action=Action.APPROVE_BID, grant__isnull=False, decision__status=Status.APPROVED, decision__imported=False
    )
    changed_rulings = rulings.filter(number=OuterRef("number"), outcome=Ruling.Outcome.CHANGED)
    bids = bids.annotate(
        changed_amount=Subquery(changed_rulings.values("amount")), changed_text=Subquery(changed_rulings.values("text"))
    )
    return bids.exclude(Exists(refusals)).select_related("decision", "grant")


def approved_bids_of_grants(grants: Sequence[int]) -> dict[int, list[ApprovedBid]]:
    """The approved bids by the number of their grant, the oldest first (grants/papers.py)."""
    by_grant: dict[int, list[ApprovedBid]] = {}
    for bid in approved_bids().filter(grant__in=grants).order_by("decision__decided_on", "pk"):
        paper = bid.decision
        href = reverse("desk:decision_bid", args=[paper.pk, bid.number])
        assert bid.grant_id is not None  # approved_bids leaves out bids without a grant
        reference = paper.reference_words
        if bid.changed_amount is not None:
            reference += f", {format_money(bid.changed_amount)}"
        by_grant.setdefault(bid.grant_id, []).append(ApprovedBid(reference, paper.decided_on, href))
    return by_grant


def bids_without_outcome() -> QuerySet[Recommendation]:
    """The approved bids of which nobody has recorded since what became of them, the oldest first."""
    recorded = GrantOutcome.objects.filter(
        grant=OuterRef("grant"), recommendation=OuterRef("number"), recorded_at__gte=OuterRef("decision__decided_at")
    ).exclude(result=GrantOutcome.Result.SUBMITTED)
    return approved_bids().exclude(Exists(recorded)).order_by("decision__decided_on", "pk")


def imported_bids_without_outcome(limit: int) -> list[ImportedBid]:
    """The bids of imported decisions that stand, of which the register tells no outcome; the oldest first."""
    outcomes = Outcome.objects.using("default").filter(decision=OuterRef("decision")).exclude(result=YEAR_END)
    of_this = outcomes.filter(Q(grant="") | Q(grant=Coalesce(OuterRef("grant"), Value(""))))
    bids = Bid.objects.using("default").filter(
        action=Action.APPROVE_BID, decision__imported=True, decision__outcome="approved"
    )
    standing_bids = bids.exclude(decision__status=PublishedDecision.Status.WITHDRAWN).exclude(Exists(of_this))
    rows = list(standing_bids.select_related("decision").order_by("decision__decided_on", "decision", "number")[:limit])
    keys = {row.decision_id for row in rows}
    papers = dict(Decision.objects.filter(reference_key__in=keys).values_list("reference_key", "pk")) if keys else {}
    return [
        ImportedBid(papers[row.decision_id], row.decision.reference, row.decision.title, row.number, row.amount)
        for row in rows
        if row.decision_id in papers
    ]


def _recorded_outcomes() -> QuerySet[GrantOutcome]:
    """What is recorded of what became of bids and offers; that a bid was sent is nothing to publish."""
    return GrantOutcome.objects.exclude(result=GrantOutcome.Result.SUBMITTED)


def outcomes_to_publish() -> list[tuple[Decision, datetime]]:
    """Published decisions of which an outcome was recorded after the newest one that was published, with when."""
    newest = _recorded_outcomes().exclude(reference="").values_list("reference").annotate(at=Max("recorded_at"))
    recorded = {Reference.parse(reference).key: at for reference, at in newest}
    outcomes = Outcome.objects.using("default").filter(decision__in=recorded).exclude(result=YEAR_END)
    published = dict(outcomes.values_list("decision").annotate(at=Max("entry__published_at")))
    due = {key for key, at in recorded.items() if key not in published or published[key] < at}
    shown = PublishedDecision.objects.using("default").filter(key__in=due)
    keys = list(shown.exclude(status=PublishedDecision.Status.WITHDRAWN).values_list("key", flat=True))
    papers = Decision.objects.filter(reference_key__in=keys).order_by("pk")
    return [(paper, recorded[paper.reference_key or ""]) for paper in papers]


def newest_outcome(paper: Decision) -> GrantOutcome | None:
    """What was recorded last of a paper's bids and offers."""
    return _recorded_outcomes().filter(reference=paper.reference_words).select_related("grant").last()
