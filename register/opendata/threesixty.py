"""Grants in the 360Giving Data Standard 1.4: only money that was really accepted, and a reason for each grant left out.

https://standard.threesixtygiving.org/en/1.4/ (credit: 360Giving, CC BY 4.0).
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from book.models import Money, Outcome, PublishedDecision
from book.projection import YEAR_END
from figures.years import FinancialYear
from register.opendata.jsonld import LICENCE

VERSION = "1.4"
#: Grants that are loaded at once, and that one page covers.
BATCH, PAGE = 500, 1_000
#: Identifiers of organisations that others know: list code, a hyphen, the identifier in that list.
_KNOWN = re.compile(r"^[A-Z0-9]{2,3}-[A-Z0-9]+-[A-Za-z0-9.\-]+$")
#: Registers whose numbers the standard has a field for, by the prefix of their identifiers (org-id.guide).
NUMBERS = {
    "GB-COH-": "companyNumber",
    "GB-CHC-": "charityNumber",
    "GB-SC-": "charityNumber",
    "GB-NIC-": "charityNumber",
}


class NothingToExport(ValueError):
    """No grant can be exported: the standard has no empty package."""


@dataclass(slots=True)
class Grant:
    """One grant, gathered from the decisions that count."""

    id: str
    rows: list[tuple[PublishedDecision, Money]] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def first(self) -> Money:
        """The row that names the grant: the newest decision's."""
        return self.rows[-1][1]

    @property
    def awarded_on(self) -> date | None:
        """The day of the first decision about it that states one."""
        return min((decision.decided_on for decision, _ in self.rows if decision.decided_on), default=None)

    @property
    def changed_at(self) -> datetime:
        """When a decision about it last changed."""
        return max(decision.changed_at for decision, _ in self.rows)

    @property
    def funds(self) -> dict[str, str]:
        """Names of the funds by their identifiers."""
        return {row.fund: row.fund_name for _, row in self.rows} | {
            outcome.fund: outcome.fund_name for outcome in self.outcomes
        }

    def accepted(self) -> dict[tuple[int, str], Decimal]:
        """Pounds accepted by financial year and fund; a published outcome replaces what the paper before it states.

        Of a grant that the body makes, what the decision awards is the award: nobody else accepts it for the body.
        """
        stated: dict[tuple[int, str], Decimal] = {}
        for decision, row in self.rows:
            awarded = row.offered if row.direction == "made" and decision.outcome == "approved" else None
            amount = awarded if row.accepted is None else row.accepted
            if amount is not None:
                place = (row.financial_year, row.fund)
                stated[place] = stated.get(place, Decimal(0)) + amount
        later: dict[tuple[int, str], Decimal] = {}
        for outcome in self.outcomes:
            if outcome.accepted is not None and outcome.financial_year is not None:
                place = (outcome.financial_year, outcome.fund)
                later[place] = later.get(place, Decimal(0)) + outcome.accepted
        return stated | later


@dataclass(frozen=True, slots=True)
class ExcludedGrant:
    """A grant that is not in the package, and why."""

    id: str
    title: str
    references: tuple[str, ...]
    reason: str
    slugs: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, grant: Grant, reason: str) -> "ExcludedGrant":
        """A grant with its reason."""
        slugs = {decision.reference: decision.slug for decision, _ in grant.rows}
        return cls(grant.id, grant.first.grant_title, tuple(slugs), reason, slugs)


def grants(after: str = "") -> Iterator[Grant]:
    """Every grant with an identifier, in the order of the identifiers, from beyond `after`; a few hundred at a time."""
    while ids := list(_identifiers_after(after)[:BATCH]):
        yield from _grants_of(ids)
        after = ids[-1]


def page_of_grants(after: str = "") -> tuple[int, list[ExcludedGrant], str]:
    """The next PAGE grants by identifier: how many are in the package, which are left out, and the last identifier.

    The last identifier is empty when no more grants follow.
    """
    some = list(islice(grants(after), PAGE + 1))
    left_out = [ExcludedGrant.of(grant, reason) for grant in some[:PAGE] if (reason := exclusion_reason(grant))]
    return len(some[:PAGE]) - len(left_out), left_out, some[PAGE - 1].id if len(some) > PAGE else ""


