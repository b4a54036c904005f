"""Conditions of decisions that are to be met by a day: on first pages, in the desk's calendar and people's own.

One leaves all of them when it is ticked off. A person's own calendar leaves the desk: it names the decision by its
reference and the grants by their numbers, and says nothing of what the condition asks for.
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import Truncator

from accounts.models import Person
from accounts.offices import Office
from components.calendars import CalendarDay, OtherDay
from decisions.models import Condition, Recommendation, Ruling, Status
from figures.dates import format_date, working_days_between
from figures.references import grant_code
from grants.obligation_lists import GROUPS, SOON

#: So many characters of a condition stand in a line; the whole stands on its own page.
_TEXT_LENGTH = 240


def conditions_by_group(person: Person, day: date) -> dict[str, list[dict[str, Any]]]:
    """A person's own conditions as lines of their first page: `late`, and `due` within thirty days."""
    lines: dict[str, list[dict[str, Any]]] = {"late": [], "due": []}
    for condition in _own(person, day).filter(by_when__lte=day + SOON):
        lines[_group_of(condition, day)].append(_item(condition, day))
    return lines


def condition_days(person: Person, day: date, *, mine: bool) -> list[OtherDay]:
    """The conditions that a person may read, or their own alone, for calendars; none without an office."""
    if not person.offices_on(day):
        return []
    return [_other_day(condition, day) for condition in (_own(person, day) if mine else _unmet())]


def _unmet() -> "QuerySet[Condition]":
    """Conditions of decisions in force that are to be met by a day and are not, with the numbers of their grants."""
    unmet = Condition.objects.filter(
        decision__status=Status.APPROVED, round=F("decision__round"), by_when__isnull=False, met=None
    )
    grants = ArraySubquery(_lines().filter(grant__isnull=False).order_by("grant").values("grant").distinct())
    return unmet.select_related("decision").defer("decision__part1").annotate(grants=grants).order_by("by_when", "pk")


def _lines() -> "QuerySet[Recommendation]":
    """The approved recommendations to which a condition belongs: its own, or all of the decision's."""
    refused = Ruling.objects.filter(
        decision=OuterRef("decision"), round=OuterRef("decision__round"), number=OuterRef("number"),
        outcome=Ruling.Outcome.REFUSED,
    )  # fmt: skip
    return Recommendation.objects.filter(
        ~Exists(refused), decision=OuterRef("decision"), number=Coalesce(OuterRef("recommendation"), F("number"))
    )


def _own(person: Person, day: date) -> "QuerySet[Condition]":
    """Those that name a person, their post or an office that they hold, and those on grants that they look after.

    One that is on no grant is that of whoever looks after the paper.
    """
    posts = {Office(office).label for office in person.offices_on(day)} | {person.job_title} - {""}
    names_them = Q(whose__icontains=person.name)
    for post in posts:
        names_them |= Q(whose__iexact=post) | Q(whose__iexact=f"the {post}")
    on_grants = _lines().filter(grant__isnull=False)
    on_own_grants = on_grants.filter(_looked_after_by(person, "grant__"))
    of_own_paper = ~Exists(on_grants) & _looked_after_by(person, "decision__")
    return _unmet().filter(names_them | Exists(on_own_grants) | of_own_paper)


def _looked_after_by(person: Person, path: str) -> Q:
    return Q(**{f"{path}given_to": person}) | Q(**{f"{path}given_to": None, f"{path}created_by": person})


def _group_of(condition: Condition, day: date) -> str:
    """The group of a list in which it stands (grants.obligation_lists.GROUPS)."""
    assert condition.by_when is not None  # one without a day is in no list
    return "late" if condition.by_when < day else "due" if condition.by_when <= day + SOON else "next"


def _title(condition: Condition) -> str:
    return f"Condition {condition.number} of {condition.decision.reference_words}"


def _item(condition: Any, day: date) -> dict[str, Any]:
    """A condition as a task list shows it."""
    is_late = _group_of(condition, day) == "late"
    due_words = f"To be met by {format_date(condition.by_when)}"
    if is_late and (days := working_days_between(condition.by_when, day)):
        due_words += f": late by {days} working day{'' if days == 1 else 's'}"
    text = Truncator(" ".join(condition.text.split())).chars(_TEXT_LENGTH).rstrip(".")
    whose = f" With {condition.whose.rstrip('.')}." if condition.whose else ""
    return {
        "title": ", ".join([_title(condition), *_codes(condition)]),
        "href": reverse("desk:decision_conditions", args=[condition.decision_id]),
        "hint": f"{text}. {due_words}.{whose}",
        "tag": "Late" if is_late else "Not met yet",
        "colour": "red" if is_late else "grey",
    }


def _other_day(condition: Any, day: date) -> OtherDay:
    codes, title = _codes(condition), _title(condition)
    summary = ", ".join([f"Due: {title[0].lower()}{title[1:]}", *codes])
    paper = condition.decision
    return OtherDay(
        item=_item(condition, day),
        cells={
            "grant": " ".join(codes), "obligation": title, "printedOn": condition.by_when, "dueOn": condition.by_when,
            "group": GROUPS[_group_of(condition, day)], "status": "Not met yet", "with": condition.whose,
        },
        day=CalendarDay(
            name=f"condition-{condition.pk}",
            on=condition.by_when,
            changed_at=paper.decided_at or paper.created_at,
            summary=summary,
            status="CONFIRMED",
            url=settings.DESK_ADDRESS + reverse("desk:decision_conditions", args=[condition.decision_id]),
        ),
    )  # fmt: skip


def _codes(condition: Any) -> list[str]:
    """The grants on which it is, by their numbers."""
    return [grant_code(number) for number in condition.grants]
