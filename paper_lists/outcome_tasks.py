"""Lines of a first page on outcomes: those to find out and record, and those to publish."""

from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery, Sum
from django.urls import reverse

from figures.dates import format_date, london_day
from figures.money import format_money
from grants.life import lives_of
from grants.models import Authority, Grant, GrantOutcome, Tranche
from publishing.bids import bids_without_outcome, imported_bids_without_outcome, outcomes_to_publish
from publishing.year_ends import year_ends_to_publish

#: The word for what is late.
LATE = "Overdue"
_LATE_BID = "The first year of the bid’s money has begun and no answer is recorded."
_OUTCOME_QUESTION = "What became of it: won, in part, lost or withdrawn?"


def bids_to_find_out(day: date, limit: int) -> list[dict[str, str]]:
    """Approved bids of which nobody has said yet what became of them; late once their money's first year has begun.

    The oldest first, no more than `most`.
    """
    bids = list(bids_without_outcome()[:limit])
    lives = lives_of([bid.grant for bid in bids if bid.grant], day) if bids else {}
    late = {number for number, life in lives.items() if life.is_answer_overdue}
    return [
        {
            "title": f"{bid.decision.reference_words}, recommendation {bid.number}: {bid.grant}",
            "href": reverse("desk:decision_bid", args=[bid.decision_id, bid.number]),
            "hint": f"{_LATE_BID if bid.grant_id in late else 'The bid is approved.'} {_OUTCOME_QUESTION}",
            "status": LATE if bid.grant_id in late else "To do",
        }
        for bid in bids
    ]


def open_acceptances(limit: int) -> list[dict[str, str]]:
    """Grants of which decisions allow more to be accepted than is, and of which the rest may still come.

    Awards out of one grant are one line; no more than `most` of either.
    """
    authorities = Authority.objects.in_force().filter(grant=OuterRef("pk")).order_by().values("grant")
    tranches = Tranche.objects.filter(grant=OuterRef("pk"), accepted__isnull=False).order_by().values("grant")
    closing_outcomes = GrantOutcome.objects.filter(
        grant=OuterRef("pk"), result=GrantOutcome.Result.NO_MORE, recorded_at__gte=OuterRef("allowed_from")
    )
    grants = Grant.objects.annotate(
        may_be_accepted=Subquery(authorities.annotate(total=Sum("amount")).values("total")),
        allowed_from=Subquery(authorities.annotate(newest=Max("from_at")).values("newest")),
        is_accepted=Subquery(tranches.annotate(total=Sum("accepted")).values("total")),
    )
    still_open = Q(is_accepted__isnull=True) | Q(is_accepted__lt=F("may_be_accepted"))
    grants = grants.filter(still_open, may_be_accepted__isnull=False).exclude(Exists(closing_outcomes)).order_by("pk")
    awards = Grant.objects.filter(passed_on__grant__in=grants).annotate(open_awards=Count("passed_on__grant"))
    return [
        {
            "title": str(grant),
            "href": reverse("grant_outcome", args=[grant.pk]),
            "hint": f"Decisions allow {format_money(grant.may_be_accepted)}; "
            f"{format_money(grant.is_accepted) or 'nothing'} is recorded as accepted.",
            "status": "To do",
        }
        for grant in grants.filter(onward=None)[:limit]
    ] + [
        {
            "title": f"Awards out of {parent}",
            "href": reverse("passed_on_list", args=[parent.pk]),
            "hint": f"Of {parent.open_awards} of them it is not recorded yet whether the recipient took up all of it.",
            "status": "To do",
        }
        for parent in awards.order_by("pk")[:limit]
    ]


def unpublished_outcomes() -> list[dict[str, str]]:
    """Published decisions of which something was recorded that the public has not been told."""
    return [
        {
            "title": f"{paper.reference_words}: {paper.title}",
            "href": reverse("desk:decision_publication", args=[paper.pk]),
            "hint": f"An outcome was recorded on {format_date(london_day(at))} and is not published yet.",
            "status": "To publish",
        }
        for paper, at in outcomes_to_publish()
    ]


def unpublished_years() -> list[dict[str, str]]:
    """Closed years of grants that published decisions are about, of which the public has not been told."""
    return [
        {
            "title": f"{closed_year.grant.code}, {closed_year.year}: {closed_year.grant.title}",
            "href": reverse("desk:decision_publication", args=[paper.pk]),
            "hint": f"Closed, and not published as it stands since {format_date(london_day(at))}.",
            "status": "To publish",
        }
        for paper, closed_year, at in year_ends_to_publish()
    ]


def imported_bids(limit: int) -> list[dict[str, str]]:
    """The bids of imported decisions of which the register tells no outcome, no more than `most`."""
    return [
        {
            "title": f"{bid.reference}, recommendation {bid.number}: bid{_of(bid.amount)}",
            "href": reverse("desk:decision_publication", args=[bid.paper]),
            "hint": f"{bid.title}. {_OUTCOME_QUESTION} The imported decision does not say.",
            "status": "To find out",
        }
        for bid in imported_bids_without_outcome(limit)
    ]


def _of(amount: Decimal | None) -> str:
    return f" of {format_money(amount)}" if amount is not None else ""
