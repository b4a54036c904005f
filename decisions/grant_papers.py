"""The papers about a grant, for the page of the grant (grants/papers.py)."""

from django.urls import reverse

from decisions.models import Decision, DecisionGrant
from grants.models import Grant
from grants.papers import GrantPaper


def papers_of_grant(grant: Grant) -> list[GrantPaper]:
    """The papers that are about a grant, the oldest first."""
    papers = Decision.objects.filter(pk__in=DecisionGrant.objects.filter(grant=grant).values("decision")).order_by("pk")
    return [
        GrantPaper(paper.reference_words, paper.title, paper.status, reverse("desk:decision_page", args=[paper.pk]))
        for paper in papers
    ]
