"""Telling errors of a database that was unavailable for a moment from errors of the program."""

from django.db import DatabaseError, InterfaceError, OperationalError

from local_postgres.programs import EmbeddedServerError


def is_interruption(error: BaseException | None) -> bool:
    """Whether work failed because PostgreSQL was unreachable, stopped or full: it was rolled back, a retry is safe."""
    # A connection cut in the middle of an answer comes as the bare DatabaseError, of none of its kinds.
    return isinstance(error, OperationalError | InterfaceError | EmbeddedServerError) or type(error) is DatabaseError
