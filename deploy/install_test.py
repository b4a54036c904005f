"""`make install-test`: make the container and see it serve; where no engine runs, by the same steps in a chroot.

The Containerfile is the only description of the steps. With podman or docker the image is built and started. Without
one, each stage is a Debian made by debootstrap in a temporary folder, in which the very same RUN and COPY are carried
out (as root, in mounts and processes of its own, on this machine's network). Either way what was made then loads the
sample, starts its ENTRYPOINT and CMD as its USER, must say that it is ready, and show a decision.

Standard library only: it runs with the machine's own Python.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from deploy.containers import containerfile
from deploy.containers.containerfile import Copy, Stage

ROOT = Path(__file__).resolve().parent.parent
#: Debian's releases by the number that images carry.
RELEASES = {"12": "bookworm", "13": "trixie"}
#: How this machine reaches its package registries, which a build is told as well.
_PASSED_ON = ("http_proxy", "https_proxy", "no_proxy", "PIP_INDEX_URL", "UV_DEFAULT_INDEX", "npm_config_registry")
_NETWORK_FILES = ("/etc/resolv.conf", "/etc/hosts")
#: The certificates that this machine trusts, and where a stage finds them beside its own.
_CERTIFICATES, _GIVEN_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt", "/run/given-certificates.crt"
#: The trial that is served: as in the demo, all of it in one process and on the PostgreSQL of its own.
TRIAL = {"MODE": "trial", "FACE": "both", "VAR": "/tmp/trial"}  # noqa: S108 - inside the container
PORT = int(os.environ.get("PORT", "8765"))
#: Set for the process in namespaces of its own: the folder that its parent made and removes.
_FOLDER = "INSTALL_TEST_FOLDER"
#: The devices that a stage gets. The machine's own /dev is not mounted: root in a stage could remove what is in it.
_DEVICES = ("null", "zero", "full", "random", "urandom", "tty")


def main() -> int:
    """Build and try; 0 when it served."""
    stages = containerfile.stages((ROOT / "Containerfile").read_text())
    engine = working_engine()
    if engine:
        print(f"Building with {engine} …", flush=True)
        return with_engine(engine)
    if os.geteuid() != 0 or not shutil.which("debootstrap"):
        print("No engine runs here. For a chroot this needs root and: apt-get install debootstrap", file=sys.stderr)
        return 2
    if folder := os.environ.get(_FOLDER):
        return in_chroot(stages, Path(folder))
    # In namespaces of its own every mount and process ends with the process below, however that ends: what is removed
    # here afterwards is plain files, never what was mounted on them.
    with tempfile.TemporaryDirectory(prefix="install-test-") as folder:
        command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", sys.executable, "-m", "deploy.install_test"]
        return subprocess.run(command, cwd=ROOT, env={**os.environ, _FOLDER: folder}, check=False).returncode


def working_engine() -> str:
    """The engine that answers, podman before docker; empty for none."""
    for name in ("podman", "docker"):
        if shutil.which(name) and subprocess.run([name, "info"], capture_output=True, check=False).returncode == 0:
            return name
    return ""


def with_engine(engine: str) -> int:
    """Build the image, serve the trial from it and stop it."""
    subprocess.run([engine, "build", "-f", "Containerfile", "-t", "decision-register:test", "."], cwd=ROOT, check=True)
    trial = [word for name, value in TRIAL.items() for word in ("--env", f"{name}={value}")]
    script = f"{_python()} manage.py migrate && {_python()} manage.py load_sample && exec {_start()}"
    run = [engine, "run", "--rm", "--detach", "-p", f"127.0.0.1:{PORT}:8000", *trial, "--entrypoint", "/bin/sh"]
    command = [*run, "decision-register:test", "-ec", script]
    name = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    try:
        return _print_result(answers(f"http://127.0.0.1:{PORT}"))
    finally:
        subprocess.run([engine, "stop", name], check=False, capture_output=True)


def in_chroot(stages: list[Stage], folder: Path) -> int:
    """Carry out every stage below `folder`, then serve the trial from the last."""
    roots: dict[str, Path] = {}
    bases: dict[str, Path] = {}
    for number, stage in enumerate(stages):
        base = bases.setdefault(stage.image, folder / f"base-{len(bases)}")
        if not base.exists():
            _debootstrap(stage.image, base)
        root = roots[stage.name or str(number)] = folder / f"stage-{number}"
        subprocess.run(["cp", "-a", "--reflink=auto", str(base), str(root)], check=True)
        _mount(root)
        carry_out(stage, root, roots)
    return _serve(stages[-1], root)


def carry_out(stage: Stage, root: Path, roots: dict[str, Path]) -> None:
    """Carry out a stage's RUN and COPY as an engine would, in their order."""
    workdir, environment = "/", _environment()
    for item in stage.instructions:
        if item.name in {"RUN", "COPY"}:
            print(f"{item.name} {item.text[:100]} …", flush=True)
            began = time.monotonic()
        if item.name == "RUN":
            _chroot(root, ["/bin/sh", "-ec", item.text], workdir, environment, check=True)
        elif item.name == "COPY":
            copy(containerfile.copy_of(item), root, workdir, roots)
        elif item.name == "WORKDIR":
            workdir = item.text
            (root / workdir.lstrip("/")).mkdir(parents=True, exist_ok=True)
        elif item.name == "ENV":
            environment |= dict(word.split("=", 1) for word in item.words())
        if item.name in {"RUN", "COPY"}:
            print(f"  done in {time.monotonic() - began:.0f} s", flush=True)


