"""The papers that somebody who leaves has in hand, for whoever closes their account."""

from django.urls import reverse

from accounts.models import Person
from accounts.open_work import OpenWork
from decisions.models import Decision


def open_papers(person: Person) -> list[OpenWork]:
    """The person's papers on their way, each with the page that gives them to a colleague."""
    address = reverse("desk:papers_of_person", args=[person.pk])
    papers = Decision.objects.owned_by(person).order_by("pk")
    return [
        OpenWork(f"{paper.reference_words}: {paper.title} ({paper.get_status_display().lower()})", address)
        for paper in papers
    ]
