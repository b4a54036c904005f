"""Counting guesses with the sign-in library's own counters, which all workers share."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest


def count(request: HttpRequest, action: str, key: str) -> ratelimit.RateLimitUsage | None:
    """Count one guess against the limit that ACCOUNT_RATE_LIMITS names for `action`; None when there were too many.

    A right guess is taken back with `.rollback()`, so that only wrong ones add up.
    """
    # The library's public function gives nothing to roll back.
    return ratelimit.consume(request, app="allauth.account", action=action, key=key)
