"""A wait before the next guess at one account, which grows with each wrong one, wherever they come from."""

import hashlib
import math
from dataclasses import dataclass
from time import time

from allauth.core.internal.ratelimit import cache_lock
from django.core.cache import cache

#: So many wrong guesses cost nothing: people mistype.
FREE = 5
#: The first wait and the longest, in seconds; each is twice the one before.
FIRST, LONGEST = 30, 3600
#: After so long without a guess all is forgotten, in seconds.
_GUESSES_KEPT_FOR = 24 * 3600


@dataclass(frozen=True, slots=True)
class Guesses:
    """How many guesses were made at an account since the last right one, and when the last was, in seconds."""

    number: int
    last_at: float

    def wait(self, now: float) -> int:
        """Seconds until the next guess is taken; 0 for none."""
        if self.number < FREE:
            return 0
        pause = min(FIRST * 2 ** min(self.number - FREE, 20), LONGEST)
        return max(0, math.ceil(self.last_at + pause - now))


def take_guess(account: str) -> int:
    """Count one guess at `account` and return 0; where its wait is not over, count nothing and return what is left.

    The clock is read here, as the sign-in library's own counters do.
    """
    name, now = _name(account), time()
    with cache_lock(name):
        guesses = Guesses(*cache.get(name, (0, 0.0)))
        wait = guesses.wait(now)
        if not wait:
            cache.set(name, (guesses.number + 1, now), _GUESSES_KEPT_FOR)
    return wait


def forget_guesses(account: str) -> None:
    """A right password: the next wrong guess is the first again."""
    cache.delete(_name(account))


def _name(account: str) -> str:
    # The address is not kept: the cache is a table of the database.
    return f"guesses:{hashlib.sha256(account.encode()).hexdigest()}"
