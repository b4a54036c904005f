"""Witnesses for tests: the register's own program and an independent one, each really served."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from book.log.keys import log_key, origin
from book.log.notes import verifier_key
from tests.peers import aics_tlog, aics_witness
from tests.tools.logs import run, serving


def log_verifier() -> str:
    """The public key of this register's log."""
    return verifier_key(origin(), log_key().public_key().public_bytes_raw())


@contextmanager
def our_witness(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    """tools/witness.py, knowing this register's log: its key and address."""
    if not folder.exists():
        run("witness.py", "init", "--name", name, folder)
    (folder / "logs").write_text(f"log {log_verifier()}\n")
    key = run("witness.py", "status", folder).stdout.split("\n")[0]
    with serving("witness.py", "serve", "--logs", folder / "logs", folder) as (address, _):
        yield key, address


@contextmanager
def other_witness(folder: Path, name: str, *, clock: Any = None) -> Iterator[tuple[str, str]]:
    """The independent witness, knowing this register's log: its key and address."""
    folder.mkdir(exist_ok=True)
    key = Ed25519PrivateKey.from_private_bytes(name.encode().ljust(32, b".")[:32])
    store = aics_witness.WitnessStore(folder / "store.db", create=not (folder / "store.db").exists())
    log = aics_witness.LogConfig(origin=origin(), vkeys=(aics_tlog.parse_vkey(log_verifier()),))
    more = {"clock": clock} if clock else {}
    server = aics_witness.make_server(aics_witness.Witness(name, key, store, [log], **more))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.witness.vkey_text, server.url
    finally:
        server.shutdown()
        server.server_close()
        store.close()


def set_policy(path: Path, witnesses: list[tuple[str, str]], quorum: int = 2) -> None:
    """A policy file over these witnesses (key, address), which the settings name from now on."""
    names = [f"w{number}" for number in range(1, len(witnesses) + 1)]
    lines = [f"witness {name} {key} {address}" for name, (key, address) in zip(names, witnesses, strict=True)]
    group = f"group all-of-them {quorum} {' '.join(names)}"
    path.write_text("\n".join([f"log {log_verifier()}", *lines, group, "quorum all-of-them", ""]))
    settings.WITNESS_POLICY_FILE = str(path)
