"""A paper is submitted with what its text says: no board report, names, days or amounts have to be invented."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from decisions import actions
from decisions.missing_from_parts import declarations_missing, missing
from decisions.models import Decision
from decisions.models.content import DeclarationKind
from decisions.readiness import obstacles
from drafting.actions import begin_paper, save_part
from figures.dates import london_day
from figures.years import FinancialYear
from grants.actions import GrantFacts, TrancheFacts, create_grant, save_tranches
from grants.models import Grant
from tests.decisions import papers
from tests.people import People

pytestmark = pytest.mark.django_db

AT = datetime(2020, 6, 1, 9, 0, tzinfo=UTC)
TICKS = [
    {"kind": kind, "answer": "confirmed", "comment": "", "consulted": "", "consulted_on": None}
    for kind in DeclarationKind.values
]


def test_declarations_are_ticks_or_names_and_days_as_the_body_chooses() -> None:
    values = {"rows": TICKS}
    assert declarations_missing(values, by="ticks") == []
    assert len(declarations_missing(values, by="names")) == len(TICKS)
    assert "needs the name of who was consulted" in declarations_missing(values, by="names")[0]
    named = {"rows": [{**TICKS[0], "consulted": "Strategic Finance"}]}
    assert "needs the date" in declarations_missing(named, by="names")[0]
    unanswered = {"rows": [{**TICKS[0], "answer": ""}]}
    assert "has not been made" in declarations_missing(unanswered, by="ticks")[0]


def test_an_assessment_that_is_done_says_when_by_its_day_or_in_words(people: People) -> None:
    done = {"text": "A DPIA was completed.", "impact_state": "done", "impact_reason": "", "impact_on": None}
    paper = papers.draft(people, privacy=done)
    assert missing(paper, "privacy") == [
        "Say when the data protection impact assessment was done: the day, or in words."
    ]
    words = done | {"impact_reason": "Completed when the original funding was provided."}
    save_part(decision=paper, part="privacy", seen=1, values=words, by=people.fatima, at=papers.AT)
    assert missing(Decision.objects.get(pk=paper.pk), "privacy") == []


def _a_further_year(people: People) -> Grant:
    """The Home Office's £250,000 for 2020/21, as PCD 815 states it."""
    facts = GrantFacts(
        title="Regional online investigation team",
        purpose="Continue the work of the online investigative team against serious and organised crime.",
        funder="Home Office",
        recipient="Metropolitan Police Service",
        direction="received",
        route="offer",
    )
    grant = create_grant(facts=facts, by=people.fatima, at=AT)
    rows = [TrancheFacts(year=FinancialYear(2020), fund="", offered=Decimal(250000))]
    return save_tranches(grant=grant, seen=grant.version, rows=rows, by=people.fatima, at=AT)


def test_pcd_815_is_submitted_with_what_its_page_says(people: People) -> None:
    grant = _a_further_year(people)
    texts = {
        "introduction": "The grant of two years established the team (PCD 510). A further year is now available.",
        "issues": "The funding is sufficient to cover the costs of the small team.",
        "financial": "The Home Office provides £250,000 for 2020/21. There is no additional cost.",
        "legal": "Paragraph 4.8 of the Scheme lets the Deputy Mayor accept offers of grant funding.",
        "equality": "The work does not change any aspect relating to equality or diversity.",
        "background": "PCD 510 provides the original business case.",
    }
    recommendation = {
        "text": "Approve an offer of grant funding from the Home Office for £250,000 for 2020/21.",
        "action": "accept_offer",
        "grant": grant.pk,
        "amount": Decimal(250000),
        "up_to": False,
        "power": "Scheme of Consent and Delegation, paragraph 4.8",
    }
    stated: dict[str, dict[str, Any]] = {
        "summary": {
            "title": "HO funding for continuance of Regional Online Investigation Teams",
            "executive_summary": "The force asks to accept a further year’s funding of £250,000 from the Home Office.",
            "marking": "OFFICIAL – PUBLIC",
        },
        "earlier": {"rows": [{"kind": "continues", "earlier_reference": "PCD 510"}]},
        "recommendations": {"rows": [recommendation]},
        "privacy": {
            "text": "A DPIA was completed for this project.",
            "impact_state": "done",
            "impact_reason": "Completed when the original funding was provided.",
            "impact_on": None,
        },
        "declarations": {"rows": TICKS},
        "deferral": {"deferral": "no", "deferral_reason": "", "deferral_until": None},
        "part-2": papers.parts(grant)["part-2"],
        **{key: {"text": text} for key, text in texts.items()},
    }
    paper = begin_paper(title="HO funding", grants=[grant], is_short=True, by=people.fatima, at=AT)
    for part, values in stated.items():
        save_part(decision=paper, part=part, seen=0, values=values, by=people.fatima, at=AT)
    paper = Decision.objects.get(pk=paper.pk)
    assert obstacles(paper, london_day(AT)) == []
    actions.submit(decision=paper, seen=paper.version, by=people.fatima, at=AT)
    assert Decision.objects.get(pk=paper.pk).status == "submitted"
