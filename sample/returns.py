"""Two grants of earlier years in the sample, with what they owe their funders: on time, late, queried, paid less."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from accounts.models import Person
from accounts.proof import Proof
from figures.dates import LONDON, add_working_days, london_day
from figures.years import FinancialYear
from grants.actions import AgreementFacts, StepFacts, give_grants, record_agreement, save_bodies, take_obligation_step
from grants.models import Grant, Obligation, Organisation
from profiles import current
from sample.papers import Ask, Money, SamplePaper
from sample.walking import accept_money, walk

People = dict[str, Person]


@dataclass(frozen=True)
class _Earlier:
    """A grant that was agreed before the register: its facts, its money each year, and its timetables."""

    title: str
    purpose: str
    funder: str
    fund: str
    yearly: int
    timetables: tuple[str, ...]
    #: When the deferral of its decision ends, in days from now.
    deferred_for: int = 60


_GRANTS = (
    _Earlier(
        "Contact line for victims of fraud",
        "Somebody to speak to within a day for people who lost money to fraud.",
        "Home Office",
        "Police Transformation Fund",
        240_000,
        ("monthly_return", "forecast_outturn"),
        deferred_for=-1,
    ),
    _Earlier(
        "Support at court for families",
        "Advice and a room of their own for bereaved families at court.",
        "Ministry of Justice",
        "Victims Support Grant",
        180_000,
        ("half_yearly_claim", "progress_report", "annual_review"),
    ),
)

#: A return is forgotten while it is late by more than so many days, and by no more than four times as many.
LATE = timedelta(days=10)


def enter_earlier_grants(people: People, *, at: datetime) -> list[Grant]:
    """Enter both grants as they were decided and agreed before last year began; the second paper is deferred."""
    year = FinancialYear(FinancialYear.of(london_day(at)).start - 1)
    grants = [_enter(earlier, year, people, at) for earlier in _GRANTS]
    _send_through(grants[0], people["fatima"], at)
    give_grants(grants=[grants[1].pk], owner=people["fatima"], to=people["felix"], by=people["fatima"], at=at)
    return grants


def _send_through(grant: Grant, by: Person, at: datetime) -> None:
    """The money of one grant comes by way of the mayor's authority, where the body has one above it."""
    between = Organisation.objects.filter(name="Greater London Authority").values_list("name", flat=True)
    grant.refresh_from_db()
    save_bodies(grant=grant, seen=grant.version, through=list(between), joint=[], by=by, at=at)


def load_returns(earlier: list[Grant], people: People, *, at: datetime) -> None:
    """Take what the earlier grants owe as far as it would have come by now."""
    for grant in earlier:
        for place, obligation in enumerate(grant.obligations.order_by("due_on", "pk")):
            _walk(obligation, place, people, at)


def _moment(day: date, hour: int = 11) -> datetime:
    return datetime.combine(day, time(hour, 20), LONDON)


def _enter(earlier: _Earlier, year: FinancialYear, people: People, now: datetime) -> Grant:
    """The grant with its money for two years, the decision that allowed it, and the agreement of the first year."""
    by, years = people["fatima"], (year, FinancialYear(year.start + 1))
    total = earlier.yearly * len(years)
    text = f"Accept the offer of £{total:,} over {years[0]} and {years[1]}: {earlier.title.lower()}."
    sketch = SamplePaper(
        key="",
        title=earlier.title,
        purpose=earlier.purpose,
        funder=earlier.funder,
        unit="Victims and Witnesses",
        route="offer",
        money=tuple(Money(str(year), earlier.fund, offered=str(earlier.yearly)) for year in years),
        asks=(Ask(text, "accept_offer", str(total)),),
        summary=f"{earlier.purpose} The {earlier.funder} offers £{total:,} over two years.",
        introduction=f"{earlier.purpose} Nobody else offers it.",
        issues="The providers are chosen by competition, which is not over yet.",
        financial="All costs are met by the grant. Nothing is asked of the body’s own budget.",
        report="The work begins on the first day of the first year.",
        author=("Joanna Prideaux", "Victims and Witnesses"),
        until="publish",
        days_ago=(london_day(now) - year.starts_on).days + 40,
        needed_in=30,
        deferral="The competition for providers of the later years is open.",
        deferred_for=earlier.deferred_for,
    )
    paper = walk(sketch, people, {}, at=now)
    grant = paper.grants()[0]
    agreed_on = year.starts_on - timedelta(days=10)
    accept_money(grant, [Decimal(earlier.yearly)] * len(years), by=by, at=_moment(agreed_on))
    agreement = AgreementFacts(
        begins_on=year.starts_on,
        sent_on=agreed_on - timedelta(days=7),
        accepted_on=agreed_on,
        accepted_by=f"the {current().offices['endorser'].label}" if "endorser" in current().offices else "the body",
        carry_over="none",
        costs={"staff": Decimal(earlier.yearly) * 3 / 2, "revenue": Decimal(earlier.yearly) / 2},
        timetables=earlier.timetables,
    )
    record_agreement(grant=grant, seen=0, facts=agreement, by=by, at=_moment(agreed_on, 12))
    return grant


def _walk(obligation: Obligation, place: int, people: People, now: datetime) -> None:
    """Prepared, certified and sent a few days before it is due; every fifth late, one forgotten, the newest begun."""
    day, begun = london_day(now), obligation.due_on - timedelta(days=9)
    forgotten = obligation.kind == "monthly_return" and obligation.due_on + LATE < day <= obligation.due_on + 4 * LATE
    if begun > day or forgotten:
        return
    sent_on = add_working_days(obligation.due_on, 3) if place % 5 == 3 else obligation.due_on - timedelta(days=2)
    amount = None if obligation.kind in {"progress_report", "annual_review"} else Decimal(18_400 + 137 * place)
    take = _Taking(obligation, now)
    take.step("prepare", people["fatima"], begun, amount=amount)
    if sent_on > day - timedelta(days=20):
        return
    if obligation.needs_certificate:
        take.step("certify", _certifier(people, day), begun + timedelta(days=2))
    take.step("send", people["felix"], sent_on)
    if obligation.kind == "half_yearly_claim":
        take.step("query", people["felix"], sent_on + timedelta(days=6), note="What is the travel of September?")
        take.step("accept", people["felix"], sent_on + timedelta(days=9), note="Answered by letter.")
        if amount is not None and place < 4:
            paid, why = amount - 400, "Travel before the grant began is not paid."
            take.step("pay_less", people["felix"], sent_on + timedelta(days=18), amount=paid, note=why)


def _certifier(people: People, day: date) -> Person:
    return next(person for person in people.values() if person.may("certify", day))


class _Taking:
    """Steps of one obligation, one after the other, none of them in the future."""

    def __init__(self, obligation: Obligation, now: datetime) -> None:
        self.obligation, self.now, self.taken = obligation, now, 0

    def step(self, name: str, by: Person, on: date, *, amount: Decimal | None = None, note: str = "") -> None:
        """Take a step on a day, or today where that day is still to come."""
        on = min(on, london_day(self.now))
        take_obligation_step(
            obligation=self.obligation,
            step=name,
            seen=self.taken,
            facts=StepFacts(happened_on=on, amount=amount, note=note),
            proof=Proof("password") if name == "certify" else None,
            by=by,
            at=min(_moment(on, 11 + self.taken), self.now),
        )
        self.taken += 1
