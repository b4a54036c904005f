"""The container and the compose file, read as an engine reads them; `make install-test` carries the steps out."""

import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml

from deploy import install_test, system
from deploy.containers import containerfile, new_env, ready
from deploy.containers.containerfile import Instruction, NotUnderstood
from tests.deploy.serving import ROOT, gunicorn, production_environment

COMPOSE = (ROOT / "compose.yaml").read_text()
STAGES = containerfile.stages((ROOT / "Containerfile").read_text())
OURS = ("migration", "desk", "register", "worker")


def environment_file() -> dict[str, str]:
    """The .env that is made for compose, with something filled in wherever a person is asked."""
    pairs = [line.partition("=") for line in new_env.text().splitlines() if line and not line.startswith("#")]
    return {name: value or f"{name.lower()}.example" for name, _, value in pairs}


def filled(text: str, values: dict[str, str]) -> str:
    """A compose file with its variables replaced, as compose does; one that is not there is an error."""
    return re.sub(r"(?<!\$)\$\{(\w+)(?::[?-][^}]*)?\}", lambda match: values[match[1]], text).replace("$$", "$")


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    """The services, with every variable filled in."""
    parsed: dict[str, Any] = yaml.safe_load(filled(COMPOSE, environment_file()))
    return dict(parsed["services"])


def test_every_part_is_there(services: dict[str, Any]) -> None:
    assert services.keys() == {"database", "migration", "desk", "register", "worker", "nginx"}


def test_each_part_holds_the_secrets_that_it_needs_and_no_others(services: dict[str, Any]) -> None:
    holders = {
        name: {part for part in OURS if name in services[part]["environment"]}
        for name in ("OWNER_DATABASE_URL", "DATABASE_URL", "LOG_KEY_FILE", "SEAL_KEY_FILE", "BOOK_DATABASE_URL")
    }
    assert holders == {
        "OWNER_DATABASE_URL": {"migration"},
        "DATABASE_URL": {"migration", "desk", "worker"},
        "LOG_KEY_FILE": {"worker"},
        "SEAL_KEY_FILE": {"migration", "desk", "worker"},
        "BOOK_DATABASE_URL": {"migration", "desk", "register", "worker"},
    }
    assert services["register"]["secrets"] == ["seal_roots"]
    assert services["register"]["environment"]["SECRET_KEY"] != services["desk"]["environment"]["SECRET_KEY"]
    assert [part for part in OURS if "log_key" in services[part]["secrets"]] == ["worker"]


def test_every_secret_that_is_named_is_mounted_where_it_is_looked_for(services: dict[str, Any]) -> None:
    declared = yaml.safe_load(filled(COMPOSE, environment_file()))
    for name, service in services.items():
        assert set(service.get("secrets", [])) <= declared["secrets"].keys()
        looked_for = re.findall(r"/run/secrets/(\w+)", str(service.get("environment", {})))
        assert set(looked_for) <= set(service.get("secrets", [])), name
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert (ROOT / source).is_file() if source.startswith("./") else source in declared["volumes"]
        assert set(service["networks"]) <= declared["networks"].keys()


def test_the_register_and_the_database_cannot_reach_the_world(services: dict[str, Any]) -> None:
    declared = yaml.safe_load(filled(COMPOSE, environment_file()))
    assert declared["networks"]["inside"] == {"internal": True}
    assert services["register"]["networks"] == services["database"]["networks"] == ["inside"]
    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]


def test_every_part_of_ours_is_confined(services: dict[str, Any]) -> None:
    for name in OURS:
        assert services[name]["read_only"] is True
        assert services[name]["cap_drop"] == ["ALL"]
        assert services[name]["security_opt"] == ["no-new-privileges:true"]


