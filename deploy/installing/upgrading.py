"""Upgrading: build beside, check, migrate, try beside, switch, restart; back to the release before when not healthy."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.installing import machine, roles, trying
from deploy.installing.env_files import add_settings, empty_settings, missing_settings, read_env, wanted_settings
from deploy.installing.layout import PORTS, SERVICES, Layout
from deploy.installing.releases import CannotInstall, build_release, remove_old, running_release, switch

Report = Callable[[str], None]
#: The code with which `manage.py load_profile` ends while two administrators have not agreed to a changed profile.
_AWAITS_AGREEMENT = 3


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


def restart_in_turn(layout: Layout) -> None:
    """Start the services again one after the other, the public register first: so its readers wait the least.

    Raises:
        CannotInstall: the register is not ready after a minute; the others were not touched.
    """
    for face, name in (("register", "public"), ("desk", "web"), ("", "worker")):
        machine.run(["systemctl", "restart", f"decision-register-{name}.service"])
        if face and (trouble := machine.wait_until_ready([PORTS[face]])):
            raise CannotInstall(trouble)
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
    restart_services: Callable[[Layout], None] = restart_in_turn,
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
    report("Checking its settings, and that every process of it starts")
    complete(layout, release)
    with _explained(f"{release.name} does not start.", f"Nothing that serves was touched: {before.name} runs on."):
        machine.manage(layout, release, "check", "--deploy", process="worker")
        trying.try_imports(layout, release)
    report("Migrating the database, while the service runs")
    machine.manage(layout, release, "migrate", "--noinput")
    report("Trying it beside the one that runs")
    untouched = f"Nothing that serves was touched: {before.name} runs on, and works with the migrated database."
    with _explained(f"{release.name} was tried beside {before.name} and does not work.", untouched):
        trying.try_faces(layout, release)
    load_profile(layout, release, report)
    machine.manage(layout, release, "collectstatic", "--noinput", "--verbosity", "0")
    report("Switching")
    switch(layout, release)
    if trouble := _trouble_after(restart_services, unready, layout):
        report("It is not healthy: going back")
        switch(layout, before)
        machine.manage(layout, before, "collectstatic", "--noinput", "--verbosity", "0")
        back = _trouble_after(restart_services, unready, layout) or "it is healthy"
        raise CannotInstall(f"{release.name} was not healthy ({trouble}). {before.name} runs again: {back}.")
    for old in remove_old(layout):
        report(f"Removed {old.name}")
    return release


@contextmanager
def _explained(what: str, state: str) -> Iterator[None]:
    """Say around a failure what it was of, how things stand and what to do."""
    try:
        yield
    except CannotInstall as failed:
        raise CannotInstall(
            f"{what} {failed}\n\n{state} Check out a commit that mends this, then run deploy/upgrade again."
        ) from None


def _trouble_after(restart_services: Callable[[Layout], None], unready: Callable[[], str], layout: Layout) -> str:
    """Restart, and say what is wrong then; "" when all is well."""
    try:
        restart_services(layout)
        return unready()
    except CannotInstall as failed:
        return str(failed)


def load_profile(layout: Layout, release: Path, report: Report) -> None:
    """Put the body's profile in force, unless it has changed and two administrators have not agreed to it yet.

    Raises:
        CannotInstall: it could not be loaded for another reason.
    """
    try:
        machine.manage(layout, release, "load_profile")
    except machine.CommandFailed as refused:
        if refused.code != _AWAITS_AGREEMENT:
            raise
        sentence = refused.output.strip().splitlines()[-1].removeprefix("CommandError: ")
        report(
            f"The profile stays as it was, and the upgrade goes on. {sentence} Then run register-manage load_profile."
        )
