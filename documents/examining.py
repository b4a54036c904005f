"""Checking files that strangers send: in a process of its own, with bounds on size, time and memory, nothing kept."""

import json
import resource
import subprocess
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from asn1crypto import x509

from documents.keys import as_pem, parse_certificates
from documents.verifying import SENTENCES, SealReport, check_seal

MOST_BYTES = 25 * 1024 * 1024
SECONDS = 20
MEMORY = 1024 * 1024 * 1024
PROJECT = Path(__file__).resolve().parent.parent


class NotExamined(ValueError):
    """The file was not looked at; the message is a sentence for the person who sent it."""


def examine(pdf: bytes, roots: Sequence[x509.Certificate]) -> SealReport:
    """Check the seal on a stranger's file; raises NotExamined when it is empty, too large or takes too long."""
    if not pdf:
        raise NotExamined("The file is empty. Choose a PDF file.")
    if len(pdf) > MOST_BYTES:
        raise NotExamined(f"The file is larger than {MOST_BYTES // (1024 * 1024)}MB. No paper of the register is.")
    if b"%PDF-" not in pdf[:1024]:
        return SealReport("unreadable", SENTENCES["unreadable"], sha256=sha256(pdf).hexdigest())
    header = json.dumps({"roots": as_pem(tuple(roots)).decode()}).encode()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "documents.examining"],
            input=header + b"\n" + pdf,
            capture_output=True,
            timeout=SECONDS,
            cwd=PROJECT,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise NotExamined("The file takes longer to check than any paper of the register would.") from None
    except subprocess.CalledProcessError:
        raise NotExamined("The file needs more memory or time to check than any paper of the register would.") from None
    return SealReport.from_plain(json.loads(done.stdout))


def main() -> None:
    """The other process: roots and file from standard input, the report to standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    header, _, pdf = sys.stdin.buffer.read().partition(b"\n")
    roots = parse_certificates(json.loads(header)["roots"].encode())
    print(json.dumps(check_seal(pdf, roots).as_plain()))


if __name__ == "__main__":
    main()
