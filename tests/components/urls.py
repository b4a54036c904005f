"""The only addresses that the page furniture itself needs: signing in and out, the keys of the desk and its search."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from paper_lists.keys import KEYS


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


_AT_THE_DESK = [name.removeprefix("desk:") for key in KEYS if (name := key.name).startswith("desk:")]
_ELSEWHERE = [key.name for key in KEYS if not key.name.startswith("desk:")]
_DESK = [path(f"{name}/", nothing, name=name) for name in (*_AT_THE_DESK, "desk_keys", "desk_search")]

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("desk/", include((_DESK, "desk"))),
    *(path(f"desk/{name}/", nothing, name=name) for name in _ELSEWHERE),
]
