"""Addresses of the state of the service, under /desk/service/."""

from django.urls import path

from operations import views

urlpatterns = [
    path("", views.service, name="service_state"),
    path("closing/", views.closing, name="service_closing"),
]
