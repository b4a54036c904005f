"""Addresses of papers at the desk, under /desk/: one namespace, whichever app has the page."""

from django.urls import include, path

app_name = "desk"

urlpatterns = [
    path("", include("paper_lists.urls")),
    path("", include("decisions.urls")),
    path("", include("drafting.urls")),
    path("", include("attachments.urls")),
    path("", include("awards.urls")),
    path("", include("part2.urls")),
    path("", include("publishing.urls")),
    path("", include("rulings.urls")),
    path("", include("wording.urls")),
    path("", include("delegated.urls")),
]
