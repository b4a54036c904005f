"""The life of a grant as one table: every state, what puts a grant there, and what is to be done next.

No state is stored. It is read from the facts (tranches, outcomes, agreements, authorities, closed years and the
bids that decisions approved), so that it cannot contradict them. The last state of the table whose fact holds is
where the grant is.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse

from figures.dates import format_date
from figures.years import FinancialYear
from grants.models import Agreement, Authority, ClosedYear, Direction, Grant, GrantOutcome, Route, Tranche
from grants.papers import ApprovedBid, approved_bids_of

Result = GrantOutcome.Result
_ANSWERS = (Result.WON, Result.IN_PART, Result.LOST, Result.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a grant on a day, as far as its life is read from it."""

    grant: Grant
    day: date
    bids: Sequence[ApprovedBid]
    answer: str
    sent_on: date | None
    first_year: FinancialYear | None
    accepted_years: Sequence[FinancialYear]
    has_offer: bool
    has_agreement: bool
    has_accepted_agreement: bool
    has_authority: bool
    open_years: Sequence[FinancialYear]

    @property
    def is_offered(self) -> bool:
        """Whether the funder made an offer: of a bid that won, its agreement; else an amount, or it all began so."""
        if self.has_agreement or self.grant.route == Route.OFFER:
            return True
        return self.has_offer and not self.answer

    @property
    def is_accepted(self) -> bool:
        """Whether the agreement is accepted, or money of the grant is."""
        return self.has_accepted_agreement or bool(self.accepted_years)

    @property
    def runs_from(self) -> date | None:
        """The first day of the first year of the money; None where no money is entered."""
        first = min(self.accepted_years, default=self.first_year)
        return first.starts_on if first else None

    @property
    def is_answer_overdue(self) -> bool:
        """Whether an approved bid has no answer although the first year of its money has begun."""
        has_begun = self.first_year is not None and self.first_year.starts_on <= self.day
        return bool(self.bids) and not self.answer and has_begun


@dataclass(frozen=True, slots=True)
class State:
    """One row of the table.

    `page` is the address of the page whose button does what is next, None where none is; `ability` is the one that an
    office must give for that page.
    """

    key: str
    label: str
    reached_from: tuple[str, ...]
    fact: str
    holds: Callable[[Facts], bool]
    next_words: str
    page: Callable[[Facts], str] | None
    step: str = ""
    ability: str = "grants"

    @property
    def place(self) -> str:
        """The step of the list that this state is: the five answers to a bid are one."""
        return self.step or self.key


def _of_grant(name: str) -> Callable[[Facts], str]:
    return lambda facts: reverse(name, args=[facts.grant.pk])


def _draft(facts: Facts) -> str:
    return f"{reverse(settings.DRAFT_OF_DECISION)}?grant={facts.grant.pk}"


def _bid(facts: Facts) -> str:
    return facts.bids[-1].href


def _closing(facts: Facts) -> str:
    return reverse("year_closing", args=[facts.open_years[0].slug, facts.grant.pk])


def _answered(*results: str) -> Callable[[Facts], bool]:
    return lambda facts: facts.answer in results


_OUTCOME_FROM = ("bid_approved", "submitted", "not_told")

