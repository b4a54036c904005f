"""The API's own addresses, those that its OpenAPI document describes."""

from collections.abc import Callable
from typing import Any

from django.urls import include, path

from book.models import Fund, Funder
from http_cache.pages import public_page
from public_api import views
from register.views.data import for_programs


def public(view: type[Any], **options: Any) -> Callable[..., Any]:
    """An API view with what every public page has (no cookies, an ETag), readable by scripts of any site."""
    return public_page(for_programs(view.as_view(**options)))


operations = [
    path("", public(views.ApiRoot), name="api_root"),
    path("decisions/", public(views.DecisionList), name="api_decisions"),
    path("decisions/<str:spelling>/", public(views.DecisionDetail), name="api_decision"),
    path("threads/<str:spelling>/", public(views.ThreadDetail), name="api_thread"),
    path("entries/", public(views.EntryList), name="api_entries"),
    path("funders/", public(views.BodyList, model=Funder, place="funders"), name="api_funders"),
    path("funds/", public(views.BodyList, model=Fund, place="funds"), name="api_funds"),
]
#: The same with the version in front, for the OpenAPI document.
versioned_operations = [path("api/v1/", include(operations))]
