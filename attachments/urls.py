"""Addresses of the files that a paper names, under /desk/."""

from django.urls import path

from attachments import views

urlpatterns = [
    path("decisions/<int:pk>/attachments/", views.decision_attachments, name="decision_attachments"),
    path("decisions/<int:pk>/attachments/<int:number>/", views.decision_attachment, name="decision_attachment"),
]
