"""The secret files a trial makes for itself on its first run: one each, however many begin at once."""

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def keep_once(path: Path, make: Callable[[], bytes]) -> bytes:
    """What is kept at `path`; made if missing, readable by its owner alone, whole or not there at all.

    Whoever comes second, in another process or thread, gets what the first one kept; a start that was
    broken off stands in nobody's way.

    Args:
        path: the file. Its folder is made if missing.
        make: gives the bytes to keep; called only where the file is missing.
    Raises:
        OSError: the folder cannot be written, or the file not read.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # A name of its own for everyone who tries: threads of one process share its number.
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-") as work:
            work.write(make())
            work.flush()
            with suppress(FileExistsError):  # somebody was first, and theirs is kept
                os.link(work.name, path)
    return path.read_bytes()
