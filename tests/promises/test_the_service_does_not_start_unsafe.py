"""Settings: what production refuses, what a trial makes for itself, and that .env.example names every variable."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.safety import is_strong, refuse_unsafe, secret
from deploy.check import PRODUCTION

ROOT = Path(__file__).resolve().parents[2]

#: Read by the operating system's tools, or set by make itself, not by people who deploy.
NOT_SETTINGS = {"PATH", "HOME", "DJANGO_SETTINGS_MODULE", "MAKELEVEL", "SHELL", "SUDO_USER"}


def refusal(**changes: str) -> str:
    """What production says to these settings; "" when it starts."""
    environ = {name: value for name, value in {**PRODUCTION, **changes}.items() if value}
    try:
        refuse_unsafe(environ, production=True, face=environ.get("FACE", "both"))
    except ImproperlyConfigured as refused:
        return str(refused)
    return ""


def test_safe_settings_are_taken() -> None:
    assert refusal() == ""


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS must name the hosts"),
        ({"ALLOWED_HOSTS": "register.example,*"}, "ALLOWED_HOSTS must name the hosts"),
        ({"REGISTER_ADDRESS": "http://register.example"}, "beginning with https://"),
        ({"REGISTER_ADDRESS": ""}, "REGISTER_ADDRESS must be"),
        ({"DEBUG": "1"}, "DEBUG shows secrets"),
        ({"SEAL_KEY_FILE": ""}, "sealed with your own key"),
        ({"EMAIL_HOST": ""}, "EMAIL_HOST is not set"),
        ({"CLIENT_ADDRESS_HEADER": ""}, "CLIENT_ADDRESS_HEADER is not set"),
        ({"DEMO_PASSWORD": "x"}, "DEMO_PASSWORD is for trials"),
        ({"MODE": "live"}, "MODE must be trial or production"),
    ],
)
def test_unsafe_settings_are_refused_with_a_sentence(changes: dict[str, str], words: str) -> None:
    assert words in refusal(**changes)


def test_a_register_process_needs_no_seal_and_no_mail() -> None:
    assert refusal(FACE="register", SEAL_KEY_FILE="", EMAIL_HOST="") == ""


@pytest.mark.parametrize("weak", ["", "short", "a" * 60, "django-insecure-" + "x7Kq" * 20, "changeme" * 10])
def test_a_weak_secret_key_is_refused_in_production(weak: str, tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY .*at least 50 random letters"):
        secret({"SECRET_KEY": weak}, "SECRET_KEY", tmp_path, production=True)


def test_the_refusal_does_not_repeat_the_secret(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        secret({"SECRET_KEY": "hunter2hunter2"}, "SECRET_KEY", tmp_path, production=True)
    assert "hunter2" not in str(refused.value)


def test_a_trial_makes_a_strong_secret_once_that_only_it_can_read(tmp_path: Path) -> None:
    first = secret({}, "SECRET_KEY", tmp_path, production=False)
    assert is_strong(first)
    assert secret({}, "SECRET_KEY", tmp_path, production=False) == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_the_service_does_not_start_in_production_without_a_secret(tmp_path: Path) -> None:
    environ = {"PATH": os.environ["PATH"], **PRODUCTION, "SECRET_KEY": "", "VAR": str(tmp_path)}
    started = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    assert started.returncode != 0
    assert "SECRET_KEY is not set: in production" in started.stderr


def variables_read() -> set[str]:
    """Names of environment variables that the program's code mentions in a reading of the environment."""
    names = set()
    folders = (
        "accounts",
        "attachments",
        "awards",
        "audit",
        "book",
        "checks",
        "components",
        "config",
        "database",
        "decisions",
        "delegated",
        "deploy",
        "documents",
        "figures",
        "grants",
        "http_cache",
        "intake",
        "ledgers",
        "local_postgres",
        "mail",
        "markup",
        "operations",
        "outside_figures",
        "paper_lists",
        "part2",
        "profiles",
        "public_api",
        "publishing",
        "register",
        "rulings",
        "spreadsheets",
        "static_export",
        "text_readers",
        "verification",
        "wording",
    )
    for folder in folders:
        for path in (ROOT / folder).rglob("*.py"):
            if path.name in {"page_cache.py", "counting.py"}:
                continue  # their environ is that of a request (PEP 3333)
            for node in ast.walk(ast.parse(path.read_text())):
                names |= _names_read(node)
    return names - NOT_SETTINGS


def _names_read(node: ast.AST) -> set[str]:
    """The name in environ["X"], environ.get("X"), "X" in environ and secret(environ, "X", …)."""
    place: ast.expr | None = None
    if isinstance(node, ast.Subscript) and "environ" in ast.unparse(node.value):
        place = node.slice
    elif isinstance(node, ast.Compare) and "environ" in ast.unparse(node.comparators[0]):
        place = node.left
    elif isinstance(node, ast.Call):
        called = ast.unparse(node.func)
        if called.endswith(("environ.get", "getenv")):
            place = node.args[0]
        elif called == "secret":
            place = node.args[1]
    return {place.value} if isinstance(place, ast.Constant) and isinstance(place.value, str) else set()


def test_the_example_of_settings_names_every_variable_and_no_other() -> None:
    text = (ROOT / ".env.example").read_text()
    named = set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", text, re.MULTILINE))
    # The five addresses are looked up by a table in database/configuration.py.
    addresses = {"DATABASE_URL", "BOOK_DATABASE_URL", "OWNER_DATABASE_URL", "WORKER_DATABASE_URL", "BOOK_INBOX_URL"}
    read = variables_read() | addresses
    mirrors = {"UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL", "TEST_PROCESSES"}  # of the set-up, not the service
    own = {"PROMETHEUS_MULTIPROC_DIR"}  # the web server sets it for its workers
    assert named == read - mirrors - own
