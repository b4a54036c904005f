"""One reader of the soak: fetches public addresses and judges each answer."""

import http.client
import random
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256

from benchmarks.soak.writing import HIDDEN

LISTS = (
    "/",
    "/decisions/",
    "/decisions/?q=soak",
    "/decisions.atom",
    "/decisions.json",
    "/threads/",
    "/funders/",
    "/statistics/",
    "/open-data/decisions.ndjson",
    "/log/checkpoint",
)
#: The header in which the servers of the soak are told a reader's address.
CLIENT = "X-Real-IP"
_DUE = re.compile(rb"q(\d{13})q")


@dataclass
class Findings:
    """What all readers and writers have seen; shared between threads."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    published: dict[str, tuple[str, str]] = field(default_factory=dict)
    approved: dict[str, str] = field(default_factory=dict)
    statuses: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def accuse(self, sentence: str) -> None:
        """Note something that must not be."""
        with self.lock:
            self.wrong.append(sentence)


def read_until(stop: threading.Event, port: int, findings: Findings, seed: int, *, may_lag: bool = False) -> None:
    """Fetch until told to stop. An unreachable server is no fault here: it is being killed all the time.

    A register that reads from a replica (`may_lag`) may not know a decision yet that was published a moment ago.
    """
    chance = random.Random(seed)  # noqa: S311 - which page is read next
    while not stop.is_set():
        address = _choose(chance, findings)
        began = time.monotonic()
        try:
            status, body = _fetch(port, address, client=f"2001:db8:{seed % 0xFFFF:x}::1")
        except (OSError, http.client.HTTPException):
            with findings.lock:
                findings.statuses["unreachable"] += 1
            time.sleep(0.1)
            continue
        with findings.lock:
            findings.statuses[str(status)] += 1
            findings.seconds.append(time.monotonic() - began)
        judge(address, status, body, findings, may_lag=may_lag)
        time.sleep(0.05)  # the writers need the processor too


def _choose(chance: random.Random, findings: Findings) -> str:
    with findings.lock:
        known = list(findings.published)
    if not known or chance.random() < 0.4:
        return chance.choice(LISTS)
    return f"/decisions/{chance.choice(known)}{chance.choice(('/', '.json', '/decision.pdf'))}"


def _fetch(port: int, address: str, *, client: str) -> tuple[int, bytes]:
    """Status and body; `client` is the network address that a proxy would name, so that readers are several people."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", address, headers={CLIENT: client})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def judge(address: str, status: int, body: bytes, findings: Findings, *, may_lag: bool = False) -> None:
    """Whether the answer is right: no leak, nothing before its moment, the very bytes that were signed."""
    if HIDDEN.encode() in body:
        findings.accuse(f"{address} shows what is confidential or deferred.")
    now = time.time() * 1000
    if any(int(due) > now for due in _DUE.findall(body)):
        findings.accuse(f"{address} shows a paper before its moment.")
    unknown_yet = may_lag and status == 404 and address.startswith("/decisions/")
    if status not in {200, 503} and not unknown_yet:
        findings.accuse(f"{address} answered {status}.")
    slug, _, rest = address.removeprefix("/decisions/").partition("/")
    if status == 200 and slug.endswith(".json") and slug.removesuffix(".json") in findings.published:
        _compare_bytes(address, body, findings.published[slug.removesuffix(".json")][0], findings)
    if status == 200 and rest == "decision.pdf":
        _compare_bytes(address, body, findings.published[slug][1], findings)


def _compare_bytes(address: str, body: bytes, wanted: str, findings: Findings) -> None:
    """Accuse unless the served bytes are those with the digest that was acknowledged."""
    if sha256(body).hexdigest() != wanted:
        findings.accuse(f"{address} is not what was signed.")
