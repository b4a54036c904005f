"""Addresses of the history, under /desk/history/."""

from django.urls import path

from audit import views

urlpatterns = [
    path("", views.event_list, name="event_list"),
    path("history.csv", views.event_export, name="event_export"),
    path("<slug:kind>/<int:number>/", views.subject_history, name="subject_history"),
]
