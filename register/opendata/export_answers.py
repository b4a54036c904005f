"""Responses from the export files: sent by nginx where it is in front, from the bucket by a machine without them,
otherwise by this process, byte ranges too.
"""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags

from http_cache.compression import encoding_of
from http_cache.ranges import Unsatisfiable, unsatisfiable, wanted_range
from register.opendata import export_bucket
from register.opendata.export_files import state_of_the_book
from register.opendata.export_folder import ExportFile, current_exports, folder, is_here


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


def answer_from(
    request: HttpRequest, export: ExportFile, content_type: str, *, file_name: str = ""
) -> HttpResponseBase:
    """Send a file, compressed for clients that accept gzip, or the byte range that the request names.

    Args:
        file_name: under which browsers save it; "" where they show it.
    """
    packed = encoding_of(request.headers.get("Accept-Encoding", "").replace("br", "")) == "gzip"
    if not is_here():
        return _sent_to_bucket(export, content_type, file_name, packed)
    response = _through_nginx(export) if settings.EXPORTS_THROUGH_NGINX else _read_here(request, export, packed)
    if response.status_code < 300:
        response["Content-Type"] = content_type
        if file_name:
            response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def _through_nginx(export: ExportFile) -> HttpResponse:
    response = HttpResponse()
    response["X-Accel-Redirect"] = f"{settings.EXPORTS_THROUGH_NGINX}{export.sha256}"
    return response


def _sent_to_bucket(export: ExportFile, content_type: str, file_name: str, packed: bool) -> HttpResponse:
    """Where the bucket gives the file for some seconds: 307, which no cache keeps for another reader."""
    name = f"{export.sha256}{'.gz' if packed else ''}"
    signed = export_bucket.address(name, content_type=content_type, file_name=file_name, packed=packed)
    headers = {"Cache-Control": "no-store", "Vary": "Accept-Encoding"}
    return HttpResponseRedirect(signed, preserve_request=True, headers=headers)


def _read_here(request: HttpRequest, export: ExportFile, packed: bool) -> HttpResponseBase:
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
