"""Addresses of the finance officer's year at the desk, under /desk/."""

from django.urls import path, re_path

from grants.views import calendars, obligations

urlpatterns = [
    path("obligations/", obligations.obligation_list, name="obligation_list"),
    path("obligations.csv", obligations.obligations_csv, name="obligations_csv"),
    path("obligations.xlsx", obligations.obligations_xlsx, name="obligations_xlsx"),
    path("obligations/<int:pk>/", obligations.obligation_page, name="obligation_page"),
    path("obligations/<int:pk>/return/", obligations.obligation_return, name="obligation_return"),
    path("obligations/<int:pk>/<slug:step>/", obligations.obligation_step, name="obligation_step"),
    path("calendar/", calendars.desk_calendar, name="desk_calendar"),
]

#: Addresses below /account/, for programs that cannot sign in.
without_signing_in = [
    re_path(r"^calendar/(?P<secret>[0-9]{1,9}-[0-9a-f]{64})\.ics$", calendars.calendar_feed, name="calendar_feed"),
]
