"""`python -m benchmarks`: one table of every figure beside its limit or peer; ends with 1 when a target is missed.

`python -m benchmarks growth`: how everything grows with the book (minutes). `python -m benchmarks NAME …`: one module.
ENTRIES in the environment is the size of the book for the table.
"""

import importlib
import logging
import os
import pkgutil
import sys
from collections.abc import Iterator
from typing import Any

import django

import benchmarks

# Each of these runs for itself: see its own command in the Makefile.
APART = ("soak",)
#: Modules whose figures stand in the table, in this order.
BOARD = ("serving", "drawing")


def main(names: list[str]) -> int:
    """Run the table, or the measurements named."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    known = [name for name in _modules() if name not in (*APART, *BOARD)]
    if not names:
        return 0 if board() else 1
    if names == ["growth"]:
        names = known
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"There is no measurement called {', '.join(unknown)}. There are: {', '.join(known)}.", file=sys.stderr)
        return 2
    met = True
    for name in names:
        module = importlib.import_module(f"benchmarks.{name}")
        if hasattr(module, "measure"):
            print(f"\n{(module.__doc__ or name).strip().splitlines()[0]}\n")
            met = module.measure() and met
    return 0 if met else 1


def board() -> bool:
    """Measure every figure, print the table, keep the run and draw it; whether every target is met."""
    from benchmarks._books import book_of
    from benchmarks._figures import Figure, last_run, machine, save, table
    from benchmarks._graph import draw

    logging.disable(logging.INFO)
    entries = int(os.environ.get("ENTRIES", "10000"))
    before = last_run(entries)
    figures: list[Figure] = []
    with book_of(entries):
        particulars = machine(entries)
        for figure in _figures():
            print(f"  measured: {figure.name}", file=sys.stderr, flush=True)
            figures.append(figure)
    print("\n".join(f"{name}: {value}" for name, value in particulars.items()) + "\n")
    print(table(figures, before))
    path = save(figures, particulars)
    draw(figures, particulars, path.parents[2] / "docs" / "pictures" / "speed.svg")
    print(f"\nKept as {path.relative_to(path.parents[2])}; drawn as docs/pictures/speed.svg.")
    return all(figure.met for figure in figures)


def _figures() -> Iterator[Any]:
    for name in BOARD:
        yield from importlib.import_module(f"benchmarks.{name}").figures()


def _modules() -> list[str]:
    names = [module.name for module in pkgutil.iter_modules(benchmarks.__path__)]
    return [name for name in names if not name.startswith("_")]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
