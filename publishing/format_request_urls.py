"""Addresses at the desk for what the public sends in; below /desk/requests/."""

from django.urls import path

from publishing.views import format_requests

urlpatterns = [
    path("", format_requests.request_list, name="request_list"),
    path("<str:receipt>/", format_requests.request_page, name="request_page"),
]
