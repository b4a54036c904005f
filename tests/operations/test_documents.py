"""What the documents for whoever runs it say of commands and logs is what is installed."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", ["deploy", "backup", "keys", "seal", "proof"])
def test_every_line_to_type_on_an_installation_names_register_manage(name: str) -> None:
    lines = (ROOT / "docs" / f"{name}.md").read_text().splitlines()
    typed = [line for line in lines if line.startswith("    ") and "manage.py" in line]
    # In a container there is no wrapper: the settings are the container's own.
    assert [line for line in typed if "podman" not in line and "docker" not in line] == []


def test_the_error_log_is_kept_as_long_as_the_privacy_page_says() -> None:
    privacy = (ROOT / "templates/register/privacy.html").read_text()
    assert "its error log name the network address" in privacy
    assert "deleted after seven days" in privacy
    rotation = (ROOT / "deploy/logrotate.conf").read_text()
    assert re.findall(r"^ +(daily|rotate \d+|maxage \d+)$", rotation, re.MULTILINE) == ["daily", "rotate 7", "maxage 7"]
    logs = re.findall(r"^ *error_log ([^;]+);", (ROOT / "deploy/nginx.conf").read_text(), re.MULTILINE)
    assert logs
    for log in logs:
        path, level = log.split()
        assert f"{path} {{" in rotation
        assert level == "crit"
