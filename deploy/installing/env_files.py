"""The env files in /etc/decision-register: written once with secrets of their own, afterwards only added to."""

import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from deploy.installing.layout import PORTS, Layout

_LINE = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*)=(.*)")
#: Which process is given which files, in this order.
FILES_OF = {
    "web": ("common.env", "web.env"),
    "register": ("common.env", "register.env"),
    "worker": ("common.env", "web.env", "worker.env"),
    "owner": ("common.env", "web.env", "owner.env"),
    # Tries every key that a process is given.
    "check": ("common.env", "web.env", "worker.env", "owner.env"),
    # Written by hand where the public side has machines of its own: logins that no running process is given.
    "public side": ("common.env", "web.env", "owner.env", "public_side.env"),
}


def read_env(path: Path) -> dict[str, str]:
    """The settings in an env file, in the form that systemd reads: NAME=value, quotes around the value or none."""
    if not path.exists():
        return {}
    settings = {}
    for line in path.read_text().splitlines():
        if match := _LINE.fullmatch(line):
            value = match[2].strip()
            quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
            settings[match[1]] = value[1:-1] if quoted else value
    return settings


def wanted_settings(layout: Layout, host: str) -> dict[str, dict[str, str]]:
    """What each file should name, with the values that a new installation gets; "" is for a person to fill in."""
    owner, desk, reader, worker = (secrets.token_urlsafe(24) for _ in range(4))
    database_url = read_env(layout.settings / "owner.env").get("OWNER_DATABASE_URL", "")
    server = database_url.partition("@")[2] or "127.0.0.1:5432/register"
    certificates = layout.settings
    return {
        "common.env": {
            "MODE": "production",
            "ALLOWED_HOSTS": host,
            "REGISTER_ADDRESS": f"https://{host}",
            "VAR": str(layout.state),
            "CLIENT_ADDRESS_HEADER": "X-Real-IP",
            "SEAL_ROOTS_FILE": str(certificates / "roots.crt"),
            "CONTACT_EMAIL": "",
        },
        "web.env": {
            "FACE": "desk",
            "PORT": str(PORTS["desk"]),
            "SECRET_KEY": secrets.token_urlsafe(50),
            "DATABASE_URL": f"postgresql://register_desk:{desk}@{server}",
            "BOOK_DATABASE_URL": f"postgresql://register_reader:{reader}@{server}",
            "SEAL_KEY_FILE": str(certificates / "seal.key"),
            "SEAL_KEY_PASSPHRASE": "",
            "SEAL_CERTIFICATE_FILE": str(certificates / "seal.crt"),
            "EMAIL_HOST": "",
            "EMAIL_FROM": f"register@{host}",
        },
        "register.env": {
            "FACE": "register",
            "PORT": str(PORTS["register"]),
            "SECRET_KEY": secrets.token_urlsafe(50),
            "BOOK_DATABASE_URL": f"postgresql://register_reader:{reader}@{server}",
        },
        "worker.env": {
            "LOG_KEY_FILE": str(certificates / "log.key"),
            "WORKER_DATABASE_URL": f"postgresql://register_worker:{worker}@{server}",
        },
        "owner.env": {
            "OWNER_DATABASE_URL": f"postgresql://register_owner:{owner}@{server}",
            # Whoever migrates gives the worker's role its rights.
            "WORKER_DATABASE_URL": f"postgresql://register_worker:{worker}@{server}",
            "BACKUP_FOLDER": str(layout.backups),
        },
    }


def missing_settings(layout: Layout, wanted: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """The settings that the files do not name yet, by file; what a person wrote is never touched."""
    missing_by_file = {}
    for name, values in wanted.items():
        present = read_env(layout.settings / name)
        if lacking := {key: value for key, value in values.items() if key not in present}:
            missing_by_file[name] = lacking
    return _same_passwords(layout, missing_by_file)


def _same_passwords(layout: Layout, missing: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """The reader's address is in two files, and so is the worker's: the second gets the one that the first has."""
    for setting, files in (
        ("BOOK_DATABASE_URL", ("register.env", "web.env")),
        ("WORKER_DATABASE_URL", ("worker.env", "owner.env")),
    ):
        for name, other_file in (files, files[::-1]):
            password = read_env(layout.settings / other_file).get(setting)
            if password and setting in missing.get(name, {}):
                missing[name][setting] = password
    return missing


def add_settings(layout: Layout, missing: Mapping[str, Mapping[str, str]]) -> None:
    """Add what is missing to the end of the files, for root alone: systemd reads them before it gives up root."""
    layout.settings.mkdir(parents=True, exist_ok=True, mode=0o755)
    for name, values in missing.items():
        path = layout.settings / name
        path.touch(mode=0o600)
        before = path.read_text()
        lines = "".join(f"{key}={value}\n" for key, value in values.items())
        path.write_text(before + ("" if before.endswith("\n") or not before else "\n") + lines)
        layout.restart_due.touch(mode=0o600)


def empty_settings(layout: Layout) -> list[str]:
    """The settings that a person must still fill in, as "NAME in file"."""
    files = sorted({name for names in FILES_OF.values() for name in names})
    return [
        f"{key} in {name}" for name in files for key, value in read_env(layout.settings / name).items() if not value
    ]


def environment_of(layout: Layout, process: str) -> dict[str, str]:
    """The settings that one process is given."""
    merged: dict[str, str] = {}
    for name in FILES_OF[process]:
        merged |= read_env(layout.settings / name)
    return merged
