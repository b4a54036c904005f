"""Uploads that are refused, too big or infected: the file is not kept, everything else on the form is."""

import io
import logging
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from components.scanning import NotScanned, Scan

log = logging.getLogger(__name__)

#: The largest file that is taken, in bytes: a scan of a long paper.
MOST = 20 * 1024 * 1024
TOO_BIG = f"The file is bigger than {MOST // 1024 // 1024} MB. Save it smaller, or split it, and choose it again."

INFECTED = "A virus was found in the file, so it was not kept. Bring a copy that was made on another computer."
NOT_SCANNED = "The file could not be checked for viruses just now, so it was not kept. Try again in a few minutes."


class LimitedUpload(FileUploadHandler):
    """Runs before Django's own handlers: skips a file beyond the limit."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass a chunk on, or refuse the whole file."""
        if start + len(raw_data) > MOST:
            _refuse(self.request, TOO_BIG)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers behind."""
        return


class ScannedUpload(FileUploadHandler):
    """Has ClamAV scan uploads to the desk as they come in; a file that is refused, or not scanned, becomes empty."""

    _scan: Scan | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a scan where there is a daemon. Files that the public has checked are never stored, nor scanned."""
        super().new_file(*args, **kwargs)
        self._scan = None
        if settings.CLAMD_ADDRESS and self.request and self.request.path.startswith("/desk/"):
            try:
                self._scan = Scan(settings.CLAMD_ADDRESS)
            except NotScanned as trouble:
                self._refuse_unscanned(trouble)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass a chunk to the daemon, and on."""
        if self._scan:
            try:
                self._scan.add(raw_data)
            except NotScanned as trouble:
                self._refuse_unscanned(trouble)
        return raw_data

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        """Ask for the answer; the file goes on to the handlers behind unless it is refused."""
        if self._scan:
            try:
                if self._scan.result():
                    log.warning("an infected file was refused")
                    _refuse(self.request, INFECTED)
            except NotScanned as trouble:
                self._refuse_unscanned(trouble)
        if not is_refused(self.request):
            return None
        return InMemoryUploadedFile(io.BytesIO(), self.field_name, self.file_name or "", self.content_type, 0, None)

    def _refuse_unscanned(self, trouble: NotScanned) -> None:
        self._scan = None
        log.error("a file could not be scanned: %s", trouble)
        _refuse(self.request, NOT_SCANNED)


def _refuse(request: Any, sentence: str) -> None:
    request.upload_refusal = sentence


def upload_refusal(request: HttpRequest | None) -> str:
    """Why a file of this request was refused, "" when none was; after the form was read."""
    return str(getattr(request, "upload_refusal", ""))


def is_refused(request: HttpRequest | None) -> bool:
    """Whether a file of this request was refused, for its size or what is in it."""
    return bool(upload_refusal(request))


def say_refused(request: HttpRequest, form: forms.Form, field: str) -> bool:
    """Put the refusal at the file's field in place of "choose a file"; returns whether a file was refused."""
    sentence = upload_refusal(request)
    if not sentence:
        return False
    errors: Any = form.errors
    errors.pop(field, None)
    form.add_error(field, sentence)
    return True
