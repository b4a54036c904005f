"""Addresses of the public register. They never change: docs/addresses.md promises them."""

from django.urls import include, path

from register.views import decision, decisions

urlpatterns = [
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
    path("log/", include("register.log.urls")),
]