#: The life of a grant in its order. docs/grants.md shows the same table; a test compares them.
STATES: tuple[State, ...] = (
    State("planned", "Planned", (), "the grant is entered",
          lambda facts: True, "Draft the decision about this grant.", _draft, ability="write"),
    State("bid_approved", "Bid approved", ("planned",), "a decision approved the bid",
          lambda facts: bool(facts.bids), "Send the bid to the funder, and record that it was sent.", _bid),
    State("submitted", "Submitted", ("bid_approved",), "it is recorded that the bid was sent, or the funder answered",
          lambda facts: bool(facts.answer or facts.sent_on), "Record what became of the bid.", _bid),
    State("not_told", "Not told", ("bid_approved", "submitted"),
          "the first year of the bid’s money has begun and no answer is recorded",
          lambda facts: facts.is_answer_overdue, "Ask the funder, and record what became of the bid.", _bid, "outcome"),
    State("lost", "Lost", _OUTCOME_FROM, "the newest answer recorded is that the bid lost",
          _answered(Result.LOST), "Nothing is left to do.", None, "outcome"),
    State("withdrawn", "Withdrawn", _OUTCOME_FROM, "the newest answer recorded is that we withdrew the bid",
          _answered(Result.WITHDRAWN), "Nothing is left to do.", None, "outcome"),
    State("won", "Won", _OUTCOME_FROM, "the newest answer recorded is that the bid won in full",
          _answered(Result.WON), "Record the agreement that the funder sends.", _of_grant("agreement_add"), "outcome"),
    State("won_in_part", "Won in part", _OUTCOME_FROM, "the newest answer recorded is that the bid won in part",
          _answered(Result.IN_PART), "Record the agreement that the funder sends.", _of_grant("agreement_add"),
          "outcome"),
    State("offered", "Offered", ("planned", "won", "won_in_part"),
          "it is a direct offer, an amount offered is entered, or, after a bid that won, an agreement is recorded",
          lambda facts: facts.is_offered, "Draft the decision to accept the offer.", _draft, ability="write"),
    State("acceptance_approved", "Acceptance approved", ("offered", "won", "won_in_part"),
          "a decision in force allows money to be accepted",
          lambda facts: facts.has_authority, "Record what was accepted.", _of_grant("grant_outcome")),
    State("agreement_accepted", "Agreement accepted", ("acceptance_approved",),
          "a version of the agreement is accepted, or money is recorded as accepted",
          lambda facts: facts.is_accepted, "Plan the spending by month before the money’s first year begins.",
          _of_grant("figures_by_year")),
    State("active", "Active", ("agreement_accepted",), "it is accepted and the first year of its money has begun",
          lambda facts: facts.is_accepted and facts.runs_from is not None and facts.runs_from <= facts.day,
          "Enter what is spent, and send the funder what is owed.", _of_grant("actual_list")),
    State("ended", "Ended", ("active",), "the last year of its accepted money is over",
          lambda facts: bool(facts.accepted_years) and max(facts.accepted_years).ends_on < facts.day,
          "Close its years: the checklist says what is missing.", _closing),
    State("closed", "Closed", ("ended",), "every year of its accepted money is over and closed",
          lambda facts: bool(facts.accepted_years) and max(facts.accepted_years).ends_on < facts.day
          and not facts.open_years,
          "Nothing is left to do.", None),
)  # fmt: skip

_FROM_OFFER = ("offered", "acceptance_approved", "agreement_accepted", "active", "ended", "closed")
#: The steps of each route: a direct offer begins as an offer, a continuation is planned when its predecessor ends.
STEPS: Mapping[str, tuple[str, ...]] = {
    Route.BID: ("planned", "bid_approved", "submitted", "outcome", *_FROM_OFFER),
    Route.OFFER: _FROM_OFFER,
    Route.CONTINUATION: ("planned", *_FROM_OFFER),
}
#: What is next of a grant that we make, where it is not what is next of one that we receive.
NEXT_WHEN_MADE: Mapping[str, str] = {
    "offered": "Draft the decision to award it.",
    "acceptance_approved": "Record that the recipient accepted it.",
    "active": "Enter what is paid, and look at what the recipient sends.",
}
_LABELS = {"outcome": "Outcome"} | {state.key: state.label for state in STATES}


