"""A body's profile: the names, offices, steps, words and references of the body whose register this is.

`bodies/*.toml` are the profiles; the setting BODY names the one in use. Nothing of the program is imported here.
Python itself has a module `profile`, so this package has the plural (docs/adr/0011-profiles-has-the-plural.md).
"""

from profiles.errors import ProfileError
from profiles.model import (
    Appointment,
    Brand,
    Choice,
    FurtherPart,
    Office,
    OfficeKey,
    Power,
    Profile,
    Section,
    Series,
    Step,
)
from profiles.reading import current, load, parse

__all__ = [
    "Appointment", "Brand", "Choice", "FurtherPart", "Office", "OfficeKey", "Power", "Profile", "ProfileError",
    "Section", "Series", "Step", "current", "load", "parse",
]  # fmt: skip
