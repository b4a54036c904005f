"""The register's own seal: its keys, its time-stamp authority and the roots it trusts, as the settings name them."""

from datetime import datetime
from pathlib import Path

from asn1crypto import x509
from django.conf import settings
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper

from documents.keys import KeyPlace, SealKeys, open_keys, open_roots


def key_place() -> KeyPlace:
    """Where the settings say the seal's key is."""
    seal = settings.SEAL

    def path(name: str) -> Path | None:
        return Path(seal[name]) if seal[name] else None

    return KeyPlace(
        trial_folder=settings.VAR / "seal",
        key_file=path("KEY_FILE"),
        passphrase=seal["KEY_PASSPHRASE"],
        certificate_file=path("CERTIFICATE_FILE"),
        roots_file=path("ROOTS_FILE"),
        token_library=seal["TOKEN_LIBRARY"],
        token_label=seal["TOKEN_LABEL"],
        token_key=seal["TOKEN_KEY"],
        token_pin=seal["TOKEN_PIN"],
    )


_open: dict[KeyPlace, SealKeys] = {}
_trusted: dict[KeyPlace, tuple[x509.Certificate, ...]] = {}


def seal_keys(*, at: datetime) -> SealKeys:
    """The seal, opened once for a process (trial keys are made at `at`); raises KeyTrouble with what to change."""
    place = key_place()
    if place not in _open:
        _open[place] = open_keys(place, at=at)
    return _open[place]


def trusted_roots(*, at: datetime) -> tuple[x509.Certificate, ...]:
    """The roots of the register's seals and of its time stamps.

    A process that serves only the public holds no key and makes none: there the desk must have made it, or
    SEAL_ROOTS_FILE name it; raises KeyTrouble otherwise.
    """
    place = key_place()
    if place not in _trusted:
        if settings.FACE != "register" and place == KeyPlace(trial_folder=place.trial_folder):
            seal_keys(at=at)
        _trusted[place] = open_roots(place)
    return _trusted[place]


def timestamper() -> TimeStamper | None:
    """The time-stamp authority (RFC 3161), if one is configured."""
    address = settings.SEAL["TIMESTAMP_ADDRESS"]
    return HTTPTimeStamper(address, timeout=10) if address else None


def hand_overs_file() -> Path:
    """Where the statements lie by which one seal hands over to the next: beside the roots, for both faces."""
    place = key_place()
    return (place.roots_file or place.trial_folder / "roots.crt").with_name("seal-hand-overs.json")


def seal_hand_overs() -> bytes:
    """The statements as they are published; empty while no seal has handed over."""
    path = hand_overs_file()
    return path.read_bytes() if path.is_file() else b""
