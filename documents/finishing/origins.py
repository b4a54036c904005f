"""Which HTML element each tag came from, so that what a page break has split can be joined again.

WeasyPrint builds tags page by page and forgets the element; its generator is private, so it is watched here, in
one place, only while a paper of ours is being written (Kozea/WeasyPrint#2482).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from weasyprint.pdf import tags

Origins = dict[int, tuple[int, str]]
_watching: ContextVar[Origins | None] = ContextVar("origins", default=None)
_build: Callable[..., Iterator[Any]] = tags._build_box_tree


def _watched(box: Any, *rest: Any, **named: Any) -> Iterator[Any]:
    origins = _watching.get()
    if origins is None:
        yield from _build(box, *rest, **named)
        return
    source = getattr(box, "_box", box)
    for element in _build(box, *rest, **named):
        origins.setdefault(element.number, (id(source.element), source.element_tag or ""))
        yield element


tags._build_box_tree = _watched


@contextmanager
def watching() -> Iterator[Origins]:
    """Note, by the number of each tag, the HTML element it came from (its identity and name)."""
    origins: Origins = {}
    token = _watching.set(origins)
    try:
        yield origins
    finally:
        _watching.reset(token)
