"""Texts of files, which are the same for everybody and have one address: in each language of the body."""

from collections.abc import Callable

from django.conf import settings
from django.utils.translation import override

from languages.addresses import other_languages
from profiles import current


def in_every_language(said: Callable[[], str], between: str = " / ") -> str:
    """What `said` gives in English and in each other language of the body, once where they are the same."""
    texts = [said()]
    for language in other_languages():
        with override(language):
            texts.append(said())
    return between.join(dict.fromkeys(texts))


def body_name(language: str) -> str:
    """The body's name in a language; "" is English."""
    return current().body.name_on(language=language).name if language else settings.BODY_NAME
