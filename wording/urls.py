"""Addresses of the form's words at the desk, under /desk/."""

from django.urls import path

from wording import views

urlpatterns = [
    path("wording/", views.wording_list, name="wording_list"),
    path("wording/powers/<int:pk>/end/", views.power_end, name="power_end"),
    path("wording/<slug:key>/", views.wording_text, name="wording_text"),
]
