"""The limit on uploads: a file that is too big is not kept, everything else on the form is."""

from typing import Any

from django import forms
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

#: The largest file that is taken, in bytes: a scan of a long paper.
MOST = 20 * 1024 * 1024
TOO_BIG = f"The file is bigger than {MOST // 1024 // 1024} MB. Save it smaller, or split it, and choose it again."


class LimitedUpload(FileUploadHandler):
    """Stands before Django's own handlers: reads past a file beyond the limit without keeping it."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass a chunk on, or give the whole file up."""
        if start + len(raw_data) > MOST:
            setattr(self.request, "upload_too_big", True)  # noqa: B010  # a request is no class of ours
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers behind."""
        return


def is_too_big(request: HttpRequest) -> bool:
    """Whether a file of this request was given up for its size; after the form was read."""
    return bool(getattr(request, "upload_too_big", False))


def say_too_big(request: HttpRequest, form: forms.Form, field: str) -> bool:
    """Put the sentence at the file's field in place of "choose a file"; whether there was need to."""
    if not is_too_big(request):
        return False
    errors: Any = form.errors
    errors.pop(field, None)
    form.add_error(field, TOO_BIG)
    return True
