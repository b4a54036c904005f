"""Closed years of grants, and what of them is published: what was received, spent, returned and carried over."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max

from book.entries import YearAmounts
from book.models import Money, Outcome, PublishedDecision
from book.part1 import Body
from book.projection import CAME, YEAR_END
from decisions.models import Decision
from figures.dates import format_date, london_day
from figures.money import format_money
from grants.models import Actual, ClosedYear
from grants.year_end import year_end_rows


def closed_years(paper: Decision) -> list[ClosedYear]:
    """The closed years of the grants that a published paper states money of, the newest first."""
    years = list(ClosedYear.objects.filter(grant__in=paper.grants()).select_related("grant"))
    if not years:
        return []
    stated = set(Money.objects.using("default").filter(decision=paper.reference_key).values_list("grant", flat=True))
    return sorted(
        (closed_year for closed_year in years if closed_year.grant.code in stated),
        key=lambda closed_year: (-closed_year.year.start, closed_year.grant.code),
    )


def amounts_of(closed_year: ClosedYear, day: date) -> tuple[YearAmounts, ...]:
    """What came of a closed year's money by fund, in pounds, as the grant's entries stand."""
    return tuple(
        YearAmounts(
            fund=Body(row.tranche.fund.identifier, row.tranche.fund.name),
            received=row.received,
            spent=row.spent,
            returned=row.returned,
            carried_in=row.carried_in,
            carried_out=row.carried_out,
        )
        for row in sorted(
            year_end_rows(closed_year.year, day, grant=closed_year.grant_id), key=lambda row: row.tranche.pk
        )
    )


def sentence_of(closed_year: ClosedYear, amounts: Iterable[YearAmounts]) -> str:
    """What is suggested to be published in words; a person may write it otherwise."""
    rows = list(amounts)
    totals = {kind: sum((getattr(row, kind) for row in rows), Decimal(0)) for kind in CAME}
    received, spent_words = format_money(totals["received"]), format_money(totals["spent"])
    sentence = f"In {closed_year.year} {received} was received and {spent_words} spent"
    for kind, name in (("returned", "returned"), ("carried_out", "carried over")):
        sentence += f", {format_money(totals[kind])} {name}" if totals[kind] else ""
    return f"{sentence}; the year was closed on {format_date(london_day(closed_year.closed_at))}."


def year_ends_to_publish() -> list[tuple[Decision, ClosedYear, datetime]]:
    """Closed years that are not published since they last changed, with that moment, and the decision to publish with.

    A correction of a closed year asks for the year to be published again. Of several decisions about a grant it is the
    one that was signed last.
    """
    unpublished = _unpublished()
    papers = _last_decisions({closed_year.grant.code for closed_year, _ in unpublished})
    return [
        (papers[closed_year.grant.code], closed_year, at)
        for closed_year, at in unpublished
        if closed_year.grant.code in papers
    ]


def _unpublished() -> list[tuple[ClosedYear, datetime]]:
    closings = list(ClosedYear.objects.select_related("grant").order_by("closed_at", "pk"))
    entries = Actual.objects.filter(tranche__grant__in=[closed_year.grant_id for closed_year in closings])
    last_entries = entries.values_list("tranche__grant", "tranche__year").annotate(at=Max("recorded_at"))
    corrected_at = {(grant, year): at for grant, year, at in last_entries}
    rows = Outcome.objects.using("default").filter(result=YEAR_END)
    last_outcomes = rows.values_list("grant", "financial_year").annotate(at=Max("entry__published_at"))
    published_at = {(grant, year): at for grant, year, at in last_outcomes}
    unpublished = []
    for closed_year in closings:
        changed_at = max(
            closed_year.closed_at, corrected_at.get((closed_year.grant_id, closed_year.year), closed_year.closed_at)
        )
        at = published_at.get((closed_year.grant.code, closed_year.year.start))
        if at is None or at < changed_at:
            unpublished.append((closed_year, changed_at))
    return unpublished


def _last_decisions(grants: set[str]) -> dict[str, Decision]:
    """The paper that was signed last of those that the public reads about each grant, by the grant's identifier."""
    rows = Money.objects.using("default").filter(grant__in=grants)
    standing_rows = rows.exclude(decision__status=PublishedDecision.Status.WITHDRAWN).order_by(
        "decision__sorted_on", "decision"
    )
    keys = dict(standing_rows.values_list("grant", "decision"))
    papers = {paper.reference_key: paper for paper in Decision.objects.filter(reference_key__in=set(keys.values()))}
    return {grant: papers[key] for grant, key in keys.items() if key in papers}
