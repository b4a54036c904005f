"""Addresses: the desk under /desk/ and /account/, the register everywhere else; FACE says which of them exist."""

from django.conf import settings
from django.urls import include, path

urlpatterns = []

if settings.FACE in ("desk", "both"):
    urlpatterns += [
        path("account/", include("allauth.urls")),
        path("desk/people/", include("accounts.urls")),
        path("desk/history/", include("audit.urls")),
        path("desk/grants/", include("grants.urls")),
        path("desk/", include("decisions.urls")),
    ]
if settings.FACE in ("register", "both"):
    urlpatterns += [path("", include("register.urls"))]
