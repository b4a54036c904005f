"""Addresses of the finance officer's year at the desk, under /desk/."""

from django.urls import path, re_path

from grants.views import calendars, grants, obligations, portfolio, promised, year_end

urlpatterns = [
    path("obligations/", obligations.obligation_list, name="obligation_list"),
    path("obligations.csv", obligations.obligations_file, {"form": "csv"}, name="obligations_csv"),
    path("obligations.xlsx", obligations.obligations_file, {"form": "xlsx"}, name="obligations_xlsx"),
    path("obligations/<int:pk>/", obligations.obligation_page, name="obligation_page"),
    path("obligations/<int:pk>/return/", obligations.obligation_return, name="obligation_return"),
    path("obligations/<int:pk>/return.csv", obligations.obligation_return_file, {"form": "csv"}, name="return_csv"),
    path("obligations/<int:pk>/return.xlsx", obligations.obligation_return_file, {"form": "xlsx"}, name="return_xlsx"),
    path("obligations/<int:pk>/return.pdf", obligations.obligation_return_file, {"form": "pdf"}, name="return_pdf"),
    path("returns/<slug:slug>/", obligations.returns_on_time, name="returns_on_time"),
    path("returns/<slug:slug>.csv", obligations.returns_on_time_file, {"form": "csv"}, name="returns_csv"),
    path("returns/<slug:slug>.xlsx", obligations.returns_on_time_file, {"form": "xlsx"}, name="returns_xlsx"),
    path("returns/<slug:slug>.pdf", obligations.returns_on_time_file, {"form": "pdf"}, name="returns_pdf"),
    path("obligations/<int:pk>/<slug:step>/", obligations.obligation_step, name="obligation_step"),
    path("year-end/<slug:slug>/", year_end.year_end, name="year_end"),
    path("year-end/<slug:slug>.csv", year_end.year_end_file, {"form": "csv"}, name="year_end_csv"),
    path("year-end/<slug:slug>.xlsx", year_end.year_end_file, {"form": "xlsx"}, name="year_end_xlsx"),
    path("year-end/<slug:slug>.pdf", year_end.year_end_file, {"form": "pdf"}, name="year_end_pdf"),
    path("year-end/<slug:slug>/<int:pk>/", year_end.year_closing, name="year_closing"),
    path("portfolio/", portfolio.portfolio_page, name="portfolio"),
    path("portfolio.csv", portfolio.portfolio_file, {"form": "csv"}, name="portfolio_csv"),
    path("portfolio.xlsx", portfolio.portfolio_file, {"form": "xlsx"}, name="portfolio_xlsx"),
    path("promised/", promised.promised_page, name="promised_desk"),
    path("promised.csv", promised.promised_file, {"form": "csv"}, name="promised_desk_csv"),
    path("promised.xlsx", promised.promised_file, {"form": "xlsx"}, name="promised_desk_xlsx"),
    path("portfolio.pdf", portfolio.portfolio_file, {"form": "pdf"}, name="portfolio_pdf"),
    path("promised.pdf", promised.promised_file, {"form": "pdf"}, name="promised_desk_pdf"),
    path("calendar/", calendars.desk_calendar, name="desk_calendar"),
    path("calendar.csv", calendars.calendar_file, {"form": "csv"}, name="desk_calendar_csv"),
    path("calendar.xlsx", calendars.calendar_file, {"form": "xlsx"}, name="desk_calendar_xlsx"),
    path("grants.csv", grants.grant_list_file, {"form": "csv"}, name="grant_list_csv"),
    path("grants.xlsx", grants.grant_list_file, {"form": "xlsx"}, name="grant_list_xlsx"),
]

#: Addresses below /account/, for programs that cannot sign in.
without_signing_in = [
    re_path(r"^calendar/(?P<secret>[0-9]{1,9}-[0-9a-f]{64})\.ics$", calendars.calendar_feed, name="calendar_feed"),
]
