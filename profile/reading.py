"""Read a profile from its file, and the profile in use."""

import os
import tomllib
from dataclasses import fields, replace
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from profile.errors import ProfileError
from profile.model import Profile
from profile.rules import check
from profile.typed import Typed

ROOT = Path(__file__).resolve().parent.parent
DEFAULT = "bodies/mopac.toml"


@lru_cache(maxsize=32)
def parse(text: str, file: str = "the stored profile") -> Profile:
    """The profile that a file's text says.

    Raises ProfileError, naming file, line and key, for a mistake in the file or a profile that no register can have.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(file, None, "", f"this is not TOML: {error}.") from None
    typed = Typed(file, text)
    for field in fields(Profile):
        if field.name in data and not field.metadata.get("from_file", True):
            raise typed.error((field.name,), "this key is not for the file.")
    profile: Profile = typed.value(Profile, data)
    check(profile, typed)
    return replace(profile, digest=sha256(text.encode()).hexdigest(), source=text)


def load(path: Path) -> Profile:
    """The profile in a file; raises ProfileError."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(str(path), None, "", f"the file cannot be read ({error}).") from None
    return parse(text, str(path))


@cache
def current() -> Profile:
    """The profile in use: the file that BODY names, from the project's folder on. Read once in a process."""
    return load(ROOT / os.environ.get("BODY", DEFAULT))
