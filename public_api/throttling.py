"""The API's rate limit, far above what people and well-made programs need.

Requests are counted in this process, because the public site writes nothing to the database.
"""

from typing import Any

from django.core.cache import caches
from rest_framework.throttling import SimpleRateThrottle

from accounts.addresses import client_address, network_of
from http_cache.limits import OWN_REQUEST


class PublicThrottle(SimpleRateThrottle):
    """Limits the requests of one network address; the rate is the setting of the scope `public`."""

    scope = "public"

    @property
    def cache(self) -> Any:  # type: ignore[override]  # the parent's is a class attribute, bound at import
        """The cache of the public side."""
        return caches["public"]

    def get_cache_key(self, request: Any, view: Any) -> str | None:
        """One key for each network; None, which means no limit, for requests that the static export makes itself."""
        if OWN_REQUEST in request.META:
            return None
        return f"api:{network_of(client_address(request))}"
