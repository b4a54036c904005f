"""A limit that no person and no well-made program meets, kept in this process: the public side writes nothing."""

from typing import Any

from django.core.cache import caches
from rest_framework.throttling import SimpleRateThrottle

from accounts.addresses import client_address, network_of
from http_cache.limits import OWN_REQUEST


class PublicThrottle(SimpleRateThrottle):
    """So many requests a minute from one network address."""

    scope = "public"

    @property
    def cache(self) -> Any:  # type: ignore[override]  # the parent keeps one for good; this one is the setting's
        """The cache of the public side."""
        return caches["public"]

    def get_cache_key(self, request: Any, view: Any) -> str | None:
        """One key an address; none for what the register asks itself, to write its pages as files."""
        if OWN_REQUEST in request.META:
            return None
        return f"api:{network_of(client_address(request))}"
