"""The calendar of what is due: a page with a list for each month, and each person's own at a secret address."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts.access import for_offices
from accounts.requests import DeskRequest
from components.calendars import MEDIA_TYPE, OtherDay
from components.clock import now, today
from components.form_pages import apply_change, sent
from grants import actions
from grants.forms import ReminderForm
from grants.models import CalendarAddress, Obligation, Reminder
from grants.models.obligations import ObligationQuerySet
from grants.obligation_calendar import feed, months, other_days
from grants.obligation_lists import WITH_GRANT, grouped, obligation_table_of
from grants.timetables import day_of_month
from grants.views.obligations import obligations_asked
from grants.views.pages import page_of_grants

#: Months on one page.
MONTHS_SHOWN = 6
#: How far back a person's own calendar goes.
PAST_KEPT = timedelta(days=400)


@for_offices()
def desk_calendar(request: DeskRequest) -> HttpResponse:
    """What is due in half a year, month by month, and where a person's own calendar finds it."""
    chosen = Reminder.objects.filter(person=request.user).first()
    form = ReminderForm(sent(request) if "often" in request.POST else None, initial=ReminderForm.initial_of(chosen))
    if form.is_bound:
        if form.is_valid():
            actions.choose_reminders(often=form.cleaned_data["often"], by=request.user, at=now())
            messages.success(request, "How often you are written to is saved.")
        return redirect("desk_calendar")
    if request.method == "POST":
        if apply_change(request, lambda: actions.renew_calendar_address(by=request.user, at=now())) is None:
            messages.success(request, "Your calendar has a new address. An old one leads nowhere now.")
        return redirect("desk_calendar")
    first, last = _months_asked(request)
    asked, others = obligations_asked(request), _others_asked(request)
    shown = _due(asked, first, last).select_related(*WITH_GRANT)
    address = CalendarAddress.objects.filter(person=request.user).first()
    context = {
        "months": months(shown.order_by("due_on", "pk"), _between(others, first, last), today()),
        "first": first,
        "last": last,
        **_neighbours(asked, [other.day.on for other in others], first, last),
        "address": address,
        "form": form,
        "mine": "mine" in request.GET,
    }
    return page_of_grants(request, "desk_calendar", context)


@for_offices()
def calendar_file(request: DeskRequest, form: str) -> Any:
    """The months of the page as CSV or as a spreadsheet."""
    first, last = _months_asked(request)
    others = [other.cells for other in _between(_others_asked(request), first, last)]
    rows = _due(obligations_asked(request), first, last)
    return obligation_table_of(f"calendar-{first:%Y-%m}", rows, others).download(form)


def _others_asked(request: DeskRequest) -> list[OtherDay]:
    """What is due beside obligations; one's own alone where the address says `mine=on`."""
    return other_days(request.user, today(), mine="mine" in request.GET)


def _between(others: list[OtherDay], first: date, last: date) -> list[OtherDay]:
    return [other for other in others if first <= other.day.on <= last]


def _months_asked(request: DeskRequest) -> tuple[date, date]:
    """The first and the last day of the months that the address asks for; from this month on without it."""
    first = _month(request.GET.get("from", "")) or today().replace(day=1)
    return first, day_of_month(first, MONTHS_SHOWN - 1, 31)


def _neighbours(asked: ObligationQuerySet, others: list[date], first: date, last: date) -> dict[str, date | None]:
    """The first days of the half years beside the one shown; None where nothing is due and today does not lie there."""
    leads_back = min([today(), *others]) < first or asked.filter(due_on__lt=first).exists()
    leads_on = last < max([today(), *others]) or asked.filter(due_on__gt=last).exists()
    return {
        "earlier": day_of_month(first, -MONTHS_SHOWN, 1) if leads_back else None,
        "later": day_of_month(first, MONTHS_SHOWN, 1) if leads_on else None,
    }


def _due(asked: ObligationQuerySet, first: date, last: date) -> ObligationQuerySet:
    """What is due between two days, of what was asked for."""
    return grouped(asked.filter(due_on__range=(first, last)), today())


def _month(text: str) -> date | None:
    """The first day of a month such as 2026-11; None for anything else."""
    try:
        day = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return day if 1950 <= day.year <= 2150 else None


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """A person's calendar, for a program that cannot sign in: all, or with `mine` their own; 404 for a wrong secret."""
    person = int(secret.partition("-")[0])
    address = CalendarAddress.objects.select_related("person").filter(person=person).first()
    if address is None or not address.is_secret(secret) or not address.person.is_active:
        raise Http404
    mine = "mine" in request.GET
    rows = Obligation.objects.visible_to(address.person, today()).filter(due_on__gte=today() - PAST_KEPT)
    if mine:
        rows = rows.of_person(address.person, today())
    others = _between(other_days(address.person, today(), mine=mine), today() - PAST_KEPT, date.max)
    return HttpResponse(feed(rows.select_related("grant"), others), content_type=MEDIA_TYPE)
