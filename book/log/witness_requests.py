"""The exchange with witnesses (C2SP tlog-witness): a request each, all at once, in bounded time. No database."""

import base64
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException

#: Seconds that one round of requests may take, however slowly a witness answers.
TIMEOUT = 10.0
_MOST_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What a witness answered; status 0 when it did not, and then `text` says why."""

    status: int
    text: str


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A witness answers at its own address."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        """Follow nothing."""


_opener = urllib.request.build_opener(_NoRedirect)


def request_body(old: int, proof: Sequence[bytes], note: str) -> bytes:
    """The request: the size that the witness is thought to know, the proof from it, and the checkpoint."""
    lines = [f"old {old}", *(base64.b64encode(hashed).decode() for hashed in proof)]
    return ("\n".join(lines) + "\n\n" + note).encode()


def ask(requests: Mapping[str, tuple[str, bytes]], timeout: float = TIMEOUT) -> dict[str, Answer]:
    """Send each request (address of the witness, body) in a thread of its own; no answer in time is an answer too."""
    answers = dict.fromkeys(requests, Answer(0, "It does not answer in time."))

    def send(key: str, address: str, body: bytes) -> None:
        answers[key] = _post(f"{address.rstrip('/')}/add-checkpoint", body, timeout)

    threads = [
        threading.Thread(target=send, args=(key, *request), daemon=True, name=f"witness {key}")
        for key, request in requests.items()
    ]
    for thread in threads:
        thread.start()
    end = time.monotonic() + timeout
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    # A copy: a thread that is still waiting must not change what was returned.
    return dict(answers)


def _post(address: str, body: bytes, timeout: float) -> Answer:
    if not address.startswith(("https://", "http://")):
        return Answer(0, "Its address does not begin with https://.")
    sending = urllib.request.Request(address, data=body, method="POST", headers={"Content-Type": "text/plain"})  # noqa: S310
    try:
        with _opener.open(sending, timeout=timeout) as answer:
            return Answer(answer.status, answer.read(_MOST_BYTES).decode())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.read(_MOST_BYTES).decode(errors="replace"))
    except UnicodeDecodeError:
        return Answer(0, "Its answer is no text.")
    except (OSError, HTTPException):
        return Answer(0, "It does not answer.")
