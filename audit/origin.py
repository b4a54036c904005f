"""Where the present request comes from, so that every event says it without each action passing it on."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_address: ContextVar[str] = ContextVar("audit_address", default="")


@contextmanager
def coming_from(address: str) -> Iterator[None]:
    """Within this block events are recorded with this network address."""
    token = _address.set(address[:45])
    try:
        yield
    finally:
        _address.reset(token)


def address() -> str:
    """The network address of the present request; empty in commands and in the worker."""
    return _address.get()
