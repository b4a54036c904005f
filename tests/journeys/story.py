"""The story of two decisions as people type it: the facts of PCD 510 and of PCD 815, the advice in words of our own.

Every value is what stands in a box of a page, by the name of its control; the walkers in this folder and in
tests/browser enter it, one through Django's client, one through Chromium.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from tests.decisions.desk.typing import PASSWORD as PASSWORD

Typed = dict[str, str]

LONDON = ZoneInfo("Europe/London")


def day(name: str, text: str) -> Typed:
    """A day in its three boxes, from 13/12/2018."""
    return dict(zip((f"{name}_day", f"{name}_month", f"{name}_year"), text.split("/"), strict=True))


def moment(text: str) -> datetime:
    """A moment on London's clock, from 2018-12-17 15:30."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=LONDON)


@dataclass(frozen=True)
class GrantStory:
    """A grant as it is entered, and its money by year, a row each."""

    facts: Typed
    money: list[Typed]


@dataclass(frozen=True)
class PaperStory:
    """A paper as it is written, and the moments at which it goes its way."""

    title: str
    parts: dict[str, Typed]
    rows: dict[str, list[Typed]]
    submitted_at: datetime
    checked_at: datetime
    endorsed_at: datetime
    decided_at: datetime
    published_at: datetime


TEAM = GrantStory(
    facts={
        "title": "Online investigative team",
        "purpose": "A team of three that investigates serious and organised crime online.",
        "direction": "received",
        "new_funder": "Home Office",
        "new_recipient": "Metropolitan Police Service",
        "recipient_unit": "Cyber Crime Unit",
        "route": "offer",
        "carry_over": "none",
    },
    money=[
        {"year": "2018/19", "new_fund": "Additional ROCU funding", "offered": "250,000"},
        {"year": "2019/20", "new_fund": "Additional ROCU funding", "offered": "£250,000"},
    ],
)
TOOLS = GrantStory(
    facts={
        "title": "Intelligence gathering tools",
        "purpose": "Systems with which officers research and evidence crime online.",
        "direction": "received",
        "new_funder": "Home Office",
        "new_recipient": "Metropolitan Police Service",
        "recipient_unit": "Cyber Crime Unit",
        "route": "bid",
        "carry_over": "none",
    },
    money=[
        {
            "year": "2018-2019",
            "new_fund": "Police Transformation Fund",
            "fund_as_written": "Innovation Fund",
            "bid": "120 000",
        }
    ],
)

_ADVICE = {
    "introduction": "The Home Office has offered money for a unit that works against crime online.\n\n"
    "The unit comes on top of the officers already there, and the Home Office looks at its work each month.",
    "issues": "Without a decision in December the staff cannot be taken on in this financial year.",
    "financial": "The money comes from the Home Office. Nothing is asked of the police fund.",
    "legal": "The Deputy Mayor may approve bids and offers under paragraph 4.8 of the scheme of consent.",
    "equality": "The work changes nothing for people who share a protected characteristic.",
    "background": "Board report.",
    "report-facts": "Three officers are employed.\n\nEquipment is bought with what is left of the first year.",
    "report-plan": "The work serves the Police and Crime Plan, which names crime online.",
    "report-financial": "The money comes from the Home Office.",
    "report-legal": "See the legal comments in the form.",
    "report-equality": "None.",
    "report-privacy": "See the form.",
    "report-real-estate": "The team sits in the rooms that the unit has.",
    "report-environment": "None.",
}


def _declared(on: str) -> Typed:
    """The six declarations, each confirmed but the commercial one."""
    typed: Typed = {}
    for number in range(6):
        if number == 3:
            typed["rows-3-answer"] = "not_applicable"
            continue
        typed |= {f"rows-{number}-answer": "confirmed", f"rows-{number}-consulted": "Strategic Finance"}
        typed |= day(f"rows-{number}-consulted_on", on)
    return typed


