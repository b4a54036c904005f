"""Drawing a sealed paper again and comparing; it needs no database, so that many processes can do it at once."""

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, as_completed, wait
from dataclasses import dataclass
from multiprocessing import get_context

import django

from book.paper.drawing import draw
from book.part1 import read_part1

SAME = "same"
DIFFERS = "differs"
OTHER_VERSION = "built by another version"
EXPUNGED = "its content was expunged"
NOT_DRAWN_HERE = "was not drawn by the register"
AHEAD = 4  # papers in memory for each process, so that none waits for another


@dataclass(frozen=True, slots=True)
class Task:
    """One sealed paper: its reference and version, its Part 1, its bytes, and the build that drew it."""

    name: str
    part1: bytes
    sealed: bytes
    build: str


@dataclass(frozen=True, slots=True)
class Redrawn:
    """What came of drawing a paper again; `now` is the identity of the build that drew it this time."""

    name: str
    verdict: str
    build: str = ""
    now: str = ""


def redraw(task: Task) -> Redrawn:
    """Draw again and compare: a seal is only ever appended, so the sealed file must begin with the same bytes."""
    drawn = draw(read_part1(task.part1))
    if task.sealed.startswith(drawn.pdf):
        verdict = SAME
    elif not task.build:
        verdict = NOT_DRAWN_HERE
    else:
        verdict = DIFFERS if drawn.build == task.build else OTHER_VERSION
    return Redrawn(task.name, verdict, task.build, drawn.build)


def redraw_many(tasks: Iterator[Task | Redrawn], *, processes: int) -> Iterator[Redrawn]:
    """Redraw in as many processes as are wanted, a few papers in memory at a time; what is judged passes through."""
    if processes <= 1:
        yield from (redraw(task) if isinstance(task, Task) else task for task in tasks)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=django.setup) as pool:
        waiting: set[Future[Redrawn]] = set()
        for task in tasks:
            if isinstance(task, Redrawn):
                yield task
                continue
            if len(waiting) >= processes * AHEAD:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
            waiting.add(pool.submit(redraw, task))
        yield from (future.result() for future in as_completed(waiting))
