"""Whether the web server of this container is ready, for the engine: ends with 0 or 1. Standard library only."""

import os
import sys
import urllib.request
from collections.abc import Mapping
from urllib.error import URLError


def main() -> int:
    """Ask /readyz of this container."""
    return 0 if is_ready(os.environ) else 1


def is_ready(environ: Mapping[str, str], seconds: float = 4) -> bool:
    """Whether the server that listens at BIND answers /readyz with 200 within some seconds."""
    port = environ.get("BIND", "0.0.0.0:8000").rpartition(":")[2]
    # The program answers no host name but its own.
    host = environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip()
    request = urllib.request.Request(f"http://127.0.0.1:{port}/readyz", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=seconds) as answer:  # noqa: S310 - an address of this container
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


if __name__ == "__main__":
    sys.exit(main())
