"""Installing: settings are written once and never over, the site sends each address to its process, releases switch."""

import os
import pwd
import re
import shutil
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

from deploy.installing import commands, machine, roles, trying
from deploy.installing.env_files import (
    add_settings,
    empty_settings,
    environment_of,
    missing_settings,
    read_env,
    wanted_settings,
)
from deploy.installing.layout import ACCOUNT, SERVICES, Layout
from deploy.installing.releases import CannotInstall, build_release, remove_old, running_release, switch
from deploy.installing.running import check, install
from deploy.installing.site import site_text
from deploy.installing.steps import Installation, Step
from deploy.installing.upgrading import compile_modules, complete_settings, upgrade
from tests.deploy.serving import ROOT

HOST = "register.police.example"


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path)


def write_settings(layout: Layout) -> None:
    add_settings(layout, missing_settings(layout, wanted_settings(layout, HOST)))


def test_settings_are_written_once_for_root_alone_with_secrets_of_their_own(layout: Layout) -> None:
    write_settings(layout)
    web, register = read_env(layout.settings / "web.env"), read_env(layout.settings / "register.env")
    assert web["BOOK_DATABASE_URL"] == register["BOOK_DATABASE_URL"]
    assert web["SECRET_KEY"] != register["SECRET_KEY"]
    assert {path.stat().st_mode & 0o777 for path in layout.settings.iterdir()} == {0o600}
    before = {path: path.read_text() for path in layout.settings.iterdir()}
    write_settings(layout)
    assert {path: path.read_text() for path in layout.settings.iterdir()} == before
    assert "EMAIL_HOST in web.env" in empty_settings(layout)


def test_what_a_person_wrote_is_never_touched_and_what_is_new_is_added(layout: Layout) -> None:
    layout.settings.mkdir(parents=True)
    (layout.settings / "web.env").write_text(
        '# ours\nEMAIL_HOST="mail.example"\nBOOK_DATABASE_URL=postgresql://a:b@h/c'
    )
    write_settings(layout)
    text = (layout.settings / "web.env").read_text()
    assert text.startswith('# ours\nEMAIL_HOST="mail.example"\nBOOK_DATABASE_URL=postgresql://a:b@h/c\n')
    assert text.count("BOOK_DATABASE_URL") == 1
    assert environment_of(layout, "register")["BOOK_DATABASE_URL"] == "postgresql://a:b@h/c"
    assert environment_of(layout, "web")["EMAIL_HOST"] == "mail.example"


def test_the_public_process_is_given_nothing_of_the_desk(layout: Layout) -> None:
    write_settings(layout)
    given = environment_of(layout, "register")
    assert given["FACE"] == "register"
    assert not {"DATABASE_URL", "OWNER_DATABASE_URL", "SEAL_KEY_FILE", "LOG_KEY_FILE", "EMAIL_HOST"} & given.keys()
    assert "LOG_KEY_FILE" not in environment_of(layout, "web")
    assert "OWNER_DATABASE_URL" not in environment_of(layout, "worker")


def test_the_units_are_given_the_files_that_the_commands_are(layout: Layout) -> None:
    from deploy.installing.env_files import FILES_OF

    for unit, process in (("web", "web"), ("public", "register"), ("worker", "worker"), ("backup", "owner")):
        text = (ROOT / f"deploy/systemd/decision-register-{unit}.service").read_text()
        assert tuple(re.findall(r"EnvironmentFile=/etc/decision-register/(.*)", text)) == FILES_OF[process]


def test_only_the_desks_addresses_go_to_the_desks_process(tmp_path: Path) -> None:
    text = site_text((ROOT / "deploy" / "nginx.conf").read_text(), HOST)
    assert "register.example" not in text
    places = dict(re.findall(r"location (.*?) \{[^}]*?proxy_pass http://127\.0\.0\.1:(\d+);", text))
    assert places.pop("/account/") == places.pop("/desk/") == places.pop("= /readyz") == "8000"
    assert set(places.values()) == {"8001"}
    assert site_text((ROOT / "deploy" / "nginx.conf").read_text(), HOST) == text


