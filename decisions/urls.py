"""Addresses of a paper at the desk, under /desk/; config/desk_urls.py gives them their namespace."""

from django.urls import path

from decisions import views

urlpatterns = [
    path("decisions/<int:pk>/", views.decision_page, name="decision_page"),
    path("decisions/<int:pk>/paper/", views.decision_paper, name="decision_paper"),
    path("decisions/<int:pk>/public/", views.decision_public_preview, name="decision_public_preview"),
    path("decisions/<int:pk>/preview.pdf", views.decision_preview, name="decision_preview"),
    path("decisions/<int:pk>/decision.pdf", views.decision_pdf, name="decision_pdf"),
    path("decisions/<int:pk>/scans/<int:scan>/", views.decision_scan, name="decision_scan"),
    path("decisions/<int:pk>/explain/", views.decision_explain, name="decision_explain"),
    path("decisions/<int:pk>/changes/", views.decision_changes, name="decision_changes"),
    path("decisions/<int:pk>/notes/", views.decision_notes, name="decision_notes"),
    path("decisions/<int:pk>/notes/<int:note>/reply/", views.note_reply, name="note_reply"),
    path("decisions/<int:pk>/notes/<int:note>/settle/", views.note_settle, name="note_settle"),
    path("decisions/<int:pk>/leaks/", views.decision_leaks, name="decision_leaks"),
    path("decisions/<int:pk>/steps/<slug:step>/", views.decision_step, name="decision_step"),
    path("profile/", views.body_profile, name="body_profile"),
]
