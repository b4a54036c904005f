"""The reading tables against the entries they were derived from."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db import connections
from django.db.models import Count, Prefetch, QuerySet, Sum

from book.canonical import NotCanonical
from book.integrity.findings import Finding, Tick, wrong
from book.models import Entry, FacetCount, Fund, Link, Money, PublishedDecision, Recommendation, Total
from book.part1 import read_part1
from book.projection import project

#: Decisions looked at together: with their contents they are large.
CHUNK = 200
_RANK = {"revokes": "revoked", "replaces": "replaced", "amends": "amended", "continues": "continued"}
_IN_FORCE = {"in force", "continued", "amended"}
#: Columns that differ from the paper where funds were merged, each with the column that has the paper's own value.
_AS_PAPER = {"fund": "paper_fund"}


def check_reading(using: str, tick: Tick) -> Iterator[Finding]:
    """Every decision's row, money, recommendations, links and status; then the kept counts and totals."""
    published = _newest(using)
    links = _Links(using)
    rows = (
        Prefetch("money", Money.objects.using(using)),
        Prefetch("recommendations", Recommendation.objects.using(using)),
    )
    decisions = (
        PublishedDecision.objects.using(using)
        .defer(None)
        .defer("search", "ranking")
        .order_by("key")
        .prefetch_related(*rows)
    )
    seen = set()
    for batch in _in_batches(decisions):
        numbers = [published[decision.key].number for decision in batch if decision.key in published]
        entries = Entry.objects.using(using).defer("leaf").in_bulk(numbers)
        for decision in batch:
            tick()
            seen.add(decision.key)
            newest = published.get(decision.key)
            yield from _check_decision(decision, newest, entries.get(newest.number) if newest else None, links)
    for key in sorted(published.keys() - seen):
        yield wrong(f"The decision {key} is published but missing from the pages.")
    yield from _check_counts(using)
    yield from _check_totals(using)
    yield from _check_words(using)


class _Links:
    """All links between published decisions, and who withdrew or was refused, to work out each one's status.

    `standing` has the facet of the fund that stands for each merged one.
    """

    def __init__(self, using: str) -> None:
        merged = Fund.objects.using(using).filter(stands__isnull=False).values_list("id", "stands")
        self.standing = {f"fund:{fund}": f"fund:{stands}" for fund, stands in merged}
        self.shown = set(Link.objects.using(using).values_list("later_id", "earlier_id", "kind"))
        self.idle = set(
            PublishedDecision.objects.using(using).filter(status="withdrawn").values_list("key", flat=True)
        ) | set(PublishedDecision.objects.using(using).filter(outcome="refused").values_list("key", flat=True))
        self.keys = set(PublishedDecision.objects.using(using).values_list("key", flat=True))
        self.incoming: dict[str, set[str]] = {}
        self.outgoing: dict[str, set[tuple[str, str]]] = {}
        for later, earlier, kind in self.shown:
            self.outgoing.setdefault(later, set()).add((earlier, kind))
            if later not in self.idle:
                self.incoming.setdefault(earlier, set()).add(kind)

    def status(self, decision: PublishedDecision, withdrawn: bool) -> str:
        """Where the decision stands, by the rule of `book.restate`."""
        if withdrawn:
            return "withdrawn"
        if decision.outcome == "refused":
            return "refused"
        kinds = self.incoming.get(decision.key, set())
        return next((word for kind, word in _RANK.items() if kind in kinds), "in force")


@dataclass
class _Newest:
    """The entries that a page rests on: the first and the newest version, and whether it was withdrawn."""

    first: int
    published_at: datetime
    number: int = 0
    withdrawn: bool = False


def _newest(using: str) -> dict[str, _Newest]:
    entries = Entry.objects.using(using).filter(kind__in=["decision", "withdrawal"]).order_by("number")
    newest_by_key: dict[str, _Newest] = {}
    for key, number, kind, moment in entries.values_list("key", "number", "kind", "published_at").iterator(10_000):
        newest = newest_by_key.setdefault(key, _Newest(number, moment))
        if kind == "withdrawal":
            newest.withdrawn = True
        else:
            newest.number = number
    return newest_by_key


def _in_batches(decisions: QuerySet[PublishedDecision]) -> Iterator[list[PublishedDecision]]:
    rows = decisions.iterator(CHUNK)
    while batch := list(islice(rows, CHUNK)):
        yield batch


def _check_decision(
    decision: PublishedDecision, newest: _Newest | None, entry: Entry | None, links: _Links
) -> Iterator[Finding]:
    name = f"The page of {decision.reference}"
    if newest is None:
        yield wrong(f"{name} shows a decision that no entry holds.")
        return
    if decision.entry_id != newest.number or entry is None:
        yield wrong(f"{name} does not show its newest version, entry {newest.number}.")
        return
    if (decision.first_number, decision.published_at) != (newest.first, newest.published_at):
        yield wrong(f"{name} does not say when it was first published.")
    if decision.status != (status := links.status(decision, newest.withdrawn)):
        yield wrong(f"{name} says {decision.status}, but should say {status}.")
    if entry.payload is None:
        if decision.title or decision.summary or decision.words:
            yield wrong(f"{name} still shows text that was expunged.")
        return
    try:
        part1 = read_part1(bytes(entry.payload))
    except NotCanonical:
        return  # said already, where the entries are checked
    if differing := sorted(_differences(decision, project(part1), links)):
        yield wrong(f"{name} was altered: {', '.join(differing)} differ from entry {newest.number}.")


