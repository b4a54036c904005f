"""Uploaded files are scanned by ClamAV, where its daemon runs, before anything else reads them."""

import contextlib
import socket
import struct
from collections.abc import Iterator

#: Seconds that the daemon may take over a file; a request lasts a minute at most.
TIMEOUT = 30


class NotScanned(RuntimeError):
    """The daemon does not answer, or not as it should."""


class Scan:
    """One file, passed to clamd piece by piece by its INSTREAM command; the answer comes at the end.

    `address` is the path of the daemon's socket, or host:port.
    """

    def __init__(self, address: str) -> None:
        """Begin. Raises NotScanned when nobody answers at the address."""
        with _as_not_scanned():
            self._connection = _connected(address)
        self._send(b"zINSTREAM\0")

    def add(self, piece: bytes) -> None:
        """Pass on the next piece; raises NotScanned when the connection breaks."""
        if piece:
            self._send(struct.pack(">I", len(piece)) + piece)

    def _send(self, data: bytes) -> None:
        """Send, or close the connection and say that nothing was scanned."""
        try:
            self._connection.sendall(data)
        except OSError as error:
            self._connection.close()
            raise NotScanned(str(error)) from None

    def result(self) -> str:
        """What was found in the file, "" for nothing; raises NotScanned when the daemon could not tell."""
        with _as_not_scanned(), self._connection:
            self._connection.sendall(struct.pack(">I", 0))
            answer = b""
            while not answer.endswith(b"\0") and (more := self._connection.recv(4096)):
                answer += more
        verdict = answer.rstrip(b"\0\n").decode("utf-8", "replace").removeprefix("stream: ")
        if verdict == "OK":
            return ""
        if verdict.endswith(" FOUND"):
            return verdict.removesuffix(" FOUND")
        raise NotScanned(verdict or "no answer")


def _connected(address: str) -> socket.socket:
    host, _, port = address.rpartition(":")
    if not address.startswith("/") and port.isdecimal():
        return socket.create_connection((host, int(port)), timeout=TIMEOUT)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(TIMEOUT)
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection


@contextlib.contextmanager
def _as_not_scanned() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NotScanned(str(error)) from None
