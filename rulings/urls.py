"""Addresses of what is decided on each recommendation at the desk, under /desk/."""

from django.urls import path

from rulings import views

urlpatterns = [
    path("decisions/<int:pk>/rulings/", views.decision_rulings, name="decision_rulings"),
    path("decisions/<int:pk>/conditions/", views.decision_conditions, name="decision_conditions"),
]