def unnamed() -> QuerySet[PublishedDecision]:
    """Decisions that count and state money without an identifier of its grant."""
    return PublishedDecision.objects.counted().filter(Exists(Money.objects.filter(decision=OuterRef("pk"), grant="")))


def package(modified: str) -> Iterator[str]:
    """The package, grant by grant; `modified` is a full date and time.

    Raises:
        NothingToExport: the register holds no grant that can be in it.
    """
    exported = (as_standard(grant) for grant in grants() if not exclusion_reason(grant))
    first = next(exported, None)
    if first is None:
        raise NothingToExport("There is nothing to export: no published decision states money that was accepted.")
    return _package_chunks(_head(modified), chain([first], exported))


def _head(modified: str) -> dict[str, Any]:
    return {
        "version": VERSION,
        "title": f"Grants decided on by the {settings.BODY_NAME}",
        "description": "Grants bid for, accepted and passed on, from the published decisions.",
        "identifier": f"{settings.ORG_PREFIX_360G}-register",
        "modified": modified,
        "publisher": {"identifier": own_identifier(), "name": settings.BODY_NAME, "website": settings.REGISTER_ADDRESS},
        "license": LICENCE,
        "downloadURL": f"{settings.REGISTER_ADDRESS}/open-data/360giving.json",
        "accessURL": f"{settings.REGISTER_ADDRESS}/open-data/",
    }


