"""Secret files that a trial makes on its first run: one of each, however many processes start at once."""

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def keep_once(path: Path, make: Callable[[], bytes]) -> bytes:
    """The bytes of the file at `path`, which is made if missing, complete at once and readable by its owner alone.

    Of several processes or threads that try at once, all get what the first one wrote. An interrupted attempt leaves
    nothing that blocks the next.

    Args:
        path: the file. Its folder is made if missing.
        make: gives the bytes to keep; called only where the file is missing.
    Raises:
        OSError: the folder cannot be written, or the file not read.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # A random name: a process number would be the same for threads of one process.
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-") as work:
            work.write(make())
            work.flush()
            with suppress(FileExistsError):  # somebody was first, and theirs is kept
                os.link(work.name, path)
    return path.read_bytes()
