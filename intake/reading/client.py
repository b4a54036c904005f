"""Asks the process that reads files: text, papers, what an archive holds. Nothing of a file is opened in this one."""

import atexit
import base64
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from documents.text_reader import Unreadable
from intake.own_body import own_body
from intake.parsing import AnotherBody, NotAPaper, ReadPaper
from intake.parsing.storage import paper_from_json, paper_to_json
from spreadsheets.workbooks import Rows, UnreadableTable, rows_from_json
from text_readers.lines import MOST_BYTES, FileText, Remark, TextLine

#: Seconds: a file is read in 20 at most, and may wait for others before it.
_TIMEOUT = 120
_START = 60


@dataclass(frozen=True)
class Reading:
    """A file as it was read: its lines, and the paper that was understood of them."""

    lines: FileText
    paper: ReadPaper

    def as_json(self) -> dict[str, Any]:
        """The reading as a row keeps it."""
        lines = [[str(line), line.kind] for line in self.lines]
        remarks = [[r.code, r.severity, r.message, list(r.details)] for r in self.lines.remarks]
        return {"lines": lines, "remarks": remarks, "paper": paper_to_json(self.paper)}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Reading":
        """The reading that a row keeps."""
        return cls(_text(values), paper_from_json(values["paper"]))


@dataclass(frozen=True)
class Member:
    """A file out of an archive or a letter."""

    name: str
    data: bytes


def read_text(name: str, data: bytes) -> FileText:
    """The lines of a file, for the setting TEXT_READER. Raises Unreadable with a sentence."""
    return _text(_service_answer({"do": "text", "name": name}, data))


def read_file(name: str, data: bytes, *, ours: bool = False) -> Reading:
    """A file and the paper in it; `ours` where a person said that it is this body's.

    Raises Unreadable when it cannot be read, NotAPaper (AnotherBody) when it holds no paper of this body.
    """
    answer = _service_answer({"do": "paper", "name": name, "own": own_body().as_dict(), "ours": ours}, data)
    return Reading(_text(answer), paper_from_json(answer["paper"]))


def members_of(name: str, data: bytes) -> list[Member]:
    """The files in an archive, or attached to a letter; nothing for a file that is one paper. Raises Unreadable."""
    return contents_of(name, data)[0]


def contents_of(name: str, data: bytes) -> tuple[list[Member], FileText]:
    """The files in an archive, or attached to a letter, and the body of that letter; nothing for one paper.

    Raises Unreadable.
    """
    if not data.startswith((b"PK", b"\xd0\xcf\x11\xe0")) and b":" not in data[:200]:
        return [], FileText()
    answer = _service_answer({"do": "members", "name": name}, data)
    return [Member(name, base64.b64decode(data)) for name, data in answer["members"]], _text(answer["around"])


def attachments_of(data: bytes) -> list[Member]:
    """The files that a PDF carries; nothing for other files and for PDFs that cannot be opened."""
    if b"%PDF-" not in data[:1024]:
        return []
    try:
        answer = _service_answer({"do": "attachments", "name": "paper.pdf"}, data)
    except Unreadable:
        return []
    return [Member(name, base64.b64decode(content)) for name, content in answer["members"]]


def page_sizes(data: bytes) -> list[tuple[int, int]]:
    """Width and height in pixels of the picture of each page of a PDF; none for other files and those not opened."""
    if b"%PDF-" not in data[:1024]:
        return []
    try:
        return [
            (width, height) for width, height in _service_answer({"do": "pages", "name": "paper.pdf"}, data)["sizes"]
        ]
    except Unreadable:
        return []


def page_picture(name: str, data: bytes, number: int) -> bytes:
    """A page of a PDF, counted from 1, as a PNG that the process for files drew. Raises Unreadable with a sentence."""
    if b"%PDF-" not in data[:1024]:
        raise Unreadable(f"{name} has no pages to draw.")
    return base64.b64decode(_service_answer({"do": "page", "name": name, "page": number}, data)["picture"])


def read_workbook(data: bytes) -> tuple[Rows, bool]:
    """The rows of a spreadsheet, for the setting WORKBOOK_READER. Raises UnreadableTable with a sentence."""
    if len(data) > MOST_BYTES:
        raise UnreadableTable("The spreadsheet is larger than 20 MB. Save the ledger's sheet alone, or as CSV.")
    try:
        answer = _service_answer({"do": "workbook", "name": "The spreadsheet"}, data)
    except Unreadable as refusal:
        raise UnreadableTable(str(refusal)) from None
    return rows_from_json(answer["rows"]), bool(answer["from_1904"])


def _text(values: dict[str, Any]) -> FileText:
    lines = (TextLine(text, kind) for text, kind in values["lines"])
    # Readings that were kept before remarks had details hold three fields.
    remarks = (Remark(r[0], r[1], r[2], tuple(r[3] if len(r) > 3 else ())) for r in values["remarks"])
    return FileText(lines, remarks)


def _service_answer(head: dict[str, Any], data: bytes) -> dict[str, Any]:
    """Send a file to the process that reads files and decode its answer.

    Raises Unreadable, NotAPaper or AnotherBody with the sentence it answered with.
    """
    file_name = head["name"].replace("\\", "/").rsplit("/", 1)[-1] or "The file"
    if len(data) > MOST_BYTES:
        raise Unreadable(f"{file_name} is larger than 20 MB. A paper is a few pages: upload the paper alone.")
    reply = _SERVICE.ask(json.dumps(head).encode(), data)
    if not reply:
        raise Unreadable(f"{file_name} takes longer to read than any paper should. It is not opened.")
    answer: dict[str, Any] = json.loads(reply)
    if refusal := answer.get("refused"):
        kinds: dict[str, type[Exception]] = {"unreadable": Unreadable, "another body": AnotherBody}
        raise kinds.get(refusal, NotAPaper)(answer["sentence"])
    return answer


class _Service:
    """The reading process of this process: started when it is first needed, and again when it has ended."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.folder = ""
        self.owner = 0

    def ask(self, head: bytes, data: bytes) -> bytes:
        """The answer to a request; empty when the child ended without one, by its limits."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(_TIMEOUT)
            connection.connect(self.path())
            try:
                connection.sendall(struct.pack("!I", len(head)) + head + data)
                connection.shutdown(socket.SHUT_WR)
                parts = []
                while chunk := connection.recv(1 << 20):
                    parts.append(chunk)
            except (TimeoutError, ConnectionError, BrokenPipeError):
                return b""
        return b"".join(parts)

    def path(self) -> str:
        """Where the reading process listens, once it does."""
        with self.lock:
            if self.process is None or self.owner != os.getpid() or self.process.poll() is not None:
                self._start()
            return f"{self.folder}/socket"

    def _start(self) -> None:
        """Start the process that reads files; raises RuntimeError when its socket does not appear in time."""
        self.folder, self.owner = tempfile.mkdtemp(prefix="reading-"), os.getpid()
        environment = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZ") if name in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "intake.reading.server", f"{self.folder}/socket"],
            stdin=subprocess.PIPE,
            cwd=Path(__file__).resolve().parents[2],
            env={**environment, "PYTHONDONTWRITEBYTECODE": "1"},
        )
        until = time.monotonic() + _START
        while not os.path.exists(f"{self.folder}/socket"):
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError("The process that reads files does not start.")
            time.sleep(0.02)

    def stop(self) -> None:
        """End the reading process of this process; those of a process that was forked from it stay."""
        if self.process is None or self.owner != os.getpid():
            return
        if self.process.stdin:
            self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.process = None


_SERVICE = _Service()
atexit.register(_SERVICE.stop)
