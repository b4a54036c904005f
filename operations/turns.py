"""Several workers may run, on several machines: one works, and another takes over when it ends or is lost."""

from types import TracebackType

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from operations.models import WorkerTurn

_LOCK = f"SELECT id FROM {WorkerTurn._meta.db_table} FOR UPDATE SKIP LOCKED"  # noqa: S608 - a name of ours


class Turn:
    """The turn to work for one round: `with turn as mine:` says whether it is this process's.

    The row is locked on a connection of its own, for the round alone: no transaction stays open between rounds, what
    the round writes is committed by itself, and the lock of a worker that is killed goes with its connection. Without
    the worker's own login (WORKER_DATABASE_URL) every worker works, which does no harm.
    """

    def __init__(self) -> None:
        self._connection: BaseDatabaseWrapper | None = None

    def __enter__(self) -> bool:
        if not settings.DATABASES.get("worker"):
            return True
        try:
            if self._connection is None:
                self._connection = connections.create_connection("worker")
            self._connection.set_autocommit(False)
            with self._connection.cursor() as cursor:
                cursor.execute(_LOCK)
                return cursor.fetchone() is not None
        except (DatabaseError, InterfaceError):
            # The server is away: each job meets it too, and says so in the log.
            self.close()
            return True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connection is None:
            return
        try:
            self._connection.commit()
            self._connection.set_autocommit(True)
        except (DatabaseError, InterfaceError):
            self.close()

    def close(self) -> None:
        """Give the connection back; the next turn opens another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
