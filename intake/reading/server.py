"""The parent process: it has every reader loaded, and forks a child for each file.

Started by intake/reading/client.py as `python -m intake.reading.server SOCKET`; it ends when its standard input closes,
that is with the process that started it.
"""

import base64
import gc
import json
import os
import select
import signal
import socket
import struct
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from documents.text_reader import Unreadable
from intake.parsing import AnotherBody, NotAPaper, OwnBody, read_paper
from intake.parsing.storage import paper_to_json
from intake.reading.confine import forbid_sockets, leave_network, limit
from spreadsheets.workbooks import UnreadableTable, rows_of, rows_to_json
from text_readers.lines import MOST_BYTES, FileText
from text_readers.pdf import attachments_of
from text_readers.pdf_pictures import page_picture, page_sizes
from text_readers.reader import letter_around, papers_in, read_text, refuse_at_sight

#: Files read at once: as many as there are processors.
_AT_ONCE = max(1, os.cpu_count() or 1)
#: A request is a file and a few words about it.
_MOST_REQUEST = MOST_BYTES + 64 * 1024
#: Seconds of wall-clock time after which a child is ended: on a busy machine it gets little processor time.
_TIMEOUT = 60
_TOO_MUCH = "takes more memory to read than any paper should. It is not opened."


def serve(path: str) -> None:
    """Answer requests at a socket until the standard input closes."""
    leave_network()
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    # Who waits for the socket connects as soon as its file is there: it appears under its name once it listens.
    listener.bind(f"{path}.new")
    listener.listen(128)
    os.rename(f"{path}.new", path)
    gc.collect()
    gc.freeze()
    children: dict[int, float] = {}
    endings: dict[int, int] = {}
    try:
        while True:
            _reap(children)
            _watch(children, endings)
            sources = [listener, sys.stdin] if len(children) < _AT_ONCE else [sys.stdin]
            ready, _, _ = select.select([*sources, *endings.values()], [], [], 0.05 if children else 5)
            if sys.stdin in ready and not os.read(sys.stdin.fileno(), 1):
                return
            if listener in ready:
                _fork(listener, children)
    finally:
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        with suppress(FileNotFoundError):
            os.unlink(path)


def _fork(listener: socket.socket, children: dict[int, float]) -> None:
    """Answer one connection in a child process that is limited and without network."""
    connection, _ = listener.accept()
    child = os.fork()
    if child:
        connection.close()
        children[child] = time.monotonic() + _TIMEOUT
        return
    code = 1
    try:
        listener.close()
        connection.settimeout(_TIMEOUT)
        limit()
        forbid_sockets()
        _answer(connection)
        code = 0
    finally:
        os._exit(code)


def _watch(children: Iterable[int], endings: dict[int, int]) -> None:
    """Keep a handle on each child that can be waited for, so that the next file need not wait for a clock to tick.

    Kernels before Linux 5.3 have none: there the clock ticks twenty times a second.
    """
    for child in set(endings).difference(children):
        os.close(endings.pop(child))
    for child in set(children).difference(endings):
        with suppress(OSError):
            endings[child] = os.pidfd_open(child)


def _reap(children: dict[int, float]) -> None:
    """Forget the child processes that have ended and end those whose time is over."""
    for child, until in list(children.items()):
        ended_pid, _ = os.waitpid(child, os.WNOHANG)
        if ended_pid:
            del children[child]
        elif time.monotonic() > until:
            os.kill(child, signal.SIGKILL)


def _answer(connection: socket.socket) -> None:
    head, data = _request_of(connection)
    try:
        answer = _DO[head["do"]](head, data)
    except Unreadable as refusal:
        answer = {"refused": "unreadable", "sentence": str(refusal)}
    except AnotherBody as refusal:
        answer = {"refused": "another body", "sentence": str(refusal)}
    except NotAPaper as refusal:
        answer = {"refused": "not a paper", "sentence": str(refusal)}
    except (MemoryError, RecursionError):
        answer = {"refused": "unreadable", "sentence": f"{_base_name(head['name'])} {_TOO_MUCH}"}
    connection.sendall(json.dumps(answer).encode())


def _request_of(connection: socket.socket) -> tuple[dict[str, Any], bytes]:
    """Head (JSON) and bytes of the file, as `client` sends them: the head's length in four bytes, head, file."""
    parts = bytearray()
    while chunk := connection.recv(1 << 20):
        parts += chunk
        if len(parts) > _MOST_REQUEST:
            raise ValueError("The request is larger than any file that is read.")
    (length,) = struct.unpack("!I", parts[:4])
    return json.loads(parts[4 : 4 + length]), bytes(parts[4 + length :])


def _base_name(name: str) -> str:
    """The file's name without folders, for sentences to people."""
    return name.replace("\\", "/").rsplit("/", 1)[-1] or "The file"


def _text(head: dict[str, Any], data: bytes) -> dict[str, Any]:
    return text_to_json(read_text(head["name"], data))


def _paper(head: dict[str, Any], data: bytes) -> dict[str, Any]:
    text = read_text(head["name"], data)
    own_body = OwnBody.from_dict(head["own"])
    paper = read_paper(text, name=head["name"], own=own_body, ours=head["ours"])
    return {**text_to_json(text), "paper": paper_to_json(paper)}


def _members(head: dict[str, Any], data: bytes) -> dict[str, Any]:
    refuse_at_sight(_base_name(head["name"]), data)
    members = papers_in(head["name"], data)
    around = letter_around(_base_name(head["name"]), data) if members else FileText()
    return {
        "members": [[member.name, base64.b64encode(member.data).decode()] for member in members],
        "around": text_to_json(around),
    }


def _attachments(head: dict[str, Any], data: bytes) -> dict[str, Any]:
    files = attachments_of(_base_name(head["name"]), data)
    return {"members": [[file.name, base64.b64encode(file.data).decode()] for file in files]}


def _pages(head: dict[str, Any], data: bytes) -> dict[str, Any]:
    return {"sizes": page_sizes(_base_name(head["name"]), data)}


def _page(head: dict[str, Any], data: bytes) -> dict[str, Any]:
    picture = page_picture(_base_name(head["name"]), data, int(head["page"]))
    return {"picture": base64.b64encode(picture).decode()}


def _workbook(head: dict[str, Any], data: bytes) -> dict[str, Any]:
    try:
        rows, from_1904 = rows_of(data)
    except UnreadableTable as refusal:
        raise Unreadable(str(refusal)) from None
    return {"rows": rows_to_json(rows), "from_1904": from_1904}


def text_to_json(text: FileText) -> dict[str, Any]:
    """The lines of a file with their kinds, and the remarks on them."""
    return {
        "lines": [[str(line), line.kind] for line in text],
        "remarks": [[r.code, r.severity, r.message, list(r.details)] for r in text.remarks],
    }


_DO = {
    "text": _text,
    "paper": _paper,
    "members": _members,
    "attachments": _attachments,
    "pages": _pages,
    "page": _page,
    "workbook": _workbook,
}

if __name__ == "__main__":
    serve(sys.argv[1])