def _differences(decision: PublishedDecision, projection: dict[str, Any], links: _Links) -> Iterator[str]:
    for column, value in projection["decision"].items():
        if not column.startswith("search_") and _text(getattr(decision, column)) != _text(value):
            yield column
    if decision.version < 1 or decision.counted != (decision.status in ("in force", "continued")):
        yield "counted"
    facets = {links.standing.get(facet, facet) for facet in decision.paper_facets}
    if not facets <= set(decision.facets) or ("force:yes" in decision.facets) != (decision.status in _IN_FORCE):
        yield "facets"
    for table, rows in (("money", decision.money.all()), ("recommendations", decision.recommendations.all())):
        columns = list(projection[table][0]) if projection[table] else ["id"]
        stored = [[_text(getattr(row, _AS_PAPER.get(column, column))) for column in columns] for row in rows]
        if sorted(stored) != sorted([_text(row[column]) for column in columns] for row in projection[table]):
            yield table
    funds = [(f"fund:{row.fund}", f"fund:{row.paper_fund}") for row in decision.money.all()]
    if any(fund != links.standing.get(of_paper, of_paper) for fund, of_paper in funds):
        yield "money"
    wanted = {(link["earlier"], link["kind"]) for link in projection["links"] if link["earlier"] in links.keys}
    if {link for link in wanted if link[0] != decision.key} != links.outgoing.get(decision.key, set()):
        yield "links"


def _text(value: Any) -> str:
    """A column's and a projection's value in one spelling: amounts with two places, days in ISO form."""
    if value is None:
        return "none"
    return f"{value:.2f}" if isinstance(value, Decimal) else str(value)


def _check_counts(using: str) -> Iterator[Finding]:
    counted: Counter[str] = Counter()
    shown = PublishedDecision.objects.using(using).exclude(status=PublishedDecision.Status.WITHDRAWN)
    for facets in shown.values_list("facets", flat=True).iterator(10_000):
        counted.update(facets)
    stored = {row.facet: row.count for row in FacetCount.objects.using(using) if row.count}
    for facet in sorted(stored.keys() | counted.keys()):
        if stored.get(facet, 0) != counted[facet]:
            yield wrong(f"The count kept for {facet} is {stored.get(facet, 0)}, but it should be {counted[facet]}.")


def _check_words(using: str) -> Iterator[Finding]:
    with connections[using].cursor() as cursor:
        cursor.execute(_MISCOUNTED_WORDS)
        for word, stored, counted in cursor.fetchall():
            yield wrong(f"The count kept for the word {word} is {stored}, but it should be {counted}.")


_MISCOUNTED_WORDS = """
    WITH counted AS (
        SELECT word, count(*) AS decisions
        FROM book.decision d CROSS JOIN LATERAL unnest(tsvector_to_array(to_tsvector('simple',
            concat_ws(' ', d.title, left(d.summary, 2000), d.decided_by)))) word
        WHERE d.status <> 'withdrawn' AND word ~ '^[a-z]{4,30}$' GROUP BY word
    )
    SELECT word, coalesce(kept.decisions, 0), coalesce(counted.decisions, 0)
    FROM book.word kept FULL JOIN counted USING (word)
    WHERE kept.decisions IS DISTINCT FROM counted.decisions ORDER BY word LIMIT 20
"""


def _check_totals(using: str) -> Iterator[Finding]:
    kinds = ("bid", "offered", "accepted", "as_stated")
    sums: dict[tuple[Any, ...], list[Any]] = {}
    money = Money.objects.using(using).filter(decision__counted=True).order_by()
    for scope, field in (("all", None), ("funder", "funder"), ("fund", "fund")):
        group = ["direction", "financial_year", *([field] if field else [])]
        rows = money.values(*group).annotate(
            decisions=Count("decision", distinct=True), **{f"of_{kind}": Sum(kind) for kind in kinds}
        )
        for row in rows:
            place = (scope, row[field] if field else "", row["direction"], row["financial_year"])
            sums[place] = [row["decisions"], *(row[f"of_{kind}"] or Decimal(0) for kind in kinds)]
    nothing = [0, *(Decimal(0) for _ in kinds)]
    for total in Total.objects.using(using):
        stored = [total.decisions, *(getattr(total, kind) for kind in kinds)]
        if stored != sums.pop((total.scope, total.subject, total.direction, total.financial_year), nothing):
            yield wrong(f"The totals kept for {total} are not the sums of the money.")
    for place in sums:
        yield wrong(f"The totals of {' '.join(map(str, place))} are missing.")
