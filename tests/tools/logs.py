"""A transparency log in memory, and programs of tools/ run as their users run them."""

import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from book.log.notes import Checkpoint, sign, verifier_key
from tests.peers import aics_tlog

TOOLS = Path(__file__).parents[2] / "tools"
ORIGIN = "decisions.example/log"


class Log:
    """A log that an independent library builds: `leaves` may be anything, so that two logs can disagree."""

    def __init__(self, leaves: list[bytes], key: Ed25519PrivateKey | None = None) -> None:
        self.tree = aics_tlog.MerkleTree(leaves)
        self.key = key or Ed25519PrivateKey.generate()
        self.verifier = verifier_key(ORIGIN, self.key.public_key().public_bytes_raw())

    def note(self, size: int) -> str:
        """The signed checkpoint of a size."""
        return sign(Checkpoint(ORIGIN, size, self.tree.root(size)), self.key)

    def proof(self, old: int, new: int) -> list[bytes]:
        """That the first `new` leaves begin with the first `old`."""
        return list(self.tree.consistency_proof(old, new))


def leaves(number: int, word: str = "leaf") -> list[bytes]:
    """So many different leaves."""
    return [f"{word} {place}".encode() for place in range(number)]


def run(tool: str, *words: object) -> subprocess.CompletedProcess[str]:
    """Run a program of tools/ by a Python that knows nothing of the register, and wait for its end."""
    command = [sys.executable, "-I", str(TOOLS / tool), *map(str, words)]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd="/", env={"PATH": os.environ["PATH"]}
    )


@contextmanager
def serving(tool: str, *words: object) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run a program of tools/ that serves, on a free port; gives its address and the process."""
    command = [sys.executable, "-I", str(TOOLS / tool), *map(str, words), "--listen", "127.0.0.1:0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd="/")
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if "listens on" in line:
                break
        else:
            raise AssertionError(f"{tool} does not serve")
        address = line.split()[-1].rstrip("/")
        reader = threading.Thread(target=process.stdout.read, daemon=True)
        reader.start()
        yield address, process
        process.kill()
        reader.join()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def post(address: str, body: bytes) -> tuple[int, str, str]:
    """Status, content type and text of the answer to a POST."""
    request = urllib.request.Request(address, data=body, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.headers["Content-Type"], refusal.read().decode()


def wait_for_next_second() -> None:
    """Cosignatures are dated in whole seconds."""
    time.sleep(1.05 - time.time() % 1)