def test_every_setting_is_one_of_those_that_the_register_reads(services: dict[str, Any]) -> None:
    known = set(re.findall(r"^#?([A-Z][A-Z0-9_]*)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    for name in OURS:
        assert set(services[name]["environment"]) <= known, name


@pytest.mark.parametrize("part", OURS)
def test_every_part_starts_in_production_with_what_it_is_given(
    part: str, services: dict[str, Any], tmp_path: Path
) -> None:
    own = {name: str(value) for name, value in services[part]["environment"].items()}
    script = (
        "import django; django.setup(); from django.conf import settings; print(settings.FACE, settings.PRODUCTION)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings", "VAR": str(tmp_path), **own},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == [own["FACE"], "True"], done.stderr


def test_the_file_of_secrets_is_new_each_time_and_its_owners_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(new_env, "TARGET", tmp_path / ".env")
    assert new_env.main() == 0
    first = (tmp_path / ".env").read_text()
    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600
    assert new_env.main() == 1  # the passwords of a database that may exist are not lost
    assert (tmp_path / ".env").read_text() == first
    assert new_env.text() != new_env.text()


def test_every_variable_of_the_compose_file_is_made_or_asked_for() -> None:
    named = set(re.findall(r"(?<!\$)\$\{(\w+)", re.sub(r"^\s*#.*$", "", COMPOSE, flags=re.MULTILINE)))
    assert named == environment_file().keys()


def test_nginx_accepts_its_configuration(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "1",
            "-subj",
            "/CN=register.example",
            "-keyout",
            key,
            "-out",
            certificate,
        ],
        check=True,
        capture_output=True,
    )
    text = (ROOT / "deploy/containers/nginx.conf").read_text()
    for old, new in {
        "/run/secrets/certificate_key": str(key),
        "/run/secrets/certificate": str(certificate),
        "/etc/nginx/decision-register-proxy.conf": str(ROOT / "deploy/nginx-proxy.conf"),
        "//desk:": "//127.0.0.1:",
        "//register:": "//127.0.0.1:",
        # Debian's nginx is older than the container's, which would warn of the other form.
        "http2 on;": "",
    }.items():
        assert old in text
        text = text.replace(old, new)
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid; events {{}} http {{ {text} }}")
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    done = subprocess.run(
        [nginx, "-t", "-p", tmp_path, "-c", whole, "-e", "stderr"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "directive",
    ["ssl_protocols", "server_tokens", "access_log", "client_max_body_size", "gzip_types"],
)
def test_nginx_protects_in_the_container_as_on_a_host(directive: str) -> None:
    lines = [
        {line.strip() for line in (ROOT / name).read_text().splitlines() if line.strip().startswith(f"{directive} ")}
        for name in ("deploy/nginx.conf", "deploy/containers/nginx.conf")
    ]
    assert lines[0] == lines[1]


def test_the_image_is_made_in_one_stage_and_run_in_another_by_an_account_of_its_own() -> None:
    build, run = STAGES
    assert build.image == run.image
    assert run.last("USER") == ["decision-register"]
    copies = [containerfile.copy_of(item) for item in run.instructions if item.name == "COPY"]
    assert [(copy.stage, copy.target) for copy in copies] == [("build", run.last("WORKDIR")[0])]
    assert run.last("ENTRYPOINT") == [f"{run.last('WORKDIR')[0]}/.venv/bin/python"]
    assert run.last("CMD") == ["-m", "gunicorn", "--config", "config/gunicorn.py"]


def test_the_image_has_the_libraries_that_the_paper_is_drawn_with() -> None:
    commands = " ".join(item.text for item in STAGES[-1].instructions if item.name == "RUN")
    for need in system.TO_RUN:
        assert any(package in commands for package in need.packages), need


def test_the_image_holds_the_program_and_neither_secrets_nor_what_is_made_here() -> None:
    ignored = containerfile.patterns((ROOT / ".dockerignore").read_text())
    for path in (".env", ".git/config", "var/postgres/PG_VERSION", "tests/conftest.py", ".venv/bin/python"):
        assert containerfile.is_ignored(PurePosixPath(path), ignored), path
    for path in ("accounts/__pycache__/models.cpython-311.pyc", "static/built/register.css", "node_modules/sass"):
        assert containerfile.is_ignored(PurePosixPath(path), ignored), path
    for path in ("manage.py", "uv.lock", ".npmrc", "static/scss/register.scss", "deploy/prepare.py", ".env.example"):
        assert not containerfile.is_ignored(PurePosixPath(path), ignored), path


def test_a_containerfile_is_read_by_stages_with_long_lines_joined_and_comments_left_out() -> None:
    build = "# A word.\nFROM debian:12 AS build\nRUN a \\\n # why\n && b\n"
    first, second = containerfile.stages(build + 'FROM debian:12\nCOPY --from=build /x /y\nCMD ["a", "b c"]\n')
    assert (first.image, first.name, first.instructions) == ("debian:12", "build", [Instruction("RUN", "a && b")])
    assert containerfile.copy_of(second.instructions[0]) == containerfile.Copy("build", ("/x",), "/y")
    assert second.last("CMD") == ["a", "b c"]
    assert second.last("USER") == []


@pytest.mark.parametrize("text", ["RUN x", "FROM debian\nADD https://a.example /b", "FROM debian\nSHELL x"])
def test_an_instruction_that_is_not_known_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        containerfile.stages(text)


def test_a_copy_with_an_option_that_is_not_known_is_refused() -> None:
    with pytest.raises(NotUnderstood):
        containerfile.copy_of(Instruction("COPY", "--chmod=777 a b"))


def test_files_are_copied_as_an_engine_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, build, root = tmp_path / "source", tmp_path / "build", tmp_path / "root"
    for name in ("app/models.py", "app/__pycache__/models.pyc", ".env", "tests/test_a.py"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(name)
    shutil.copy(ROOT / ".dockerignore", source)
    monkeypatch.setattr(install_test, "ROOT", source)
    install_test.copy(containerfile.Copy("", (".",), "."), build, "/opt/x", {})
    install_test.copy(containerfile.Copy("build", ("/opt/x",), "/opt/x"), root, "/", {"build": build})
    for layer in (build, root):
        files = sorted(str(p.relative_to(layer / "opt/x")) for p in (layer / "opt/x").rglob("*") if p.is_file())
        assert files == [".dockerignore", "app/models.py"]


@pytest.mark.committed
def test_the_engine_is_told_when_the_server_is_ready(tmp_path: Path) -> None:
    environment = production_environment(tmp_path)
    with gunicorn(environment, tmp_path / "log") as (address, _):
        own = {**environment, "BIND": address.removeprefix("http://")}
        assert ready.is_ready(own)
        # The probe answers by whatever name the machine is known.
        assert ready.is_ready({**own, "ALLOWED_HOSTS": "elsewhere.example"})
    assert not ready.is_ready(own, seconds=1)


def test_the_image_holds_every_app_that_a_trial_installs(settings: Any) -> None:
    ours = {name.partition(".")[0] for name in settings.INSTALLED_APPS if (ROOT / name.partition(".")[0]).is_dir()}
    left_out = set((ROOT / ".dockerignore").read_text().splitlines())
    assert "sample" in ours
    assert not ours & left_out
