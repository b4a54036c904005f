"""The walk as a web archive (WARC, ISO 28500), which libraries keep and replay, with the statuses that were given."""

from datetime import datetime
from io import BytesIO
from typing import IO, Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from static_export.own_requests import Answer

NAME = "register.warc.gz"
#: Headers about the connection, or that differ at every request.
_LEFT_OUT = frozenset({"x-request-id", "content-length", "connection", "date"})


class WebArchive:
    """Writes answers one after the other."""

    def __init__(self, file: IO[bytes], *, at: datetime) -> None:
        self._writer: Any = WARCWriter(file, gzip=True)
        self._at = at.strftime("%Y-%m-%dT%H:%M:%SZ")
        facts = {
            "software": "decision-register",
            "format": "WARC File Format 1.0",
            "isPartOf": settings.REGISTER_ADDRESS,
        }
        self._writer.write_record(self._writer.create_warcinfo_record(NAME, facts))

    def add(self, answer: Answer) -> None:
        """Keep what the register answered."""
        address = f"{settings.REGISTER_ADDRESS}{answer.address}"
        headers = [(name, value) for name, value in answer.headers if name.lower() not in _LEFT_OUT]
        headers.append(("Content-Length", str(len(answer.body))))
        record = self._writer.create_warc_record(
            address,
            "response",
            payload=BytesIO(answer.body),
            length=len(answer.body),
            http_headers=StatusAndHeaders(str(answer.status), headers, protocol="HTTP/1.1"),
            warc_headers_dict={
                "WARC-Date": self._at,
                "WARC-Record-ID": f"<urn:uuid:{uuid5(NAMESPACE_URL, f'{self._at} {address}')}>",
            },
        )
        self._writer.write_record(record)
