"""Reading papers: the finders grow with the text and no faster; 2,000 texts take a minute, 2,000 PDFs fifteen at most.

Run `python -m benchmarks.reading`, or with `--store EMAIL` to store them too (in a trial VAR).

The papers are those of tests/intake/corpus, over and over, each with a number of its own.
"""

import argparse
import io
import os
import re
import resource
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pikepdf

ROOT = Path(__file__).resolve().parent.parent
PAPERS = (
    "labels_on_two_lines.txt",
    "labels_then_values.txt",
    "answers_on_their_own_lines.txt",
    "swallowed_headings.txt",
)
#: Letters of a line and lines of a page of a PDF; MB that memory may grow from a quarter of the papers to all.
_WIDTH, _HEIGHT, _MOST_GROWTH = 90, 52, 60
#: Signs that stand for themselves in a PDF's strings behind a backslash.
_SIGNS, _ESCAPED = re.compile(r"([()\\])"), r"\\\1"
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


def folder(count: int, into: Path, *, as_pdf: bool = False) -> None:
    """Write so many papers, each with a reference of its own, as text or as PDFs of as many pages as they fill."""
    for number in range(count):
        text = (ROOT / "tests" / "intake" / "corpus" / PAPERS[number % len(PAPERS)]).read_text(encoding="utf-8")
        own = re.search(r"PCD \d+", text)
        text = text.replace(own[0], f"PCD {20_000 + number}") if own else text
        path = into / f"paper-{number:05}"
        if as_pdf:
            path.with_suffix(".pdf").write_bytes(drawn(text))
        else:
            path.with_suffix(".txt").write_text(text, encoding="utf-8")


def drawn(text: str) -> bytes:
    """A PDF of a text: Helvetica in ten points, the lines wrapped, as many pages as they fill."""
    document = pikepdf.new()
    font = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
    )
    lines = [part for line in text.splitlines() for part in (textwrap.wrap(line, _WIDTH) or [""])]
    for first in range(0, len(lines), _HEIGHT):
        shown = "".join(
            f"BT /F1 10 Tf 50 {790 - 14 * place} Td ({_SIGNS.sub(_ESCAPED, line)}) Tj ET "
            for place, line in enumerate(lines[first : first + _HEIGHT])
        )
        page = document.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = document.make_stream(shown.encode("cp1252", "replace"))
    document.save(stream := io.BytesIO())
    return stream.getvalue()


def measure(*, count: int = 2000, store: str = "") -> bool:
    """Time the finders, then the command on a folder of texts and one of PDFs; whether all keep to their bounds."""
    fine = linear()
    how = ["--published", "--as", store] if store else ["--dry-run"]
    for as_pdf, bound in ((False, 60), (True, 900)):
        few, _ = _seconds_to_read(count // 4, how, as_pdf=as_pdf)
        took, growth = _seconds_to_read(count, how, as_pdf=as_pdf)
        kind = "PDFs" if as_pdf else "texts"
        print(
            f"{took:.1f} seconds to {'read and store' if store else 'read'} {count} {kind} (bound: {bound} for 2,000); "
            f"{few:.1f} for a quarter, after which this process grew by {growth:.0f} MB (bound: {_MOST_GROWTH})"
        )
        fine = fine and took < bound * count / 2000 and growth < _MOST_GROWTH
    return fine


def _seconds_to_read(count: int, how: Sequence[str], *, as_pdf: bool) -> tuple[float, float]:
    """Seconds by the clock for the command on a folder of so many papers, and the MB by which its peak rose."""
    from django.core.management import call_command

    with tempfile.TemporaryDirectory() as name:
        folder(count, Path(name), as_pdf=as_pdf)
        before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
        call_command("import_decision", name, *how)
        took = time.perf_counter() - start
    return took, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


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
