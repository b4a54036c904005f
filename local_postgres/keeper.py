"""The process beside a PostgreSQL of our own that stops it when its last user has gone, killed ones included."""

import signal
import sys
from pathlib import Path

from local_postgres.server import Server

if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    Server(Path(sys.argv[1])).keep(int(sys.argv[2]))
