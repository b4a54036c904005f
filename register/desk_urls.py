"""Addresses at the desk for what the public sends in; below /desk/requests/."""

from django.urls import path

from register.views import accessible_format

urlpatterns = [
    path("", accessible_format.request_list, name="request_list"),
    path("<str:receipt>/", accessible_format.request_page, name="request_page"),
]
