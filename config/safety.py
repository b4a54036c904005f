"""What a production process must be told before it starts; a trial makes its own secret on its first run."""

import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from documents.trial_files import keep_once

#: Letters a secret must have, and different ones among them: what `check --deploy` asks for (security.W009).
SHORTEST_SECRET, FEWEST_LETTERS = 50, 5
_HOW = "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"


def secret(environ: Mapping[str, str], name: str, var: Path, production: bool) -> str:
    """The secret `name` from the environment; in a trial one of its own, kept in `var` so that sessions survive.

    Raises:
        ImproperlyConfigured: production, and it is missing or easily guessed.
    """
    given = environ.get(name, "")
    if given and (not production or is_strong(given)):
        return given
    if production:
        state = "is too easily guessed" if given else "is not set"
        raise ImproperlyConfigured(
            f"{name} {state}: in production it must have at least {SHORTEST_SECRET} random letters. {_HOW}"
        )
    return keep_once(var / name.lower(), lambda: secrets.token_urlsafe(50).encode()).decode()


def is_strong(text: str) -> bool:
    """Whether a secret is long and varied, and not one of the placeholders that documentation shows."""
    placeholder = text.lower().startswith(("django-insecure", "change", "example", "secret", "trial"))
    return len(text) >= SHORTEST_SECRET and len(set(text)) >= FEWEST_LETTERS and not placeholder


def refuse_unsafe(environ: Mapping[str, str], *, production: bool, face: str) -> None:
    """Refuse what would be unsafe in production, each with one sentence.

    Raises:
        ImproperlyConfigured: something is missing or unsafe.
    """
    mode = environ.get("MODE", "trial")
    if mode not in {"trial", "production"}:
        raise ImproperlyConfigured(f"MODE must be trial or production, not {mode!r}.")
    if not production:
        return
    if environ.get("DEBUG"):
        raise ImproperlyConfigured("DEBUG shows secrets on error pages; in production it must not be set.")
    hosts = [host.strip() for host in environ.get("ALLOWED_HOSTS", "").split(",") if host.strip()]
    if not hosts or "*" in hosts:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS must name the hosts this service answers as, such as register.example."
        )
    address = urlsplit(environ.get("REGISTER_ADDRESS", ""))
    if address.scheme != "https" or not address.hostname:
        raise ImproperlyConfigured(
            "REGISTER_ADDRESS must be the public address of the register, beginning with https://"
        )
    if face != "register" and not (environ.get("SEAL_KEY_FILE") or environ.get("SEAL_TOKEN_LIBRARY")):
        raise ImproperlyConfigured(
            "Neither SEAL_KEY_FILE nor SEAL_TOKEN_LIBRARY is set: in production papers are sealed with your own key."
        )
    if face != "register" and not environ.get("EMAIL_HOST"):
        raise ImproperlyConfigured("EMAIL_HOST is not set: in production the desk sends letters by your mail server.")
    if not environ.get("CLIENT_ADDRESS_HEADER"):
        raise ImproperlyConfigured(
            "CLIENT_ADDRESS_HEADER is not set: behind a proxy every visitor would have the proxy's address. Name the "
            "header that your proxy overwrites, such as X-Real-IP."
        )
    if environ.get("DEMO_PASSWORD"):
        raise ImproperlyConfigured("DEMO_PASSWORD is for trials; in production it must not be set.")
