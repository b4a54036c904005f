"""Papers in every state, reached through the real actions as the people of tests/people.py.

The plain paper of a test that begins with the people alone is written again as the actions wrote it the first time
(tests/decisions/replaying.py).
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.stepup import Proof
from decisions import actions
from decisions.checked_paper import problems_of
from decisions.models import Decision
from decisions.models.content import DeclarationKind
from decisions.parts import parts_on
from drafting.actions import begin_paper, save_part
from figures.dates import london_day
from figures.years import FinancialYear
from grants.actions import GrantFacts, TrancheFacts, create_grant, save_tranches
from grants.models import Grant
from part2.actions import ItemFacts, save_part_2
from tests.decisions.replaying import again
from tests.people import People

#: The day on which papers of the tests are written; each later step is an hour later.
AT = datetime(2018, 11, 20, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def home_office_grant(
    people: People, *, at: datetime = AT, offered: str = "250000", title: str = "Online team"
) -> Grant:
    """A grant of the Home Office: the same amount offered for 2018/19 and 2019/20."""
    facts = GrantFacts(
        title=title,
        purpose="A team against organised crime online.",
        funder="Home Office",
        recipient="Metropolitan Police Service",
        direction="received",
        route="offer",
    )
    grant = create_grant(facts=facts, by=people.fatima, at=at)
    rows = [
        TrancheFacts(year=FinancialYear(year), fund="Police Transformation Fund", offered=Decimal(offered))
        for year in (2018, 2019)
    ]
    return save_tranches(grant=grant, seen=grant.version, rows=rows, by=people.fatima, at=at)


def parts(grant: Grant, **changes: Any) -> dict[str, dict[str, Any]]:
    """Everything that submission asks for, about one grant; `changes` replaces whole parts (with _ for -)."""
    texts = ("introduction", "issues", "financial", "legal", "equality", "background", "report-facts", "report-plan")
    values: dict[str, dict[str, Any]] = {key: {"text": f"What is to be said on {key}."} for key in texts}
    values |= {
        "summary": {"title": "Online team", "executive_summary": "The team is funded.", "marking": "OFFICIAL"},
        "recommendations": {
            "rows": [
                {
                    "text": "Accept the offer of up to £500,000 from the Home Office.",
                    "action": "accept_offer",
                    "grant": grant.pk,
                    "amount": Decimal(500000),
                    "up_to": True,
                    "power": "Scheme of Delegation and Consent, paragraph 4.8 (grant offers)",
                }
            ]
        },
        "privacy": {
            "text": "Personal data is protected.",
            "impact_state": "started",
            "impact_reason": "",
            "impact_on": date(2018, 11, 1),
        },
        "report": {
            "title": "Online team",
            "board": "Portfolio and Investment Board",
            "board_on": date(2018, 11, 13),
            "author": "Michael Gallagher",
            "author_rank": "DCS",
            "author_unit": "Central Specialist Crime",
            "on_behalf_of": "the Deputy Commissioner",
            "marking": "OFFICIAL",
            "executive_summary": "The team is funded.",
            "recommendations": "Accept the offer.",
        },
        "time": {
            "needed_by": date(2018, 12, 13),
            "needed_why": "Recruitment starts then.",
            "delay_would": "Less time.",
        },
        "declarations": {
            "rows": [
                {
                    "kind": kind,
                    "answer": "confirmed",
                    "comment": "",
                    "consulted": "Strategic Finance",
                    "consulted_on": date(2018, 11, 15),
                }
                for kind in DeclarationKind.values
            ]
        },
        "deferral": {"deferral": "no", "deferral_reason": "", "deferral_until": None},
        "part-2": {
            "part_2": "no",
            "part_2_marking": "",
            "part_2_statement": "",
            "part_2_reasons": "",
            "part_2_review": "",
        },
    }
    return values | {key.replace("_", "-"): value for key, value in changes.items()}


def draft(
    people: People,
    *,
    grant: Grant | None = None,
    at: datetime = AT,
    explained: str = "",
    is_short: bool = False,
    **changes: Any,
) -> Decision:
    """A complete draft by Fatima; `explained` is why it goes forward although checks stop it.

    A short one has nothing of a board report.
    """
    if grant is None and at == AT and not (explained or is_short or changes):
        return again("draft", lambda: _draft(people, home_office_grant(people), AT, "", is_short=False))
    return _draft(people, grant or home_office_grant(people, at=at), at, explained, is_short=is_short, **changes)


def _draft(people: People, grant: Grant, at: datetime, explained: str, *, is_short: bool, **changes: Any) -> Decision:
    """A draft by the actions of those who write it."""
    paper = begin_paper(title="Online team", grants=[grant], is_short=is_short, by=people.fatima, at=at)
    for part, values in parts(grant, **changes).items():
        if part not in parts_on(paper):
            continue
        seen = paper.part_saves.filter(part=part).count()
        save_part(decision=paper, part=part, seen=seen, values=values, by=people.fatima, at=at)
    paper.refresh_from_db()
    for problem in problems_of(paper, london_day(at)) if explained else ():
        if problem.severity == "blocks":
            actions.explain(
                decision=paper, code=problem.code, where=problem.where, problem=problem.sentence, reason=explained,
                by=people.fatima, at=at,
            )  # fmt: skip
    return Decision.objects.get(pk=paper.pk)


def submitted(people: People, *, at: datetime = AT, **changes: Any) -> Decision:
    """A paper that waits for DMPC staff."""

    def submit() -> Decision:
        paper = draft(people, at=at, **changes)
        actions.submit(decision=paper, seen=paper.version, by=people.fatima, at=at + HOUR)
        return paper

    return submit() if changes or at != AT else again("submitted", submit)


def checked(people: People, *, at: datetime = AT, **changes: Any) -> Decision:
    """A paper that waits for the Chief Executive."""

    def check() -> Decision:
        paper = submitted(people, at=at, **changes)
        actions.check(decision=paper, seen=paper.version, by=people.dev, at=at + 2 * HOUR)
        return paper

    return check() if changes or at != AT else again("checked", check)


def signing(paper: Decision) -> dict[str, Any]:
    """What every signing step is given: the paper, the version and digest seen, and a proof."""
    digest = paper.submissions.get(round=paper.round).digest
    return {"decision": paper, "seen": paper.version, "digest": digest, "proof": Proof("password")}


def endorsed(people: People, *, at: datetime = AT, **changes: Any) -> Decision:
    """A paper that waits for the Deputy Mayor."""

    def endorse() -> Decision:
        paper = checked(people, at=at, **changes)
        actions.endorse(**signing(paper), by=people.clare, at=at + 3 * HOUR)
        return paper

    return endorse() if changes or at != AT else again("endorsed", endorse)


def approved(people: People, *, at: datetime = AT, **changes: Any) -> Decision:
    """A decided paper that waits to be published."""
    paper = endorsed(people, at=at, **changes)
    actions.approve(**signing(paper), by=people.kaya, at=at + 4 * HOUR)
    return paper


def published(people: People, *, at: datetime = AT, **changes: Any) -> Decision:
    """A paper whose publication is authorised from now on."""
    paper = approved(people, at=at, **changes)
    actions.publish(decision=paper, seen=paper.version, by=people.dora, at=at + 5 * HOUR)
    return paper


#: What Part 2 of a paper says, and what Part 1 says of it.
SECRET = "Two addresses in Harrow Road and Lea Bridge are watched by seven officers of the northern surveillance team."
STATED = {
    "part_2": "yes",
    "part_2_marking": "OFFICIAL-SENSITIVE",
    "part_2_statement": "",
    "part_2_reasons": "Law enforcement",
    "part_2_review": "2028",
}


def paper_with(people: People, secret: str = SECRET, **changes: Any) -> Decision:
    """A complete draft whose Part 2 says `secret`."""
    paper = draft(people, part_2=STATED, **changes)
    item = ItemFacts(title="Detail", text=secret)
    save_part_2(decision=paper, items=[item], exemptions=[], seen=0, by=people.fatima, at=AT)
    return Decision.objects.get(pk=paper.pk)


def published_with_part_2(people: People) -> Decision:
    """A published decision whose Part 2 holds one text."""
    paper = paper_with(people)
    actions.submit(decision=paper, seen=paper.version, by=people.fatima, at=AT + HOUR)
    actions.check(decision=paper, seen=paper.version, by=people.dev, at=AT + 2 * HOUR)
    actions.endorse(**signing(paper), by=people.clare, at=AT + 3 * HOUR)
    actions.approve(**signing(paper), by=people.kaya, at=AT + 4 * HOUR)
    actions.publish(decision=paper, seen=paper.version, by=people.dora, at=AT + 5 * HOUR)
    return paper
