"""Asks the register for its own pages within this process, as a reader would, without a network."""

import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http.response import HttpResponseBase

from http_cache.limits import OWN_REQUEST


@dataclass(frozen=True, slots=True)
class Answer:
    """What the register says at an address: status, headers in their order, and the whole body."""

    address: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """The value of a header, empty where there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def kind(self) -> str:
        """The media type without its parameters."""
        return self.header("Content-Type").partition(";")[0].strip()


def own_request(address: str) -> WSGIRequest:
    """A request for an address of the register (a path, perhaps with a query), as its web server would hand it on."""
    site = urlsplit(settings.REGISTER_ADDRESS)
    path, _, query = address.partition("?")
    return WSGIRequest(
        {
            OWN_REQUEST: True,
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": site.hostname or "localhost",
            "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": site.netloc,
            "HTTP_X_FORWARDED_PROTO": site.scheme,
            "wsgi.url_scheme": site.scheme,
            "wsgi.input": BytesIO(),
            "wsgi.errors": sys.stderr,
        }
    )


class Register(BaseHandler):
    """The register's views with all their middleware."""

    def __init__(self) -> None:
        super().__init__()
        self.load_middleware()

    def ask(self, address: str) -> Answer:
        """What a reader of an address is given."""
        response: HttpResponseBase = self.get_response(own_request(address))
        if "X-Accel-Redirect" in response:
            # A large export that nginx would send: the file lies where the worker wrote it.
            body = (Path(settings.EXPORTS) / PurePosixPath(response["X-Accel-Redirect"]).name).read_bytes()
            del response["X-Accel-Redirect"]
        elif response.streaming:
            body = b"".join(response)
            # Not close(), which tells everybody that a request is over: the connection to the database would be closed.
            for close_file in response._resource_closers:  # type: ignore[attr-defined]
                close_file()
        else:
            body = response.content  # type: ignore[attr-defined]  # what does not stream has its content
        return Answer(address, response.status_code, tuple(response.items()), body)
