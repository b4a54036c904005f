"""A body's profile: the names, offices, steps, words and references of the body whose register this is.

`bodies/*.toml` are the profiles; the setting BODY names the one in use. Nothing of the program is imported here.
"""

from profile.errors import ProfileError
from profile.model import Office, OfficeKey, Profile, Section, Series, Step
from profile.reading import current, load, parse
from typing import Any

__all__ = ["Office", "OfficeKey", "Profile", "ProfileError", "Section", "Series", "Step", "current", "load", "parse"]


def __getattr__(name: str) -> Any:
    """What Python's own module `profile` offers, which this package hides from `cProfile` and the debug toolbar."""
    from profile.standard_library import attribute

    return attribute(name)
