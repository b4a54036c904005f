"""`python -m deploy.walk bookworm trixie`: the documents' installation in a bare Debian of each name, as root.

Needs debootstrap, a network, and ports that nobody uses (a chroot shares them with its machine). The folders are made
once, below WALK_FOLDER (/var/tmp/register-walk), and emptied of the installation before each walk.
"""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (
    "ca-certificates postgresql nginx git make python3-venv "
    "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 openssl"
).replace(" ", ",")
PORTS = (80, 443, 5432, 8000, 8001)
#: A body's own settings for pip and npm are taken along: its network may stand before the registries.
SETTINGS = ("/etc/pip.conf", "/root/.config/pip/pip.conf", "/root/.npmrc", "/etc/resolv.conf", "/etc/hosts")
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
KEPT = ("PIP_", "UV_", "NPM_", "NODE_", "SSL_", "HTTP", "http", "HTTPS", "https", "NO_PROXY", "no_proxy")


def main() -> int:
    """Walk in each Debian that is named; 1 when the documents do not hold in one."""
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        print("This needs root and debootstrap: sudo apt-get install debootstrap", file=sys.stderr)
        return 1
    if taken := [port for port in PORTS if _is_taken(port)]:
        print(f"Something on this machine listens at {', '.join(map(str, taken))} already.", file=sys.stderr)
        return 1
    names = sys.argv[1:] or ["bookworm", "trixie"]
    failed = [name for name in names if not walk(name)]
    for name in failed:
        print(f"The documents do not hold on {name}; the last words above say where.", file=sys.stderr)
    return 1 if failed else 0


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def walk(name: str) -> bool:
    """Make the Debian `name` if need be, put this commit into it, and do what the documents say."""
    folder = Path(os.environ.get("WALK_FOLDER", "/var/tmp/register-walk")) / name  # noqa: S108 - root's own, 0700
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not (folder / "etc" / "postgresql").exists():
        subprocess.run(["debootstrap", "--variant=minbase", f"--include={PACKAGES}", name, folder], check=True)
    _clean(folder)
    _furnish(folder)
    mounts = [("/proc", "proc"), ("/dev", "dev")]
    try:
        for real, place in mounts:
            subprocess.run(["mount", "--rbind", "--make-rslave", real, folder / place], check=True)
        passed_on = {key: value for key, value in os.environ.items() if key.startswith(KEPT)}
        environment = {
            **passed_on,
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "LANG": "C.UTF-8",
        }
        inside = ["chroot", str(folder), "bash", "/opt/decision-register/source/deploy/walk/inside.sh"]
        return subprocess.run(inside, env=environment, check=False).returncode == 0
    finally:
        _end_processes(folder)
        for _, place in reversed(mounts):
            subprocess.run(["umount", "--lazy", folder / place], check=False)


def _clean(folder: Path) -> None:
    """Take away what an earlier walk left."""
    for place in ("opt/decision-register", "etc/decision-register", "var/lib/decision-register", "run/walk"):
        shutil.rmtree(folder / place, ignore_errors=True)
    shutil.rmtree(folder / "var/lib/decision-register-backups", ignore_errors=True)
    for place in ("etc/nginx/sites-enabled/decision-register", "usr/local/bin/register-manage"):
        (folder / place).unlink(missing_ok=True)
    drop = [
        "bash",
        "-c",
        "rm -rf /var/lib/postgresql/*/main /etc/postgresql/*/main; pg_createcluster $(ls /usr/lib/postgresql) main",
    ]
    subprocess.run(["chroot", folder, *drop], check=True, capture_output=True)


def _furnish(folder: Path) -> None:
    """Put in this commit, the machine's way to the registries, and something in place of systemd."""
    source = folder / "opt/decision-register/source"
    source.parent.mkdir(parents=True)
    subprocess.run(["git", "clone", "-q", "--no-hardlinks", ROOT, source], check=True)
    for name in SETTINGS:
        if Path(name).exists():
            target = folder / name.lstrip("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(name, target)
    if CERTIFICATES.exists():
        shutil.copyfile(CERTIFICATES, folder / str(CERTIFICATES).lstrip("/"))
    shutil.copyfile(ROOT / "deploy" / "walk" / "systemctl", folder / "usr/local/bin/systemctl")
    (folder / "usr/local/bin/systemctl").chmod(0o755)


def _end_processes(folder: Path) -> None:
    """End what runs with this folder as its root, and nothing else."""
    for signal in (15, 9):
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and os.readlink(entry / "root") == str(folder):
                    os.kill(int(entry.name), signal)
            except OSError:
                continue
        subprocess.run(["sleep", "3"], check=False)


if __name__ == "__main__":
    sys.exit(main())