def copy(instruction: Copy, root: Path, workdir: str, roots: dict[str, Path]) -> None:
    """Copy files of this repository that .dockerignore lets in, or what another stage made."""
    target = root / os.path.join(workdir, instruction.target).lstrip("/")
    target.mkdir(parents=True, exist_ok=True)
    ignored = [] if instruction.stage else containerfile.patterns((ROOT / ".dockerignore").read_text())
    for source in instruction.sources:
        origin = roots[instruction.stage] / source.lstrip("/") if instruction.stage else ROOT / source

        def left_out(place: str, names: list[str], origin: Path = origin) -> set[str]:
            relative_path = Path(place).relative_to(origin)
            return {name for name in names if containerfile.is_ignored(relative_path / name, ignored)}

        shutil.copytree(origin, target, symlinks=True, ignore=left_out, dirs_exist_ok=True)


def answers(address: str, patience: float = 120) -> bool:
    """Whether the service says within some seconds that it is ready, and then shows a decision of the sample."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):  # noqa: S310 - this machine's own
                break
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    else:
        return False
    with urllib.request.urlopen(f"{address}/decisions/PCD-510/", timeout=30) as page:  # noqa: S310
        return b"PCD 510" in page.read()


def _debootstrap(image: str, base: Path) -> None:
    release = RELEASES[image.rpartition(":")[2].partition("-")[0]]
    print(f"Making a Debian {release} for {image} …", flush=True)
    # Its own words are many; they are shown only when it fails.
    command = ["debootstrap", "--variant=minbase", release, str(base)]
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    if run.returncode:
        raise SystemExit(f"debootstrap failed:\n{run.stdout[-2000:]}{run.stderr[-2000:]}")


def _mount(root: Path) -> None:
    for place, kind in (("proc", "proc"), ("dev", "tmpfs"), ("dev/shm", "tmpfs")):
        (root / place).mkdir(exist_ok=True)
        subprocess.run(["mount", "-t", kind, kind, str(root / place)], check=True)
    for name in _DEVICES:
        (root / "dev" / name).touch()
        subprocess.run(["mount", "--bind", f"/dev/{name}", str(root / "dev" / name)], check=True)
    (root / "dev" / "fd").symlink_to("/proc/self/fd")
    binds = {name: name for name in _NETWORK_FILES} | {_CERTIFICATES: _GIVEN_CERTIFICATES}
    for name, place in binds.items():
        if os.path.exists(name):
            shutil.copyfile(name, root / place.lstrip("/"))


def _environment() -> dict[str, str]:
    path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    if os.path.exists(_CERTIFICATES):
        names = ("SSL_CERT_FILE", "PIP_CERT", "NODE_EXTRA_CA_CERTS")
        passed_on |= dict.fromkeys(names, _GIVEN_CERTIFICATES)
    return {"PATH": path, "HOME": "/root", "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive", **passed_on}


def _chroot(
    root: Path, command: list[str], workdir: str, environment: dict[str, str], *, user: str = "root", check: bool
) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(_chroot_words(root, command, workdir, user), env=environment, check=check)


def _chroot_words(root: Path, command: list[str], workdir: str, user: str) -> list[str]:
    own = ["chroot", f"--userspec={user}", str(root)] if user != "root" else ["chroot", str(root)]
    return [*own, "/bin/sh", "-ec", 'cd "$1"; shift; exec "$@"', "sh", workdir, *command]


def _serve(stage: Stage, root: Path) -> int:
    """Load the sample and start what the container starts, as its user."""
    environment = _environment()
    for item in stage.instructions:
        if item.name == "ENV":
            environment |= dict(word.split("=", 1) for word in item.words())
    environment |= {**TRIAL, "BIND": f"127.0.0.1:{PORT}", "HOME": TRIAL["VAR"]}
    user, workdir = stage.last("USER")[0], stage.last("WORKDIR")[0]
    entrypoint, command = stage.last("ENTRYPOINT"), stage.last("CMD")
    for arguments in (["migrate", "--verbosity", "0"], ["load_sample"]):
        print(f"manage.py {arguments[0]} as {user} …", flush=True)
        _chroot(root, [*entrypoint, "manage.py", *arguments], workdir, environment, user=user, check=True)
    print(f"{' '.join([*entrypoint, *command])} …", flush=True)
    process = subprocess.Popen(_chroot_words(root, [*entrypoint, *command], workdir, user), env=environment)
    try:
        return _print_result(answers(f"http://127.0.0.1:{PORT}"))
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _python() -> str:
    return containerfile.stages((ROOT / "Containerfile").read_text())[-1].last("ENTRYPOINT")[0]


def _start() -> str:
    last = containerfile.stages((ROOT / "Containerfile").read_text())[-1]
    return " ".join([*last.last("ENTRYPOINT"), *last.last("CMD")])


def _print_result(served: bool) -> int:
    print("It serves: the container's steps work." if served else "IT DOES NOT SERVE; its words are above.")
    return 0 if served else 1


if __name__ == "__main__":
    sys.exit(main())
