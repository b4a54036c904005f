"""One search over everything that a person may see at the desk."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.access import for_offices
from accounts.models import Person
from accounts.requests import DeskRequest
from components.clock import today
from decisions.models import Decision, Status
from figures.dates import format_date
from grants.models import Grant, GrantFile, Obligation, Organisation
from grants.obligation_lists import WITH_GRANT, grouped, item_of
from paper_lists.finding import any_column_has, find

#: Hits of one kind on the page; its own list has the rest.
SHOWN = 10
Item = dict[str, Any]


@for_offices()
def desk_search(request: DeskRequest) -> HttpResponse:
    """Papers, grants, what is owed, files, organisations and people in which every word stands."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:200]
    groups = _groups(words, request.user) if words else []
    return render(request, "decisions/desk_search.html", {"words": words, "groups": groups})


def _groups(words: str, person: Person) -> list[Item]:
    """The kinds of which there are hits, each with its first ones and the address of the rest."""
    day = today()
    grants = Grant.objects.visible_to(person, day)
    hits = grants.matching(words)
    query = {"q": words}
    return [
        group
        for group in (
            _group("Papers", _papers(words, person), reverse("desk:decision_list", query=query)),
            _group("Grants", _grants(hits), reverse("grant_list", query=query)),
            _group("What is owed", _owed(words, grants, hits), reverse("obligation_list", query=query)),
            _group("Files of grants", _files(words, grants), ""),
            _group("Organisations", _organisations(words), reverse("organisation_list")),
            _group("People", _people(words), reverse("person_list")),
        )
        if group["items"]
    ]


def _group(label: str, items: list[Item], query: str) -> Item:
    return {"label": label, "slug": label.lower().replace(" ", "-"), "items": items[:SHOWN],
            "rest": query if len(items) > SHOWN else ""}  # fmt: skip


def _papers(words: str, person: Person) -> list[Item]:
    papers = find(Decision.objects.visible_to(person, today()), {"q": words}, person)
    return [
        {
            "title": f"{paper.reference_words}: {paper.title}",
            "href": reverse("desk:decision_page", args=[paper.pk]),
            "hint": f"Decided on {format_date(paper.decided_on)}" if paper.decided_on else "",
            "tag": Status(paper.status).label,
            "colour": "grey",
        }
        for paper in papers.defer("part1")[: SHOWN + 1]
    ]


def _grants(hits: QuerySet[Grant]) -> list[Item]:
    return [
        {
            "title": f"{grant.code} {grant.title}",
            "href": reverse("grant_page", args=[grant.pk]),
            "hint": f"{grant.funder} to {grant.recipient}",
            "tag": grant.get_direction_display(),
            "colour": "grey",
        }
        for grant in hits.select_related("funder", "recipient")[: SHOWN + 1]
    ]


def _owed(words: str, grants: QuerySet[Grant], hits: QuerySet[Grant]) -> list[Item]:
    """What is not done yet of grants that the words name, or in whose note they stand."""
    noted = Q(grant__in=grants, note__icontains=words)
    rows: Any = grouped(Obligation.objects.filter(Q(grant__in=hits) | noted), today())
    rows = rows.exclude(group="done")
    return [item_of(row, today()) for row in rows.select_related(*WITH_GRANT).order_by("due_on", "pk")[: SHOWN + 1]]


def _files(words: str, grants: QuerySet[Grant]) -> list[Item]:
    files = GrantFile.objects.filter(_every(words, "title", "file_name"), grant__in=grants).defer("data")
    return [
        {
            "title": file.title,
            "href": reverse("grant_file_list", args=[file.grant_id]),
            "hint": f"{file.file_name}, {file.grant.code} {file.grant.title}",
            "tag": file.get_about_display(),
            "colour": "grey",
        }
        for file in files.select_related("grant")[: SHOWN + 1]
    ]


def _organisations(words: str) -> list[Item]:
    matches = Organisation.objects.filter(_every(words, "name", "short_name", "identifier"))
    return [
        {
            "title": organisation.name,
            "href": reverse("grant_list", query={"q": organisation.name}),
            "hint": organisation.identifier,
            "status": "Its grants",
        }
        for organisation in matches[: SHOWN + 1]
    ]


def _people(words: str) -> list[Item]:
    people = Person.objects.filter(_every(words, "name", "job_title"), is_active=True).order_by("name")
    return [
        {"title": person.name, "href": reverse("person_page", args=[person.pk]), "hint": person.job_title, "status": ""}
        for person in people[: SHOWN + 1]
    ]


def _every(words: str, *columns: str) -> Q:
    """Every word stands in one of the columns."""
    return Q(*(any_column_has(columns, word) for word in words.split()))