FIRST = PaperStory(
    title="Request to accept Home Office funding to develop capability to address online crime",
    parts={
        "summary": {
            "executive_summary": "The Home Office offers up to £500,000 over two years for a team that investigates "
            "crime online. A further £120,000 is bid for.",
        },
        **{key: {"text": text} for key, text in _ADVICE.items()},
        "privacy": {
            "text": "Personal data is protected by design.",
            "impact_state": "started",
            **day("impact_on", "1/11/2018"),
        },
        "report": {
            "board": "Portfolio and Investment Board",
            **day("board_on", "13/11/2018"),
            "author": "Michael Gallagher",
            "author_rank": "DCS",
            "author_unit": "Central Specialist Crime",
            "on_behalf_of": "the Deputy Commissioner",
            "executive_summary": "£250,000 is offered for each of 2018/19 and 2019/20, and £120,000 is bid for.",
            "recommendations": "Accept the offer of up to £500,000 over 2 years.\nApprove the bid for £120,000.",
        },
        "time": {
            **day("needed_by", "13/12/2018"),
            "needed_why": "Recruitment begins at once.",
            "delay_would": "Part of the first year’s money would not be used.",
        },
        "declarations": _declared("20/11/2018"),
        "deferral": {"deferral": "no"},
        "part-2": {
            "part_2": "yes",
            "part_2_marking": "OFFICIAL-SENSITIVE [ORGANISATIONAL]",
            "part_2_reasons": "Methods of investigation",
            "part_2_review": "2028",
        },
    },
    rows={
        "recommendations": [
            {
                "text": "approve an offer of grant funding from the Home Office of up to £500,000 over 2 years to form "
                "an online investigative team",
                "action": "accept_offer",
                "amount": "500,000",
                "up_to": "on",
            },
            {
                "text": "approve a bid to the Home Office for grant funding of £120,000 in 2018/19 for intelligence "
                "gathering",
                "action": "approve_bid",
                "amount": "£120,000",
            },
        ]
    },
    submitted_at=moment("2018-12-11 16:00"),
    checked_at=moment("2018-12-11 17:30"),
    endorsed_at=moment("2018-12-12 10:00"),
    decided_at=moment("2018-12-17 15:30"),
    published_at=moment("2018-12-18 09:00"),
)
PART_2 = {
    "items-0-title": "How the team works",
    "items-0-text": "Marker heron-lantern: the methods and the names of the suppliers of the team.",
    "exemptions-0-section": "31",
    "exemptions-0-limb": "(1)(a)",
    "exemptions-0-reason": "It would show how crime online is investigated.",
    "exemptions-0-balance": "What the public gains from the details is less than the harm to investigations.",
}
#: A word of Part 2 that may stand on no public page.
MARKER = "heron-lantern"

SECOND = PaperStory(
    title="HO funding for continuance of regional online investigation teams",
    parts={
        **FIRST.parts,
        "summary": {
            "executive_summary": "The Home Office offers £250,000 for a further year of the online investigative team.",
        },
        "introduction": {"text": "In 2018 a grant was accepted for two years. A further year was expected then."},
        "issues": {"text": "Without the money the team would end."},
        "report": {
            **FIRST.parts["report"],
            **day("board_on", "10/6/2020"),
            "executive_summary": "£250,000 is offered for 2020/21.",
            "recommendations": "Accept the offer of £250,000.",
        },
        "privacy": {**FIRST.parts["privacy"], "impact_state": "done", **day("impact_on", "1/5/2020")},
        "time": {**FIRST.parts["time"], **day("needed_by", "30/7/2020")},
        "declarations": _declared("15/6/2020"),
        "part-2": {"part_2": "no"},
    },
    rows={
        "recommendations": [
            {
                "text": "approve an offer of grant funding from the Home Office for £250,000 for 2020/21 to continue "
                "the work of the online investigative team",
                "action": "accept_offer",
                "amount": "250000",
            }
        ],
        "earlier": [{"kind": "continues"}],
    },
    submitted_at=moment("2020-07-20 11:00"),
    checked_at=moment("2020-07-20 15:00"),
    endorsed_at=moment("2020-07-21 09:15"),
    decided_at=moment("2020-07-22 14:00"),
    published_at=moment("2020-07-23 09:00"),
)
FURTHER_YEAR = GrantStory(
    facts=TEAM.facts | {"title": "Online investigative team: a further year", "route": "continuation"},
    money=[{"year": "2020/21", "new_fund": "Additional ROCU funding", "offered": "250,000"}],
)
