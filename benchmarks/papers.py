"""Drawing and sealing papers: against plain WeasyPrint, up to sealed, and in many processes."""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from book.paper import draw
from book.paper.content import paper_context
from book.paper.drawing import TEMPLATES
from book.paper.sealing import reason
from book.part1.v1 import Part1, Part2
from documents import fonts
from documents.fetching import ADDRESS, AssetFetcher
from documents.keys import KeyPlace, open_keys
from documents.sealing import seal_pdf
from operations.redrawing import SAME, Task, redraw_many
from tests.book.paper.papers import decided_paper

RATIO = 1.15
SECONDS_TO_SEALED = 1.0
ROUNDS = 9
MANY = 32


def measure() -> bool:
    """Print the three measurements; whether both targets are met."""
    paper = five_pages()
    return all([_against_plain(paper), _to_sealed(paper), _scaling(paper)])


def five_pages() -> Part1:
    """A paper of five pages: the form with its money table and two signatures."""
    paper = decided_paper()
    sections = tuple(s for s in paper.sections if s.document == "form" and s.kind in ("introduction", "financial"))
    return replace(
        paper,
        report=None,
        sections=sections,
        explanations=(),
        statements=paper.statements[3:4],
        declarations=(),
        part_2=Part2(False, "", "", (), "", ()),
    )


def _against_plain(paper: Part1) -> bool:
    """In turns, so that whatever else the machine does hits both."""
    html = render_to_string("book/paper/paper.html", paper_context(paper, draft=False))
    assets = {f"type/{face.name}": (data, "font/ttf") for face, data in fonts.built()}
    style = fonts.style_sheet(f"{ADDRESS}type/") + (TEMPLATES / "paper.css").read_text()
    whole = html.replace("</head>", f"<style>{style}</style></head>")
    fetcher = AssetFetcher(assets)
    configuration = FontConfiguration()
    ready = CSS(string=style, base_url=ADDRESS, url_fetcher=fetcher, font_config=configuration)

    def plain() -> None:
        HTML(string=whole, base_url=ADDRESS, url_fetcher=fetcher).write_pdf()

    def prepared() -> None:
        HTML(string=html, base_url=ADDRESS, url_fetcher=fetcher).write_pdf(
            stylesheets=[ready], font_config=configuration
        )

    pages = draw(paper).pages
    ours, theirs, parsed = _in_turns(lambda: draw(paper), plain, prepared, clock=time.process_time)
    ratio = ours / theirs
    print(f"  {pages} pages, warm, processor time, median of {ROUNDS}")
    print(f"  plain HTML(string).write_pdf()            {theirs * 1000:7.0f} ms")
    print(f"  the same with its style sheet kept parsed {parsed * 1000:7.0f} ms")
    print(f"  ours, tagged, archival, with its data     {ours * 1000:7.0f} ms")
    return _verdict("ratio to plain", ratio, RATIO, "")


def drawings(paper: Part1) -> tuple[Callable[[], object], Callable[[], object]]:
    """What draws a paper as we do, and as `HTML(string).write_pdf()` does with the same page and style sheet."""
    html = render_to_string("book/paper/paper.html", paper_context(paper, draft=False))
    assets = {f"type/{face.name}": (data, "font/ttf") for face, data in fonts.built()}
    style = fonts.style_sheet(f"{ADDRESS}type/") + (TEMPLATES / "paper.css").read_text()
    whole = html.replace("</head>", f"<style>{style}</style></head>")
    fetcher = AssetFetcher(assets)

    def plain() -> None:
        HTML(string=whole, base_url=ADDRESS, url_fetcher=fetcher).write_pdf()

    return lambda: draw(paper), plain


def _to_sealed(paper: Part1) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        now = datetime.now(UTC)
        keys = open_keys(KeyPlace(trial_folder=Path(folder)), at=now)

        def approve() -> None:
            seal_pdf(draw(paper).pdf, reason=reason(paper), keys=keys, at=now)

        (taken,) = _in_turns(approve)
    return _verdict("drawn and sealed", taken, SECONDS_TO_SEALED, " s")


def _scaling(paper: Part1) -> bool:
    """Each process draws as fast as one alone, as far as there are cores; there is no target, only the figures."""
    drawn = draw(paper)
    tasks = [Task(f"paper {n}", paper.to_json(), drawn.pdf, drawn.build) for n in range(MANY)]
    alone = 0.0
    for processes in _powers_of_two(len(os.sched_getaffinity(0))):
        readings = redraw_many(iter(tasks), processes=processes)
        verdicts = [next(readings).verdict for _ in range(processes)]  # each process has started
        start = time.perf_counter()
        verdicts += [reading.verdict for reading in readings]
        rate = (MANY - processes) / (time.perf_counter() - start)
        alone = alone or rate
        print(
            f"  {processes} process{'es' if processes > 1 else '':2} {rate:6.1f} papers a second ({rate / alone:.2f} x)"
        )
        if set(verdicts) != {SAME}:
            print("  but not every paper came out the same")
            return False
    return True


def _in_turns(*things: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> list[float]:
    """The median time of each in seconds, after one round to warm up."""
    times: list[list[float]] = [[] for _ in things]
    for round_number in range(ROUNDS + 1):
        for thing, taken in zip(things, times, strict=True):
            start = clock()
            thing()
            if round_number:
                taken.append(clock() - start)
    return [statistics.median(taken) for taken in times]


def _powers_of_two(most: int) -> list[int]:
    return [2**n for n in range(most.bit_length()) if 2**n <= most]


def _verdict(name: str, value: float, target: float, unit: str) -> bool:
    met = value <= target
    print(f"  {name}: {value:.2f}{unit}, target {target:.2f}{unit}: {'met' if met else 'MISSED'}\n")
    return met
