"""Responses from the export files: sent by nginx where it is in front, otherwise by this process; byte ranges too."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags

from http_cache.compression import encoding_of
from http_cache.ranges import Unsatisfiable, unsatisfiable, wanted_range
from register.opendata.export_files import state_of_the_book
from register.opendata.export_folder import ExportFile, current_exports, folder


class _FileRange:
    """A byte range of a file (`stop` excluded), as a file object for FileResponse."""

    def __init__(self, path: Path, start: int, stop: int) -> None:
        self._file = path.open("rb")
        self._file.seek(start)
        self._left = stop - start

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(data)
        return data

    def close(self) -> None:
        self._file.close()


def current_export(name: str) -> ExportFile | None:
    """The file of an export; None when the worker has not written the book as it stands at this moment."""
    exports = current_exports()
    if exports is None or name not in exports.files or exports.state != state_of_the_book():
        return None
    return exports.files[name]


def answer_from(request: HttpRequest, export: ExportFile, content_type: str) -> HttpResponseBase:
    """Send a file, compressed for clients that accept gzip, or the byte range that the request names."""
    if settings.EXPORTS_THROUGH_NGINX:
        response: HttpResponseBase = HttpResponse(content_type=content_type)
        response["X-Accel-Redirect"] = f"{settings.EXPORTS_THROUGH_NGINX}{export.sha256}"
        return response
    packed = encoding_of(request.headers.get("Accept-Encoding", "").replace("br", "")) == "gzip"
    path = folder() / f"{export.sha256}{'.gz' if packed else ''}"
    tag = f'"{export.sha256}{"-gzip" if packed else ""}"'
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        return _with_etag(HttpResponseNotModified(), tag)
    try:
        size = path.stat().st_size
        part = wanted_range(request, size, tag)
        response = _partial_response(path, part, size) if part else FileResponse(path.open("rb"))
    except Unsatisfiable:
        return unsatisfiable(size)
    response["Content-Type"] = content_type
    # Django guesses these from the file's name, which is a digest.
    for guessed in ("Content-Disposition", "Content-Encoding"):
        if guessed in response:
            del response[guessed]
    if packed:
        response["Content-Encoding"] = "gzip"
    return _with_etag(response, tag)


def _partial_response(path: Path, part: tuple[int, int], size: int) -> FileResponse:
    start, stop = part
    response = FileResponse(_FileRange(path, start, stop), status=206)
    response["Content-Length"] = str(stop - start)
    response["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    return response


def _with_etag(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    response["ETag"] = tag
    response["Accept-Ranges"] = "bytes"
    return response
