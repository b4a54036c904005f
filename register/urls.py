"""Addresses of the public register. They never change: docs/addresses.md promises them."""

from django.urls import include, path

from register.views import decision, decisions, front, money, threads

urlpatterns = [
    path("", front.front, name="front"),
    path("decisions/", decisions.decision_list, name="decision_list"),
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
    path("funders/", money.funder_list, name="funder_list"),
    path("funders/<slug:slug>/", money.funder, name="funder"),
    path("funds/", money.fund_list, name="fund_list"),
    path("funds/<slug:slug>/", money.fund, name="fund"),
    path("years/", money.year_list, name="year_list"),
    path("years/<slug:slug>/", money.year, name="year"),
    path("statistics/", front.statistics_page, name="statistics"),
    path("log/", include("register.log.urls")),
]