@dataclass(frozen=True, slots=True)
class Life:
    """Where a grant is in its life on a day."""

    facts: Facts
    state: State

    @property
    def next_words(self) -> str:
        """What is to be done next, in a sentence."""
        if self.facts.grant.direction == Direction.MADE:
            return NEXT_WHEN_MADE.get(self.state.key, self.state.next_words)
        return self.state.next_words

    @property
    def next_href(self) -> str:
        """The address of the page whose button does what is next; empty where nothing is left."""
        return self.state.page(self.facts) if self.state.page else ""

    @property
    def is_answer_overdue(self) -> bool:
        """Whether the funder's answer to a bid is late."""
        return self.state.key == "not_told"

    def steps(self) -> list[dict[str, str]]:
        """The steps of its route for templates/components/steps.html: done, now, and those to come."""
        places = list(STEPS[self.facts.grant.route])
        if self.state.place not in places:
            # A bid was made for what was entered as an offer or a continuation: it has the steps of a bid.
            places = list(STEPS[Route.BID])
        current_place = places.index(self.state.place)
        over = self.state.page is None
        rows = []
        for number, place in enumerate(places):
            state = "done" if number < current_place else "now" if number == current_place else ""
            rows.append({"text": _LABELS[place], "state": state, **self._notes(place)})
        # After a lost bid nothing follows.
        return rows[: current_place + 1] if over else rows

    def _notes(self, place: str) -> dict[str, str]:
        """What a step says beside its name."""
        if place == "outcome" and self.state.place == "outcome":
            return {"note": self.state.label}
        if place == "outcome" and self.facts.answer:
            return {"note": Result(self.facts.answer).label}
        if place == "bid_approved" and self.facts.bids:
            bid = self.facts.bids[-1]
            return {"note": bid.words, "on": format_date(bid.on) if bid.on else ""}
        if place == "submitted" and self.facts.sent_on:
            return {"on": format_date(self.facts.sent_on)}
        # A later state is reached by money alone: what was to come before it is not recorded, and no step pretends it.
        if place == "acceptance_approved" and self.facts.is_accepted and not self.facts.has_authority:
            return {"note": "no decision recorded"}
        if place == "agreement_accepted" and self.facts.is_accepted and not self.facts.has_accepted_agreement:
            return {"note": "no agreement recorded"}
        return {}


def state_of(facts: Facts) -> State:
    """The last state of the table whose fact holds."""
    return next(state for state in reversed(STATES) if state.holds(facts))


def lives_of(grants: Iterable[Grant], day: date) -> dict[int, Life]:
    """Where each of these grants is on a day, by its number; three queries however many they are."""
    numbers = [grant.pk for grant in grants]
    bids = approved_bids_of(numbers)
    tranches: dict[int, list[tuple[FinancialYear, bool]]] = {}
    money = Tranche.objects.filter(grant__in=numbers).order_by("year").annotate(is_closed=_closed())
    for number, year, accepted, is_closed in money.values_list("grant", "year", "accepted", "is_closed"):
        if accepted:
            tranches.setdefault(number, []).append((year, is_closed))
    lives = {}
    for grant in _with_facts(numbers):
        years = tranches.get(grant.pk, [])
        facts = Facts(
            grant=grant,
            day=day,
            bids=bids.get(grant.pk, ()),
            answer=grant.answer or "",
            sent_on=grant.sent_on,
            first_year=grant.first_year,
            accepted_years=[year for year, _ in years],
            has_offer=grant.offers,
            has_agreement=grant.agreed,
            has_accepted_agreement=grant.agreement_accepted,
            has_authority=grant.allowed,
            open_years=[year for year, is_closed in years if not is_closed],
        )
        lives[grant.pk] = Life(facts, state_of(facts))
    return lives


def _closed() -> Exists:
    """Whether the year of a tranche is closed for its grant."""
    return Exists(ClosedYear.objects.filter(grant=OuterRef("grant"), year=OuterRef("year")))


def _with_facts(numbers: Sequence[int]) -> QuerySet[Any]:
    """The grants with what their rows say, in one query."""
    of_grant = {"grant": OuterRef("pk")}
    tranches = Tranche.objects.filter(**of_grant).order_by("year")
    agreements = Agreement.objects.filter(**of_grant)
    answers = GrantOutcome.objects.filter(**of_grant, result__in=_ANSWERS).order_by("-pk")
    submissions = GrantOutcome.objects.filter(**of_grant, result=Result.SUBMITTED).order_by("-pk")
    return Grant.objects.filter(pk__in=numbers).annotate(
        sent_on=Subquery(submissions.values("happened_on")[:1]),
        answer=Subquery(answers.values("result")[:1]),
        first_year=Subquery(tranches.values("year")[:1]),
        offers=Exists(tranches.filter(offered__gt=0)),
        agreed=Exists(agreements),
        agreement_accepted=Exists(agreements.filter(accepted_on__isnull=False)),
        allowed=Exists(Authority.objects.in_force().filter(**of_grant)),
    )
