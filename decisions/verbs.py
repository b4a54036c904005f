"""The changes to papers and to the profile that two people must agree; config/proposals.py registers them."""

from datetime import datetime

from django.urls import reverse

from accounts.models import Person, Proposal
from accounts.offices import Office, offices_that_may
from accounts.proposals.registry import Addressee, Verb
from decisions.actions import leak_override, profile_loading
from decisions.actions.record_ink import check_ink, confirmed_ink
from decisions.actions.withdraw import confirmed_withdrawing
from decisions.models import Decision, Status, StoredFile
from decisions.rulings import conditions_of, rulings_of
from decisions.workflow import recording_offices
from figures.money import format_money

_STAFF = offices_that_may("publish")
_ADMINISTRATORS = frozenset({Office.ADMINISTRATOR})


def link_to_paper(proposal: Proposal) -> list[tuple[str, str]]:
    """The page of the paper that a proposal is about, for who is to confirm it."""
    pk = int(proposal.subject.removeprefix("decision:"))
    return [("Read the paper", reverse("desk:decision_page", args=[pk]))]


def _paper_and_scan(proposal: Proposal) -> list[tuple[str, str]]:
    pk = int(proposal.subject.removeprefix("decision:"))
    scan = StoredFile.objects.get(sha256=proposal.arguments["scan"])
    return [
        *link_to_paper(proposal),
        ("Open the scan of the signed paper", reverse("desk:decision_scan", args=[pk, scan.pk])),
    ]


def _recorded(proposal: Proposal, person: Person, at: datetime) -> list[tuple[str, str]]:
    """What will stand in the paper as the words of whoever signed in ink: all of it is theirs to confirm."""
    paper = Decision.objects.get(pk=int(proposal.subject.removeprefix("decision:")))
    rows = []
    if proposal.confirmed_at is None and proposal.arguments["outcome"] == Status.APPROVED:
        for row in rulings_of(paper, "approve"):
            rows.append(f"{row.number}. {row.get_outcome_display()} {format_money(row.amount)} {row.text}".strip())
        rows += [f"Condition {row.number}: {row.text}" for row in conditions_of(paper)]
    named = (("Interests declared", "interests"), ("Note", "note"))
    texts = [(heading, proposal.arguments[key] or "None") for heading, key in named]
    return [("Decided on each recommendation", "\n".join(rows)), *texts] if rows else texts


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
