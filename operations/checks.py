"""`manage.py check --deploy`: the keys that the settings name exist, open and are still valid."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from book.log.keys import log_key
from book.seal import key_place, seal_keys, trusted_roots
from documents.keys import KeyTrouble
from operations.state import SEAL_NOTICE, seal_state

_HOW = "docs/seal.md says how keys are made and changed."


@register(Tags.security, deploy=True)
def check_seal(app_configs: Sequence[Any] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """The seal's key opens by its passphrase, its certificate is valid, known by the roots, and not a trial one."""
    at = timezone.now()
    if settings.FACE == "register":
        return _check_roots()
    state = seal_state(at=at)
    if state.trouble:
        return [Error(f"The seal cannot be used. {state.trouble}", hint=_HOW, id="operations.E001")]
    if settings.PRODUCTION and seal_keys(at=at).trial:
        return [Error("The seal is a trial one: its certificate says so.", hint=_HOW, id="operations.E002")]
    if state.ends_at and (left := (state.ends_at - at).days) < SEAL_NOTICE[0]:
        return [Warning(f"The seal's certificate runs out in {left} days.", hint=_HOW, id="operations.W001")]
    return []


def _check_roots() -> list[CheckMessage]:
    if settings.PRODUCTION and not key_place().roots_file:
        message = "SEAL_ROOTS_FILE is not set, so the public cannot check a seal here."
        return [Error(message, hint=_HOW, id="operations.E003")]
    try:
        trusted_roots(at=timezone.now())
    except KeyTrouble as trouble:
        return [Error(str(trouble), hint=_HOW, id="operations.E003")]
    return []


@register(Tags.security, deploy=True)
def check_log_key(app_configs: Sequence[Any] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Where a process is given the log's key (the worker), the key opens."""
    if not settings.LOG_KEY_FILE:
        return []
    try:
        log_key()
    except ImproperlyConfigured as trouble:
        return [Error(str(trouble), hint=_HOW, id="operations.E004")]
    return []
