"""The identity of a build: everything a paper's bytes depend on besides its content."""

import unicodedata
import zlib
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from weasyprint.text.ffi import ffi, harfbuzz, pango

from documents import fonts

HERE = Path(__file__).resolve().parent
PROGRAM = ("drawing.py", "fetching.py", "lettering.py", "fonts.py", "finishing")


def build_identity(sources: Iterable[bytes]) -> str:
    """One line that names program, type and libraries; `sources` are the caller's templates and style sheets.

    Two builds with the same identity draw the same bytes. Where the bytes differ, the parts say why.
    """
    program = sha256(_own_source())
    for source in sources:
        program.update(sha256(source).digest())
    return f"program {program.hexdigest()[:16]}, type {fonts.digest()[:16]}, {_libraries()}"


@cache
def _own_source() -> bytes:
    files: list[Path] = []
    for name in PROGRAM:
        path = HERE / name
        files += sorted(path.glob("*.py")) if path.is_dir() else [path]
    return b"".join(sha256(path.read_bytes()).digest() for path in files)


@cache
def _libraries() -> str:
    number = pango.pango_version()
    shaping = ffi.string(harfbuzz.hb_version_string()).decode() if hasattr(harfbuzz, "hb_version_string") else ""
    parts = [
        *(f"{name} {version(name)}" for name in ("weasyprint", "pydyf", "fonttools", "segno", "tinycss2")),
        f"pango {number // 10000}.{number // 100 % 100}.{number % 100}",
        f"harfbuzz {shaping}" if shaping else "",
        f"zlib {zlib.ZLIB_RUNTIME_VERSION}",
        f"unicode {unicodedata.unidata_version}",
    ]
    return ", ".join(part for part in parts if part)
