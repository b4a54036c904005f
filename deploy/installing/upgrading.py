"""Upgrading: build beside, check, migrate, switch, restart; back to the release before when it is not healthy."""

from collections.abc import Callable
from pathlib import Path

from deploy.installing import machine, roles
from deploy.installing.env_files import add_settings, empty_settings, missing_settings, read_env, wanted_settings
from deploy.installing.layout import SERVICES, Layout
from deploy.installing.releases import CannotInstall, build_release, remove_old, running_release, switch

Report = Callable[[str], None]


def prepare_release(folder: Path) -> None:
    """Make the environment of a release: packages, style sheet, typefaces, byte code."""
    machine.run(["make", "prepared"], cwd=folder)
    compile_modules(folder)


def compile_modules(folder: Path) -> None:
    """Write byte code beside every module: the accounts of the services may not, and would compile at each start.

    Whether every file compiles does not matter: packages bring templates and tests for other versions of Python.
    """
    python = folder / ".venv" / "bin" / "python"
    machine.succeeds([python, "-m", "compileall", "-qq", "-j", "0", "-x", "/(node_modules|tests)/", folder])


def restart(layout: Layout) -> None:
    """Start the services, or start them again; their sockets hold whoever asks meanwhile."""
    machine.run(["systemctl", "restart", *(f"{name}.service" for name in SERVICES)])
    layout.restart_due.unlink(missing_ok=True)


def complete_settings(layout: Layout, release: Path) -> None:
    """Add the settings, and the roles, that `release` has and the one before had not.

    Raises:
        CannotInstall: one of them is a person's to fill in, or the roles are another server's.
    """
    host = read_env(layout.settings / "common.env")["ALLOWED_HOSTS"].split(",")[0]
    add_settings(layout, missing_settings(layout, wanted_settings(layout, host)))
    if empty := empty_settings(layout):
        raise CannotInstall(
            f"Fill in, in {layout.settings}: {', '.join(empty)}. Then run deploy/upgrade again; nothing was changed."
        )
    if not roles.has_worker_role(layout):
        roles.make_roles(layout, release)


def upgrade(
    source: Path,
    layout: Layout,
    *,
    report: Report,
    prepare: Callable[[Path], None] = prepare_release,
    complete: Callable[[Layout, Path], None] = complete_settings,
    restart_services: Callable[[Layout], None] = restart,
    unready: Callable[[], str] = machine.wait_until_ready,
) -> Path:
    """Run the commit that `source` has checked out; says which folder runs then.

    Migrations are not taken back: each is made so that the release before works with it too.

    Raises:
        CannotInstall: nothing was changed, or the release before runs again; the message says why.
    """
    before = running_release(layout)
    if before is None:
        raise CannotInstall(f"Nothing is installed at {layout.home}. Run deploy/install first.")
    report("Building the release beside the one that runs")
    release = build_release(source, layout, prepare)
    if release == before:
        report(f"{release.name} runs already")
        return release
    report("Checking its settings")
    complete(layout, release)
    machine.manage(layout, release, "check", "--deploy", process="worker")
    report("Migrating the database, while the service runs")
    machine.manage(layout, release, "migrate", "--noinput")
    _load_profile(layout, release, report)
    machine.manage(layout, release, "collectstatic", "--noinput", "--verbosity", "0")
    report("Switching")
    switch(layout, release)
    try:
        restart_services(layout)
        trouble = unready()
    except CannotInstall as failed:
        trouble = str(failed)
    if trouble:
        report("It is not healthy: going back")
        switch(layout, before)
        machine.manage(layout, before, "collectstatic", "--noinput", "--verbosity", "0")
        restart_services(layout)
        back = unready() or "it is healthy"
        raise CannotInstall(f"{release.name} was not healthy ({trouble}). {before.name} runs again: {back}.")
    for old in remove_old(layout):
        report(f"Removed {old.name}")
    return release


def _load_profile(layout: Layout, release: Path, report: Callable[[str], None]) -> None:
    """Put the body's profile in force, unless it has changed and two administrators have not agreed to it yet."""
    try:
        machine.manage(layout, release, "load_profile")
    except CannotInstall as refused:
        report(f"The profile stays as it was. {refused}")
