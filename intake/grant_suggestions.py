"""From a paper that was read to the grant it tells of: its money by year with the source lines, and what is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings

from decisions.models import Decision
from figures.years import FinancialYear
from grants.models import Organisation, Tranche
from intake.actions.import_published import known_funders
from intake.parsing.read_paper import ReadPaper


@dataclass(frozen=True)
class SuggestedTranche:
    """One year's money as a paper tells it: `kind` as it was read, `line` and `text` where it stands."""

    number: int
    year: FinancialYear
    amount: Decimal
    kind: str
    fund: str
    line: int
    text: str


def suggested_tranches(paper: ReadPaper, lines: Sequence[str]) -> list[SuggestedTranche]:
    """Everything a paper tells of money by year, in its order."""
    tranches = []
    for number, tranche in enumerate(paper.tranches):
        line = paper.sources.get(f"tranches[{number}]", 0)
        text = " ".join(str(lines[line - 1]).split()) if 0 < line <= len(lines) else ""
        tranches.append(
            SuggestedTranche(
                number, tranche.financial_year, tranche.amount, tranche.kind, tranche.fund or "", line, text
            )
        )
    return tranches


def without_entered(paper: Decision, tranches: Sequence[SuggestedTranche]) -> list[SuggestedTranche]:
    """What was found and no grant of this paper holds: that year's money as a bid or an offer."""
    rows = Tranche.objects.filter(grant__in=paper.grants())
    entered_amounts = {(row.year, amount) for row in rows for amount in (row.bid, row.offered) if amount is not None}
    return [suggestion for suggestion in tranches if (suggestion.year, suggestion.amount) not in entered_amounts]


def known_grant_facts(paper: ReadPaper) -> dict[str, Any]:
    """What the paper says of its grant, for the form to begin with; what it leaves open is not in it."""
    kinds = {tranche.kind for tranche in paper.tranches}
    actions = {recommendation.action for recommendation in paper.recommendations}
    received = bool(actions & {"accept_offer", "approve_bid"})
    direction = "received" if received else "made" if "award" in actions else ""
    route = "offer" if kinds == {"offered"} else "bid" if kinds == {"bid"} else ""
    body = Organisation.objects.filter(name=settings.BODY_NAME).first()
    facts = {
        "title": (paper.title or "")[:300],
        "purpose": (paper.executive_summary or "")[:4000],
        "direction": direction,
        "route": route,
        "funder": _funder(paper) if direction != "made" else body,
        "recipient": body if direction == "received" else None,
    }
    return {name: value for name, value in facts.items() if value}


def _funder(paper: ReadPaper) -> Organisation | None:
    """The one known funder that is named where the money is asked for; None for none or several."""
    wording = " ".join([paper.title or "", *(recommendation.text for recommendation in paper.recommendations)])
    named_funders = [funder for funder in known_funders() if funder.is_named_in(wording)]
    return Organisation.objects.filter(identifier=named_funders[0].id).first() if len(named_funders) == 1 else None
