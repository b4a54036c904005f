"""Who wrote a paper: everybody whose changes enter Part 1 or Part 2, derived from what is on record.

The database holds the same rule (`decisions_wrote` in sql/authorship.sql); a test compares the two over every table
that feeds Part 1, and fails for a table that is not named here.
"""

from collections.abc import Iterable

from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

from accounts.models import Proposal
from audit.models import Event
from decisions.models.decision import Decision
from decisions.models.history import Explanation, PartSave
from decisions.whole_paper import grants_of
from grants.models import Grant

#: Events that change what a paper says of its grants.
GRANT_VERBS = ("create grant", "change grant", "save tranches", "record outcome")
#: Events that change names which all papers share: they count from the day on which the paper was begun.
SHARED_VERBS = ("create organisation", "change organisation", "create fund", "change fund")

#: Every table that Part 1 is composed from, and where it is on record who wrote in it.
FEEDS = {
    "decisions_decision": "saves of parts, and who began the paper",
    "decisions_section": "saves of parts",
    "decisions_recommendation": "saves of parts",
    "decisions_consideration": "saves of parts",
    "decisions_declaration": "saves of parts",
    "decisions_boardreport": "saves of parts",
    "decisions_link": "saves of parts",
    "decisions_decisiongrant": "saves of parts, and who began the paper",
    "decisions_attachment": "saves of the attachments",
    "decisions_part2item": "saves of Part 2",
    "decisions_part2file": "saves of Part 2",
    "decisions_exemption": "saves of Part 2",
    "decisions_explanation": "the explanation itself",
    "decisions_standingtext": "the proposals of standing texts since the paper was begun",
    "grants_grant": "the history of the grant",
    "grants_tranche": "the history of the grant",
    "grants_onwardgrant": "the history of the grant",
    "grants_organisation": "the history of the organisation since the paper was begun",
    "grants_fund": "the history of the fund since the paper was begun",
}


def authors_of(paper: Decision) -> frozenset[int]:
    """The ids of everybody who wrote any of what a paper says; they neither check, endorse nor decide it."""
    return paper.once("authors", lambda: _authors_of(paper))


def _authors_of(paper: Decision) -> frozenset[int]:
    grants = grants_of(paper)
    lines = {line.grant_id for line in paper.recommendations.all() if line.grant_id is not None}
    if further := lines - {grant.pk for grant in grants}:
        grants = [*grants, *Grant.objects.filter(pk__in=further).prefetch_related("tranches")]
    texts = Proposal.objects.filter(verb="wording.text", confirmed_at__gte=paper.created_at)
    writers = (
        PartSave.objects.filter(decision=paper)
        .order_by()
        .values_list("saved_by_id")
        .union(
            Explanation.objects.filter(decision=paper).order_by().values_list("by_id"),
            _events(paper, grants).order_by().values_list("actor_id"),
            texts.order_by().values_list("proposed_by_id"),
        )
    )
    began = {paper.created_by_id, *(grant.created_by_id for grant in grants)}
    return frozenset(pk for pk in began | {pk for (pk,) in writers} if pk is not None)


def wrote(person_id: int) -> Func:
    """Whether a person wrote a paper, as an expression over rows of papers: the database's own form of the rule."""
    return Func(F("pk"), Value(person_id), function="decisions_wrote", output_field=BooleanField())


def _events(paper: Decision, grants: Iterable[Grant]) -> QuerySet[Event]:
    """The events that changed the paper's grants, and since it was begun the names that stand in it."""
    shared = {f"organisation:{pk}" for grant in grants for pk in (grant.funder_id, grant.recipient_id)}
    shared |= {f"fund:{tranche.fund_id}" for grant in grants for tranche in grant.tranches.all()}
    of_grants = Q(subject__in=[f"grant:{grant.pk}" for grant in grants], verb__in=GRANT_VERBS)
    of_names = Q(subject__in=shared, verb__in=SHARED_VERBS, at__gte=paper.created_at)
    return Event.objects.filter(of_grants | of_names, actor_id__isnull=False)
