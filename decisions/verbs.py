"""The changes to papers and to the profile that two people must agree; config/proposals.py registers them."""

from datetime import datetime

from django.urls import reverse

from accounts.models import Person, Proposal
from accounts.offices import Office, offices_that_may
from accounts.proposals.registry import Addressee, Verb
from decisions.actions import leak_override, profile_loading
from decisions.actions.record_ink import check_ink, confirmed_ink
from decisions.actions.record_part_2_view import record_part_2_view
from decisions.actions.withdraw import confirmed_withdrawing
from decisions.authorship import authors_of
from decisions.confidentiality import can_read_part_2
from decisions.leaks import merge_neighbouring_runs
from decisions.leaks_as_it_stands import leaks_as_it_stands
from decisions.models import Decision, Status, StoredFile
from decisions.rulings import conditions_of, rulings_of
from decisions.workflow import recording_offices
from figures.dates import london_day
from figures.money import format_money

_STAFF = offices_that_may("publish")
_ADMINISTRATORS = frozenset({Office.ADMINISTRATOR})


def link_to_paper(proposal: Proposal) -> list[tuple[str, str]]:
    """The page of the paper that a proposal is about, for who is to confirm it."""
    pk = proposal.number_of("decision")
    return [("Read the paper", reverse("desk:decision_page", args=[pk]))]


def _paper_and_scan(proposal: Proposal) -> list[tuple[str, str]]:
    pk = proposal.number_of("decision")
    scan = StoredFile.objects.get(sha256=proposal.arguments["scan"])
    return [
        *link_to_paper(proposal),
        ("Open the scan of the signed paper", reverse("desk:decision_scan", args=[pk, scan.pk])),
    ]


def _recorded(proposal: Proposal, person: Person, at: datetime) -> list[tuple[str, str]]:
    """What will stand in the paper as the words of whoever signed in ink: all of it is theirs to confirm."""
    paper = Decision.objects.get(pk=proposal.number_of("decision"))
    rows = []
    if proposal.confirmed_at is None and proposal.arguments["outcome"] == Status.APPROVED:
        for row in rulings_of(paper, "approve"):
            rows.append(f"{row.number}. {row.get_outcome_display()} {format_money(row.amount)} {row.text}".strip())
        rows += [f"Condition {row.number}: {row.text}" for row in conditions_of(paper)]
    labels = (("Interests declared", "interests"), ("Note", "note"))
    texts = [(heading, proposal.arguments[key] or "None") for heading, key in labels]
    return [("Decided on each recommendation", "\n".join(rows)), *texts] if rows else texts


def _words_to_pass(proposal: Proposal, person: Person, at: datetime) -> list[tuple[str, str]]:
    """The words that become public, for who may confirm it and for readers of Part 2; each look is noted."""
    paper, day = Decision.objects.get(pk=proposal.number_of("decision")), london_day(at)
    if not (_confirms_overruling(proposal, person, paper, at) or can_read_part_2(paper, person, day)):
        return []
    found, trouble = leaks_as_it_stands(paper, day)
    runs = set(proposal.arguments["runs"])
    record_part_2_view(decision=paper, what="words that the leak gate is asked to let pass", by=person, at=at)
    lines = [
        f"“{leak.words}” ({leak.where})"
        for leak in merge_neighbouring_runs([leak for leak in found if leak.digest in runs])
    ]
    if trouble or runs - {leak.digest for leak in found}:
        lines.append("Some of these words stand in both no more, or cannot be read: have it proposed again.")
    return [("Words of Part 2 that may then be public", "\n".join([*lines, *trouble]))]


def _confirms_overruling(proposal: Proposal, person: Person, paper: Decision, at: datetime) -> bool:
    """Whether this person could be the second one: to them the words are shown, and the rest of Part 2 is not."""
    is_second = proposal.is_open(at) and proposal.other_of(person) and person.pk not in authors_of(paper)
    return is_second and bool(person.offices_on(london_day(at)) & _ADMINISTRATORS)


def _changes_of_profile(proposal: Proposal, person: Person, at: datetime) -> list[tuple[str, str]]:
    return [("What it changes", profile_loading.changes_of(proposal.arguments["source"]))]


def _signatory(proposal: Proposal) -> list[Addressee]:
    """Whoever is said to have signed in ink."""
    person = Person.objects.get(pk=proposal.arguments["decided_by"])
    return [(person.email, person.name)]


VERBS = (
    Verb(
        name="decision.record_ink",
        label="Record a decision made in ink",
        proposers=frozenset(recording_offices()),
        confirmers=frozenset({Office.DECIDER}),
        perform=confirmed_ink,
        check=check_ink,
        concerned=_signatory,
        links=_paper_and_scan,
        texts=_recorded,
    ),
    Verb(
        name="decision.withdraw",
        label="Withdraw a submitted paper of somebody else",
        proposers=offices_that_may("write"),
        confirmers=offices_that_may("write") | _STAFF,
        perform=confirmed_withdrawing,
        links=link_to_paper,
    ),
    Verb(
        name="decision.overrule",
        label="Let words pass the leak gate",
        proposers=offices_that_may("overrule"),
        confirmers=_ADMINISTRATORS,
        perform=leak_override.confirmed_overruling,
        check=leak_override.check_not_withheld_author,
        texts=_words_to_pass,
    ),
    Verb(
        name=profile_loading.VERB,
        label="Put a changed profile in force",
        proposers=_ADMINISTRATORS,
        confirmers=_ADMINISTRATORS,
        perform=profile_loading.confirmed_profile,
        links=lambda proposal: [("The body’s profile", reverse("desk:body_profile"))],
        texts=_changes_of_profile,
    ),
)
