"""Addresses of the public register. They never change: docs/addresses.md promises them."""

from django.urls import include, path, re_path

from register.views import data, decision, decisions, front, money, threads, verify

urlpatterns = [
    path("", front.front, name="front"),
    path("decisions/", decisions.decision_list, name="decision_list"),
    path("decisions.csv", data.decisions_csv, name="decisions_csv"),
    path("decisions.json", data.decisions_json, name="decisions_json"),
    path("decisions.atom", data.decisions_atom, name="decisions_atom"),
    path("decisions/<str:spelling>.json", decision.decision_json, name="decision_json"),
    path("decisions/<str:spelling>/", decision.decision_page, name="decision"),
    path("decisions/<str:spelling>/decision.pdf", decision.decision_pdf, name="decision_pdf"),
    path("decisions/<str:spelling>/versions/<int:version>/", decision.decision_version, name="decision_version"),
    path("decisions/<str:spelling>/versions/<int:version>.json", decision.decision_json, name="decision_version_json"),
    path(
        "decisions/<str:spelling>/versions/<int:version>/decision.pdf",
        decision.decision_pdf,
        name="decision_version_pdf",
    ),
    path("threads/", threads.thread_list, name="thread_list"),
    path("threads/<str:spelling>/", threads.thread, name="thread"),
    path("threads/<str:spelling>.atom", data.thread_atom, name="thread_atom"),
    path("funders/", money.funder_list, name="funder_list"),
    path("funders/<slug:slug>/", money.funder, name="funder"),
    path("funds/", money.fund_list, name="fund_list"),
    path("funds/<slug:slug>/", money.fund, name="fund"),
    path("years/", money.year_list, name="year_list"),
    path("years/<slug:slug>/", money.year, name="year"),
    path("statistics/", front.statistics_page, name="statistics"),
    path("verify/", verify.verify, name="verify"),
    path("verify/roots.pem", verify.verify_roots, name="verify_roots"),
    path("open-data/", data.open_data, name="open_data"),
    path("open-data/360giving/", data.threesixty_page, name="threesixty"),
    path("open-data/360giving.json", data.threesixty_json, name="threesixty_json"),
    path("open-data/decisions.ndjson", data.bulk_lines, name="bulk_lines"),
    re_path(r"^open-data/(?P<name>decision|entry)\.schema\.json$", data.schema, name="schema"),
    path("open-data/<slug:name>.csv", data.bulk_csv, name="bulk_csv"),
    path("log/", include("register.log.urls")),
]
