"""Read a profile from its file, and the profile in use."""

import os
import tomllib
from dataclasses import fields, replace
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

from profiles.brand import emblem_of
from profiles.errors import ProfileError
from profiles.model import Profile
from profiles.rules import check
from profiles.toml_reader import TomlReader

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
    reader = TomlReader(file, text)
    for field in fields(Profile):
        if field.name in data and not field.metadata.get("from_file", True):
            raise reader.error((field.name,), "this key is not for the file.")
    profile: Profile = reader.value(Profile, data)
    check(profile, reader)
    return replace(profile, digest=sha256(text.encode()).hexdigest(), source=text)


def load(path: Path) -> Profile:
    """The profile in a file; raises ProfileError."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(str(path), None, "", f"the file cannot be read ({error}).") from None
    return _with_emblem(parse(text, str(path)), path)


def _with_emblem(profile: Profile, path: Path) -> Profile:
    """The profile with the shapes of the emblem that its file names."""
    if profile.brand is None or not profile.brand.emblem:
        return profile
    reader = TomlReader(str(path), profile.source)
    try:
        shapes = emblem_of((path.parent / profile.brand.emblem).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise reader.error(("brand", "emblem"), f"the file cannot be read ({error}).") from None
    except ValueError as error:
        raise reader.error(("brand", "emblem"), str(error)) from None
    return replace(profile, brand=replace(profile.brand, shapes=shapes))


@cache
def current() -> Profile:
    """The profile in use: the file that BODY names, from the project's folder on. Read once in a process."""
    return load(ROOT / os.environ.get("BODY", DEFAULT))
