"""Which file of the folder answers an address."""

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

#: Addresses with others below them: a file cannot be a folder too, so their content is the index file of the folder.
FOLDERS = ("/log/checkpoint",)
INDEX = "index.html"


class NoPlace(ValueError):
    """No file can stand for this address."""


def place(address: str) -> PurePosixPath:
    """The file for an address, relative to the folder: `decisions/PCD-510/index.html` for `/decisions/PCD-510/`.

    Raises NoPlace for an address that would leave the folder.
    """
    path = unquote(urlsplit(address).path)
    parts = [part for part in path.split("/") if part]
    if any(part in (".", "..") or "\0" in part or "\\" in part for part in parts):
        raise NoPlace(f"No file can stand for {address!r}.")
    plain = PurePosixPath(*parts) if parts else PurePosixPath()
    return plain / INDEX if path.endswith("/") or path in FOLDERS else plain


def page_place(address: str) -> PurePosixPath:
    """The file for a page at an address that usually gives data: the index file of a folder with that name."""
    page = place(address)
    return page if page.name == INDEX else page / INDEX
