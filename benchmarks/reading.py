"""Reading papers: the finders grow with the text and no faster; 2,000 papers are read well under a minute.

Run `python -m benchmarks.reading`, or with `--store EMAIL` to store them too (in a trial VAR).

The papers are those of tests/intake/corpus, over and over, each with a number of its own.
"""

import argparse
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAPERS = (
    "labels_on_two_lines.txt",
    "labels_then_values.txt",
    "answers_on_their_own_lines.txt",
    "swallowed_headings.txt",
)
#: Texts that make careless patterns slow; each is repeated to the length that is asked for.
HOSTILE = (
    "£1,",
    "1 111 ",
    "PCD PCD ",
    "up to ",
    "2018/19-",
    "1.1 a ",
    "((((",
    "£9 to £9 ",
    "a, ",
    "| ",
    "* * ",
    "12 grants of ",
)


def seconds(work: Callable[[], object]) -> float:
    """The quickest of three runs, on this process's own clock."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def linear() -> bool:
    """Print, for each finder and each hostile text, how much longer eight times the text takes; 8 is linear."""
    from figures.prose import find_amounts, find_dates, find_periods, find_references, find_years

    fine = True
    for find in (find_amounts, find_dates, find_periods, find_references, find_years):
        worst = max((_ratio(find, text), text) for text in HOSTILE)
        fine = fine and worst[0] < 16
        print(f"{find.__name__:16} eight times the text takes {worst[0]:5.1f} times as long at worst ({worst[1]!r})")
    return fine


def _ratio(find: Callable[[str], object], text: str) -> float:
    short, long = text * (40_000 // len(text)), text * (320_000 // len(text))
    return seconds(lambda: find(long)) / max(seconds(lambda: find(short)), 0.0005)


def folder(count: int, into: Path) -> None:
    """Write so many papers, each with a reference of its own."""
    for number in range(count):
        text = (ROOT / "tests" / "intake" / "corpus" / PAPERS[number % len(PAPERS)]).read_text(encoding="utf-8")
        own = re.search(r"PCD \d+", text)
        text = text.replace(own[0], f"PCD {20_000 + number}") if own else text
        (into / f"paper-{number:05}.txt").write_text(text, encoding="utf-8")


def measure(*, count: int = 2000, store: str = "") -> bool:
    """Time the finders, then the command on a folder of papers; whether both keep to their bounds."""
    from django.core.management import call_command

    fine = linear()
    with tempfile.TemporaryDirectory() as name:
        folder(count, Path(name))
        how = ["--published", "--as", store] if store else ["--dry-run"]
        start = time.perf_counter()
        call_command("import_decision", name, *how)
        took = time.perf_counter() - start
    print(f"{took:.1f} seconds to {'read and store' if store else 'read'} {count} papers (bound: 60 for 2,000)")
    return fine and took < 60 * count / 2000


def main() -> int:
    """Take the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--store", metavar="EMAIL", default="", help="store them too, as this person (in a trial VAR)")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    return 0 if measure(count=options.count, store=options.store) else 1


if __name__ == "__main__":
    sys.exit(main())