@pytest.mark.parametrize("host", ["", "a b", "x;}", "https://register.example"])
def test_a_host_that_is_no_name_is_refused(host: str) -> None:
    with pytest.raises(CannotInstall, match="is not the name of a host"):
        site_text("", host)


def test_a_check_changes_nothing_and_an_installation_stops_where_a_person_must_go_on() -> None:
    done: list[str] = []
    sentences: list[str] = []

    def steps() -> list[Step]:
        return [
            Step("Folders", lambda: "folders" in done, lambda: done.append("folders")),
            Step("Seal", lambda: "seal" in done, None, "Make it."),
            Step("Units", lambda: "units" in done, lambda: done.append("units")),
        ]

    assert check(steps, report=sentences.append) == 1
    assert done == []
    assert "MISSING  Seal: Make it." in sentences
    with pytest.raises(CannotInstall, match="Make it"):
        install(steps, report=sentences.append)
    assert done == ["folders"]
    done.append("seal")
    assert install(steps, report=sentences.append) == 0
    assert done == ["folders", "seal", "units"]
    assert check(steps, report=sentences.append) == 0


def test_the_command_that_installs_goes_through_every_step(
    layout: Layout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "require_root", lambda: None)
    monkeypatch.setattr(commands, "missing_packages", list)
    assert commands.install_command(ROOT, layout, ["--host", HOST, "--check"]) == 1
    said = capsys.readouterr().out
    assert "MISSING  Settings: Some are missing" in said
    assert "MISSING  nginx\n" in said
    assert not list(layout.root.iterdir())


