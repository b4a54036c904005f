"""Addresses: the desk under /desk/ and /account/, the register everywhere else; FACE says which of them exist."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from config import development, health, metrics
from grants.year_urls import without_signing_in

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", metrics.metrics),
]

if settings.FACE in ("desk", "both"):
    urlpatterns += [
        path("account/", include(without_signing_in)),
        path("account/", include("accounts.sign_in_urls")),
        path("desk/people/", include("accounts.urls")),
        path("desk/proposals/", include("accounts.proposals.urls")),
        path("desk/history/", include("audit.urls")),
        path("desk/grants/", include("grants.urls")),
        path("desk/grants/", include("ledgers.urls")),
        path("desk/", include("grants.year_urls")),
        path("desk/", include("outside_figures.urls")),
        path("desk/service/", include("operations.urls")),
        path("desk/requests/", include("publishing.format_request_urls")),
        path("desk/", include("config.desk_urls")),
        path("desk/", include("intake.urls")),
    ]
if settings.FACE in ("register", "both"):
    urlpatterns += [path("api/v1/", include("public_api.urls")), path("", include("register.urls"))]
if settings.DEBUG:
    urlpatterns += development.addresses()

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "config.errors.broken"
