"""Entering earlier decisions at the desk, which nobody does alone; config/proposals.py registers it."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import Person, Proposal
from accounts.offices import offices_that_may
from accounts.proposals.registry import Verb
from intake.actions.enter_history import VERB, confirmed_entering, original_of
from intake.corrections import Fact, known_facts
from intake.models import Upload

_ENTERS = offices_that_may("history")


def _uploads(proposal: Proposal) -> QuerySet[Upload]:
    return Upload.objects.filter(pk__in=[int(number) for number in proposal.arguments["uploads"]]).order_by("pk")


def _papers(proposal: Proposal) -> list[tuple[str, str]]:
    return [
        (f"Compare {upload.name} with what was read", reverse("intake:upload_read", args=[upload.pk]))
        for upload in _uploads(proposal).only("name")
    ]


def _facts(proposal: Proposal, person: Person, at: datetime) -> list[tuple[str, str]]:
    """What each entry will say, and what somebody typed in place of what was read."""
    return [
        _facts_of(upload)
        for upload in _uploads(proposal).filter(decision=None, reading__isnull=False).prefetch_related("corrections")
    ]


def _facts_of(upload: Upload) -> tuple[str, str]:
    paper = original_of(upload).paper
    facts = known_facts(paper)
    lines = [f"{fact.label}: {facts[fact] or 'the paper does not say'}" for fact in Fact if fact != Fact.SUMMARY]
    lines += [f"Recommendation: {line.text}" for line in paper.recommendations]
    typed_rows = [
        f"{row.get_fact_display()} was typed by hand. It was read as: {row.before or 'nothing'}"
        + (f"\nIt was typed as: {row.after}" if row.fact == Fact.SUMMARY else "")
        for row in upload.corrections.all()
    ]
    return facts[Fact.REFERENCE] or upload.name, "\n".join([*lines, *typed_rows])


VERBS = (
    Verb(
        name=VERB,
        label="Enter earlier decisions",
        proposers=_ENTERS,
        confirmers=_ENTERS,
        perform=confirmed_entering,
        links=_papers,
        texts=_facts,
    ),
)
