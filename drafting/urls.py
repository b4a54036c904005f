"""Addresses of a draft at the desk, under /desk/; config/desk_urls.py gives them their namespace."""

from django.urls import path

from drafting import views

urlpatterns = [
    path("decisions/add/", views.decision_add, name="decision_add"),
    path("decisions/<int:pk>/parts/<slug:key>/", views.decision_part, name="decision_part"),
    path("decisions/<int:pk>/parts/<slug:key>/history/", views.part_history, name="part_history"),
    path("decisions/<int:pk>/grants/add/", views.decision_grant_add, name="decision_grant_add"),
    path("text/", views.text_convert, name="text_convert"),
]