def test_the_command_that_upgrades_says_where_nothing_is_installed(
    layout: Layout, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.upgrade_command(ROOT, layout) == 1
    assert "Nothing is installed at" in capsys.readouterr().err


def test_an_upgrade_adds_the_settings_and_the_role_that_the_release_before_had_not(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_settings(
        layout, {"owner.env": {"OWNER_DATABASE_URL": "postgresql://owner:x@db.example:5433/ours?sslmode=require"}}
    )
    write_settings(layout)
    for name in ("worker.env", "owner.env"):
        path = layout.settings / name
        path.write_text("".join(line for line in path.read_text().splitlines(True) if "WORKER" not in line))
    made: list[Path] = []
    monkeypatch.setattr(roles, "has_worker_role", lambda layout: False)
    monkeypatch.setattr(roles, "make_roles", lambda layout, release: made.append(release))
    layout.restart_due.unlink()
    with pytest.raises(CannotInstall, match=r"EMAIL_HOST in web.env.* nothing was changed"):
        complete_settings(layout, Path("new"))
    for name in ("common.env", "web.env"):
        path = layout.settings / name
        path.write_text(path.read_text().replace("=\n", "=filled\n"))
    complete_settings(layout, Path("new"))
    worker = environment_of(layout, "worker")["WORKER_DATABASE_URL"]
    assert worker == environment_of(layout, "owner")["WORKER_DATABASE_URL"]
    assert worker.endswith("@db.example:5433/ours?sslmode=require")
    assert made == [Path("new")]
    assert layout.restart_due.exists()


def test_services_that_run_with_older_settings_are_started_again(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_settings(layout)
    ran: list[list[str]] = []
    monkeypatch.setattr(machine, "succeeds", lambda command: True)
    monkeypatch.setattr(machine, "run", lambda command, **given: ran.append([str(word) for word in command]))
    running = Installation(ROOT, layout, HOST)
    assert not running._are_running()
    running._start()
    assert ["systemctl", "restart", *(f"{name}.service" for name in SERVICES)] in ran
    assert running._are_running()


def test_a_key_of_any_name_is_made_private(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    key = layout.settings / "log-2026.key"
    add_settings(layout, {"worker.env": {"LOG_KEY_FILE": str(key)}})
    key.touch(mode=0o644)
    owners: list[tuple[Path, str]] = []
    monkeypatch.setattr(shutil, "chown", lambda path, user, group: owners.append((path, user)))
    installation = Installation(ROOT, layout, HOST)
    assert not installation._keys_are_private()
    installation._make_keys_private()
    assert owners == [(key, ACCOUNT)]
    assert key.stat().st_mode & 0o777 == 0o400


def test_an_installation_that_stopped_goes_on_with_the_commit_that_mends_it(layout: Layout, source: Path) -> None:
    first = build_release(source, layout, lambda folder: None)
    switch(layout, first)
    commit(source, "two")
    second = build_release(source, layout, lambda folder: None)
    installation = Installation(source, layout, HOST)
    assert not installation._is_linked()
    assert installation._release() == second
    layout.units.mkdir(parents=True)
    (layout.units / "decision-register-web.service").touch()
    assert installation._is_linked()
    assert installation._release() == first


def test_a_release_holds_its_byte_code_since_the_services_may_not_write_it(tmp_path: Path) -> None:
    (tmp_path / "run" / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / "run" / ".venv" / "bin" / "python").symlink_to(sys.executable)
    for name in ("program.py", "another_language.py"):
        (tmp_path / "run" / name).write_text("x = 1\n" if name == "program.py" else "print 'no'\n")
    compile_modules(tmp_path / "run")
    assert len(list((tmp_path / "run" / "__pycache__").glob("program.*.pyc"))) == 1


def test_the_files_that_are_run_start() -> None:
    started = subprocess.run([ROOT / "deploy/install", "--help"], capture_output=True, text=True, check=True)
    assert "--check" in started.stdout
    if not Layout().current.exists():
        refused = subprocess.run([ROOT / "deploy/upgrade"], capture_output=True, text=True, check=False)
        assert "Run deploy/install first" in refused.stderr


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A checkout of a small program, in git."""
    folder = tmp_path / "source"
    folder.mkdir()
    git(folder, "init", "-q")
    commit(folder, "one")
    return folder


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True)


def commit(folder: Path, text: str) -> None:
    (folder / "program").write_text(text)
    git(folder, "add", ".")
    git(folder, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", text)


def test_a_release_is_built_once_and_what_is_not_committed_is_not_in_it(layout: Layout, source: Path) -> None:
    prepared: list[Path] = []
    (source / "notes").write_text("not committed")
    first = build_release(source, layout, prepared.append)
    assert build_release(source, layout, prepared.append) == first
    assert prepared == [first]
    assert (first / "program").read_text() == "one"
    assert not (first / "notes").exists()


def test_a_release_that_cannot_be_prepared_leaves_nothing(layout: Layout, source: Path) -> None:
    def fail(folder: Path) -> None:
        raise CannotInstall("no network")

    with pytest.raises(CannotInstall, match="no network"):
        build_release(source, layout, fail)
    assert list(layout.releases.iterdir()) == []


def test_old_releases_are_removed_but_never_the_one_that_runs(layout: Layout, source: Path) -> None:
    folders = []
    for number in range(5):
        commit(source, f"text {number}")
        built = build_release(source, layout, lambda folder: None)
        folders.append(built.rename(built.with_name(f"2026010{number}-{built.name.rsplit('-', 1)[1]}")))
    switch(layout, folders[0])
    assert remove_old(layout) == [folders[1]]
    assert running_release(layout) == folders[0]
    switch(layout, folders[4])
    assert remove_old(layout) == [folders[0]]
    shutil.rmtree(layout.releases)


class Upgrade:
    """An upgrade of the small program, in which commands are noted and not run; `fails` names what fails."""

    def __init__(self, layout: Layout, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.layout, self.source = layout, source
        self.before = build_release(source, layout, lambda folder: None)
        switch(layout, self.before)
        commit(source, "two")
        self.done: list[str] = []
        self.fails = ""
        monkeypatch.setattr(machine, "manage", lambda layout, release, *words, **more: self._do(words[0], release))
        monkeypatch.setattr(trying, "try_imports", lambda layout, release: self._do("try imports", release))
        monkeypatch.setattr(trying, "try_faces", lambda layout, release: self._do("try faces", release))

    def _do(self, what: str, release: Path | None) -> None:
        self.done.append(f"{what} {'before' if release == self.before else 'after'}")
        if what == self.fails and release != self.before:
            raise CannotInstall("it ended at once")

    def run(self) -> Path:
        return upgrade(
            self.source,
            self.layout,
            report=lambda words: None,
            prepare=lambda folder: None,
            complete=lambda layout, release: None,
            restart_services=lambda layout: self._do("restart", running_release(layout)),
            unready=lambda: "",
        )


TRIED = ["check after", "try imports after", "migrate after", "try faces after"]
SWITCHED = ["load_profile after", "collectstatic after", "restart after"]


def test_an_upgrade_tries_a_release_beside_the_one_that_runs_and_then_switches(
    layout: Layout, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgraded = Upgrade(layout, source, monkeypatch)
    after = upgraded.run()
    assert after == running_release(layout) != upgraded.before
    assert upgraded.done == [*TRIED, *SWITCHED]


@pytest.mark.parametrize(
    ("fails", "words"), [("try imports", "does not start"), ("try faces", "was tried beside .* and does not work")]
)
def test_a_release_that_fails_its_trial_touches_nothing_that_serves(
    layout: Layout, source: Path, monkeypatch: pytest.MonkeyPatch, fails: str, words: str
) -> None:
    upgraded = Upgrade(layout, source, monkeypatch)
    upgraded.fails = fails
    with pytest.raises(CannotInstall, match=f"(?s){words}.*it ended at once.* runs on.* Check out"):
        upgraded.run()
    assert running_release(layout) == upgraded.before
    assert upgraded.done == TRIED[: TRIED.index(f"{fails} after") + 1]


def test_a_release_that_is_not_healthy_is_taken_back(
    layout: Layout, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgraded = Upgrade(layout, source, monkeypatch)
    upgraded.fails = "restart"
    with pytest.raises(CannotInstall, match=r"was not healthy \(it ended at once\)\. .* runs again: it is healthy"):
        upgraded.run()
    assert running_release(layout) == upgraded.before
    assert upgraded.done == [*TRIED, *SWITCHED, "collectstatic before", "restart before"]


def test_only_the_commands_that_need_them_are_given_keys_and_the_logins_of_others(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_settings(layout)
    (layout.settings / "public_side.env").write_text("PUBLIC_ADMIN_URL=postgresql://a:b@public/register_1\n")
    wrapper = SourceFileLoader("register_manage", str(ROOT / "deploy/register-manage"))
    names = vars(module_from_spec(spec_from_loader("register_manage", wrapper)))  # type: ignore[arg-type]
    exec(wrapper.get_code("register_manage"), names)  # type: ignore[arg-type]
    names |= {"HOME": str(ROOT), "SETTINGS": str(layout.settings)}
    for name in ("initgroups", "setgid", "setuid", "umask"):
        monkeypatch.setattr(os, name, lambda *given: None)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(pwd, "getpwnam", lambda name: pwd.struct_passwd((name, "x", 1, 1, "", "/", "/bin/sh")))
    given: dict[str, dict[str, str]] = {}
    monkeypatch.setenv("SEAL_FORMER_KEY_PASSPHRASE", "typed by hand")
    for command in ("carry_book", "set_up_inbox", "migrate", "verify_book", "work", "check", "hand_over_log_key"):
        monkeypatch.setattr(sys, "argv", ["register-manage", command])
        monkeypatch.setattr(os, "execve", lambda path, words, environment: given.update({words[2]: environment}))
        names["main"]()
    names_of = ("PUBLIC_ADMIN_URL", "OWNER_DATABASE_URL", "LOG_KEY_FILE")
    assert {name: {key for key in given if name in given[key]} for name in names_of} == {
        "PUBLIC_ADMIN_URL": {"carry_book", "set_up_inbox"},
        "OWNER_DATABASE_URL": {"carry_book", "set_up_inbox", "migrate", "check"},
        "LOG_KEY_FILE": {"work", "check", "hand_over_log_key"},
    }
    assert {environment.get("SEAL_FORMER_KEY_PASSPHRASE") for environment in given.values()} == {"typed by hand"}
