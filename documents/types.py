"""What kind of file some bytes are, by their content: names and what a browser claims are never trusted."""

import io
import zipfile

_STARTS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
_OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


def media_type_of(data: bytes) -> str:
    """The media type that the bytes themselves show; application/octet-stream for anything not known to be harmless.

    Text counts as text/plain only when it is UTF-8 without control characters, so that it is never served as markup.
    """
    for start, media_type in _STARTS:
        if data.startswith(start):
            return media_type
    if data.startswith(b"PK\x03\x04"):
        return _office_type(data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "application/octet-stream"
    plain = bool(data) and all(char >= " " or char in "\t\r\n\f" for char in text)
    return "text/plain" if plain else "application/octet-stream"


def _office_type(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return "application/octet-stream"
    return next((kind for name, kind in _OFFICE.items() if name in names), "application/octet-stream")
