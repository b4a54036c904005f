"""Publishing and proving at 1,000, 10,000 and 100,000 entries: they may grow as the logarithm does, no faster."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from secrets import token_hex
from statistics import median
from typing import Any

from django.db import connections, transaction

from accounts.models import Person
from benchmarks._books import SIZES, book_of
from benchmarks.synthetic_book.papers import PaperMaker
from book.actions import publish, publish_due
from book.log.proofs import consistency, inclusion
from book.log.tree import proves_inclusion
from book.models import State
from book.part1 import AnyPart1
from decisions.models import Decision
from figures.references import Reference
from sample.people import make_trial_people

#: Milliseconds at the largest size, on two otherwise idle cores.
TARGETS = {"publish one": 60.0, "ask whether anything is due": 2.0, "prove inclusion": 5.0, "prove consistency": 5.0}
ROUNDS = 30


def measure() -> bool:
    """Print a table of medians and growth; True when every target is met."""
    table = {size: _measure_size(size) for size in SIZES}
    print(f"{'milliseconds (median)':30}" + "".join(f"{size:>12,}" for size in SIZES) + f"{'growth':>10}{'target':>9}")
    met = True
    for name, target in TARGETS.items():
        times = [table[size][name] for size in SIZES]
        fine = times[-1] <= target
        met = met and fine
        mark = "" if fine else "  missed"
        print(f"{name:30}" + "".join(f"{t:12.2f}" for t in times) + f"{times[-1] / times[0]:10.1f}{target:9.1f}{mark}")
    return met


def _measure_size(size: int) -> dict[str, float]:
    with book_of(size):
        entries = State.objects.get().entries
        numbers = iter(range(1, 10**6))
        return {
            "publish one": published(),
            "ask whether anything is due": _timed(_ask),
            "prove inclusion": _timed(lambda: _prove(next(numbers) * 7919 % entries + 1, entries)),
            "prove consistency": _timed(lambda: consistency(next(numbers) * 104729 % entries + 1, entries)),
        }


def published() -> float:
    """Publish papers that the book does not hold yet, each taken back again, so that a book can be measured twice."""
    maker = PaperMaker(seed=815, count=ROUNDS)
    now = datetime.now(UTC)
    with transaction.atomic():
        by = make_trial_people(password=token_hex(), at=now)["dev"]
        times = [_publish(maker.make(place).part1, place + 1, by, now) for place in range(ROUNDS)]
        transaction.set_rollback(True)
    return median(times) * 1000


def _publish(part1: AnyPart1, number: int, by: Person, now: datetime) -> float:
    """The seconds that one publication takes, which is then taken back."""
    # A series that no invented body has.
    payload = part1.to_json().replace(part1.reference.encode(), f"BENCH {number}".encode())
    with transaction.atomic():
        # The database publishes only what the desk holds as decided.
        Decision.objects.create(
            series="BENCH", number=number, reference_key=Reference("BENCH", number).key, status="approved",
            title=part1.title, imported=True, part1=payload, created_by=by, created_at=now,
        )  # fmt: skip
        publish(part1=payload, pdf=b"%PDF-1.7" + bytes(100_000), pages=5, due_at=now, by=by, at=now)
        start = time.perf_counter()
        if publish_due() != 1:
            raise RuntimeError("The paper was not published.")
        taken = time.perf_counter() - start
        transaction.set_rollback(True)
    return taken


def _ask() -> None:
    with connections["book"].cursor() as cursor:
        cursor.execute("SELECT book.publish_due()")


def _prove(number: int, size: int) -> None:
    proof = inclusion(number, size)
    if not proves_inclusion(proof.leaf_hash, number - 1, size, proof.path, proof.root):
        raise RuntimeError(f"The proof of entry {number} does not hold.")


def _timed(work: Callable[[], Any]) -> float:
    work()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return median(times) * 1000
