"""Texts of files, which are the same for everybody and have one address: in each language of the body; its names."""

from collections.abc import Callable

from django.conf import settings
from django.utils.translation import override

from components.templatetags.words import other_language
from languages.addresses import other_languages
from profiles import current


def in_every_language(said: Callable[[], str], between: str = " / ") -> str:
    """What `said` gives in English and in each other language of the body, once where they are the same."""
    texts = [said()]
    for language in other_languages():
        with override(language):
            texts.append(said())
    return between.join(dict.fromkeys(texts))


def body_name() -> str:
    """The body's name in the active language."""
    return body_names(other_language())[0]


def body_names(language: str) -> tuple[str, str]:
    """The body's name and short name in a language; in English ("") and where it has none, those of the settings."""
    if any(name.language == language for name in current().body.names):
        own = current().body.name_on(language=language)
        return own.name, own.short_name
    return settings.BODY_NAME, settings.BODY_SHORT_NAME
