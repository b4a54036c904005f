"""The crime and disorder reduction grants that the body made, month by month.

The Elected Local Policing Bodies (Specified Information) Order 2011, Schedule, 3(f), asks for each grant made with its
conditions, recipient, purpose and reasons, as soon as practicable after the end of the month. A grant stands once, in
the month in which the first decision to make it was signed. The table has the fields that the Local Government
Transparency Code 2015 asks for grants (date, period, department, beneficiary and number, purpose, amount).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db.models import Min, Q, QuerySet

from book.models import Money, PublishedDecision
from book.part1 import AnyPart1, read_part1
from figures.dates import london_day
from figures.money import canonical_money
from figures.years import FinancialYear
from http_cache.book_version import book_version

#: Registers whose identifiers are company or charity numbers, by the prefix that org-id.guide gives them.
NUMBERS = {"GB-COH-": "company", "GB-CHC-": "charity", "GB-SC-": "Scottish charity", "GB-NIC-": "NI charity"}

COLUMNS = (
    "reference", "grant", "dateMade", "datePublished", "daysToPublish", "period", "department", "beneficiary",
    "beneficiaryId", "beneficiaryNumber", "purpose", "amount", "conditions", "reasons", "significance", "status",
    "address", "outOfGrant", "subsidy", "subsidyReason",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class GrantMade:
    """One grant as the decision that made it says. `amount` is pounds; None where the paper states none."""

    decision: PublishedDecision
    grant: str
    title: str
    recipient: str
    recipient_id: str
    department: str
    purpose: str
    reasons: str
    conditions: tuple[str, ...]
    years: tuple[str, ...]
    amount: Decimal | None
    significance: str
    out_of: str = ""
    subsidy: str = ""
    subsidy_reason: str = ""

    @property
    def subsidy_words(self) -> str:
        """Whether it is a subsidy, and why; empty where the paper does not say."""
        word = {"yes": "Yes", "no": "No", "not_assessed": "Not assessed yet"}.get(self.subsidy, "")
        return f"{word}. {self.subsidy_reason}" if self.subsidy_reason else word

    @property
    def recipient_number(self) -> str:
        """The company's or charity's number, where the recipient's identifier is one; else empty."""
        starts = (start for start in NUMBERS if self.recipient_id.startswith(start))
        return next((self.recipient_id.removeprefix(start) for start in starts), "")


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def months(today: date) -> list[tuple[date, int]]:
    """Every month from the first grant made to this one, the newest first, with how many were made; empty ones too."""
    counts = book_version.remembered("grants made", _counts_by_month)
    if not counts:
        return []
    counted, month = [], min(counts)
    while month <= max(today.replace(day=1), max(counts)):
        counted.append((month, counts[month]))
        month = next_month(month)
    return counted[::-1]


def _counts_by_month() -> Counter[date]:
    """How many grants were first made in each month, under the month's first day."""
    firsts = _rows_made().values("grant").annotate(first=Min("decision__decided_on")).order_by()
    return Counter(first.replace(day=1) for first in firsts.values_list("first", flat=True) if first)


def grants_made_in(month: date) -> list[GrantMade]:
    """The grants that were first made in the month that begins on a day."""
    rows = _rows_made().filter(decision__decided_on__gte=month, decision__decided_on__lt=next_month(month))
    named: dict[str, str] = {}
    for grant, key in rows.order_by("decision__decided_on", "decision", "position").values_list("grant", "decision"):
        named.setdefault(grant, key)
    earlier = _rows_made().filter(grant__in=list(named), decision__decided_on__lt=month)
    for grant in earlier.order_by().values_list("grant", flat=True).distinct():
        del named[grant]
    decisions = PublishedDecision.objects.select_related("entry").in_bulk(set(named.values()))
    papers = {
        key: read_part1(bytes(decision.entry.payload))
        for key, decision in decisions.items()
        if decision.entry.payload is not None
    }
    return [_grant_made(grant, decisions[key], papers[key]) for grant, key in named.items() if key in papers]


def _rows_made() -> QuerySet[Money]:
    """The rows of grants made by approved decisions that a list shows and whose content the law did not remove."""
    gone = Q(decision__status=PublishedDecision.Status.WITHDRAWN) | Q(decision__expunged=True)
    approved = Money.objects.filter(direction="made", decision__outcome="approved", decision__decided_on__isnull=False)
    return approved.exclude(gone).exclude(grant="")


def _grant_made(name: str, decision: PublishedDecision, paper: AnyPart1) -> GrantMade:
    """The facts of one grant that a decision made, from the paper's Part 1."""
    grant = next(grant for grant in paper.grants if grant.id == name)
    tranches = [tranche for tranche in paper.tranches if tranche.grant == name]
    awards = [line for line in paper.recommendations if line.grant == name and line.action == "award"]
    amounts = [line.amount for line in awards if line.amount is not None]
    numbers = {None, *(line.number for line in awards)}
    significance = getattr(paper, "significance", None)
    conditions = [c.text for c in getattr(paper, "conditions", ()) if c.recommendation in numbers]
    # What the second version of Part 1 says of money that is passed on: the award's own words come first.
    onward = next((award for award in getattr(paper, "onward_awards", ()) if award.award == name), None)
    if onward and onward.conditions:
        conditions.insert(0, onward.conditions)
    return GrantMade(
        decision=decision,
        grant=name,
        title=grant.title,
        recipient=grant.recipient.name,
        recipient_id=grant.recipient.id,
        department=grant.funder.name,
        purpose=grant.purpose or grant.title,
        reasons=(onward.reason if onward else "") or paper.executive_summary,
        conditions=tuple(conditions),
        years=tuple(sorted({tranche.financial_year for tranche in tranches})),
        amount=sum(amounts, Decimal(0)) if amounts else None,
        # From the second version of Part 1 on.
        significance=significance.label if significance else "",
        out_of=onward.grant if onward else "",
        subsidy=onward.subsidy if onward else "",
        subsidy_reason=onward.subsidy_reason if onward else "",
    )


def rows(grants: Iterable[GrantMade]) -> Iterator[list[object]]:
    """The rows of the table, in the order of COLUMNS."""
    for grant in grants:
        decision = grant.decision
        published = None if decision.imported else london_day(decision.published_at)
        years = [str(FinancialYear.parse(year)) for year in grant.years]
        amount = "" if grant.amount is None else canonical_money(grant.amount)
        yield [
            decision.reference, grant.grant, decision.decided_on, published, decision.days_to_publish, years,
            grant.department, grant.recipient, grant.recipient_id, grant.recipient_number, grant.purpose, amount,
            grant.conditions, grant.reasons, grant.significance, decision.status,
            f"{settings.REGISTER_ADDRESS}/decisions/{decision.slug}/", grant.out_of, grant.subsidy,
            grant.subsidy_reason,
        ]  # fmt: skip