def _package_chunks(head: dict[str, Any], exported: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The JSON of a package in chunks: its head, then each grant as it is read."""
    yield json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}") + ',\n "grants": ['
    for place, grant in enumerate(exported):
        yield (",\n" if place else "\n") + json.dumps(grant, ensure_ascii=False)
    yield "\n ]\n}\n"


def exclusion_reason(grant: Grant) -> str:
    """Why a grant cannot be in the package; "" when it can. The standard's own schema does not check most of this."""
    amounts = grant.accepted()
    if not amounts:
        return _reason_not_accepted(grant)
    if sum(amounts.values()) <= 0:
        return "Nothing was accepted: the amount is nil."
    if grant.awarded_on is None:
        return "No paper about it states the date of the decision."
    if not grant.first.funder_name or not grant.first.recipient_name:
        return "The papers do not name both a funder and a recipient."
    return ""


def _reason_not_accepted(grant: Grant) -> str:
    """Why a grant without an accepted amount has none: what came of it, else what the paper states."""
    results = [outcome.result for outcome in grant.outcomes]
    if results and results[-1] in ("declined", "unsuccessful", "lapsed"):
        return {
            "declined": "The offer was declined.",
            "unsuccessful": "The bid was unsuccessful.",
            "lapsed": "It lapsed.",
        }[results[-1]]
    if any(row.as_stated is not None for _, row in grant.rows):
        return "The paper does not say whether its amounts were bid for, offered or accepted."
    if any(row.offered is not None for _, row in grant.rows):
        return "An offer was approved for acceptance; that it was accepted has not been published."
    return "A bid was approved; its outcome has not been published."


def as_standard(grant: Grant) -> dict[str, Any]:
    """One grant in the standard's fields."""
    amounts = grant.accepted()
    first, decision = grant.first, grant.rows[-1][0]
    return {
        "id": f"{settings.ORG_PREFIX_360G}-{grant.id}",
        "title": first.grant_title,
        "description": decision.summary or first.grant_title,
        "currency": "GBP",
        "amountAwarded": _number(sum(amounts.values(), Decimal(0))),
        "awardDate": (grant.awarded_on or decision.sorted_on).isoformat(),
        "url": _page(decision),
        "plannedDates": _years({FinancialYear(year) for year, _ in amounts}),
        "recipientOrganization": [_organisation_record(first.recipient, first.recipient_name)],
        "fundingOrganization": [_organisation_record(first.funder, first.funder_name)],
        "grantProgramme": [
            {"code": fund, "title": grant.funds.get(fund) or fund}
            for fund in dict.fromkeys(fund for _, fund in amounts)
            if fund
        ],
        "beneficiaryLocation": [settings.AREA_360G],
        "commitmentTransaction": _commitments(grant, amounts),
        "relatedDocument": [
            {"title": decision.title, "url": _page(decision), "documentType": "decision"}
            for decision in {decision.key: decision for decision, _ in grant.rows}.values()
        ],
        "dateModified": grant.changed_at.isoformat(),
        "dataSource": f"{settings.REGISTER_ADDRESS}/open-data/",
    }


def _page(decision: PublishedDecision) -> str:
    return f"{settings.REGISTER_ADDRESS}/decisions/{decision.slug}/"


def _years(years: set[FinancialYear]) -> list[dict[str, Any]]:
    return [
        {
            "title": str(year),
            "startDate": year.starts_on.isoformat(),
            "endDate": year.ends_on.isoformat(),
            "duration": 12,
        }
        for year in sorted(years)
    ]


def _commitments(grant: Grant, amounts: dict[tuple[int, str], Decimal]) -> list[dict[str, Any]]:
    """What was accepted, by financial year and fund."""
    return [
        {
            "id": f"{settings.ORG_PREFIX_360G}-{grant.id}-{FinancialYear(year).slug}-{place}",
            "currency": "GBP",
            "value": _number(amount),
            "description": f"{FinancialYear(year)}, {grant.funds.get(fund) or fund}",
        }
        for place, ((year, fund), amount) in enumerate(sorted(amounts.items()), 1)
    ]


def organisation(identifier: str) -> str:
    """The organisation's published identifier, or one under the body's own prefix where none exists."""
    if _KNOWN.match(identifier):
        return identifier
    return f"{settings.ORG_PREFIX_360G}-{re.sub('[^A-Za-z0-9]+', '-', identifier.removeprefix('name:')).strip('-')}"


def _organisation_record(identifier: str, name: str) -> dict[str, str]:
    """An organisation in the standard's fields, with the number that its identifier holds."""
    record = {"id": organisation(identifier), "name": name}
    register = next((prefix for prefix in NUMBERS if record["id"].startswith(prefix)), None)
    return record | {NUMBERS[register]: record["id"].removeprefix(register)} if register else record


def own_identifier() -> str:
    """The identifier of the body whose register this is."""
    return f"{settings.ORG_PREFIX_360G}-{settings.BODY_SHORT_NAME}"


def _identifiers_after(after: str) -> QuerySet[Money, str]:
    """Identifiers of the grants that counted decisions name, in order, after a given one."""
    rows = Money.objects.filter(decision__counted=True, grant__gt=after)
    return rows.order_by("grant").values_list("grant", flat=True).distinct()


def _grants_of(ids: list[str]) -> Iterable[Grant]:
    """Grants with their rows of money and their outcomes, all read in three queries."""
    loaded = {code: Grant(code) for code in ids}
    rows = Money.objects.filter(grant__in=ids, decision__counted=True).order_by(
        "decision__sorted_on", "decision", "position"
    )
    decisions = PublishedDecision.objects.in_bulk({row.decision_id for row in rows})
    of_decision: dict[str, set[str]] = {}
    for row in rows:
        loaded[row.grant].rows.append((decisions[row.decision_id], row))
        of_decision.setdefault(row.decision_id, set()).add(row.grant)
    for outcome in Outcome.objects.filter(decision__in=of_decision).exclude(result=YEAR_END).order_by("entry", "pk"):
        # One that names no grant is about all of the decision's.
        for code in [outcome.grant] if outcome.grant else of_decision[outcome.decision_id]:
            if code in loaded:
                loaded[code].outcomes.append(outcome)
    return loaded.values()


def _number(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)
