"""Text out of a PDF, read in a process of its own: a hostile file may end that process, never the server."""

import json
import re
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

from documents.text_reader import Unreadable
from intake.text.lines import MOST_CHARACTERS, TextLine

_MOST_PAGES = 400
_SECONDS = 20
_MEMORY = 1024 * 1024 * 1024
_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?[0-9]{1,3}(?:\s*(?:of|/)\s*[0-9]{1,3})?|-\s*[0-9]{1,3}\s*-|(?:page )[0-9]{1,3}.{0,30}", re.IGNORECASE
)


def read_pdf(shown: str, data: bytes) -> list[TextLine]:
    """The lines of a PDF, an empty line where the page shows a gap; running heads, feet and page numbers as furniture.

    Raises Unreadable for locked, broken and hostile files, for scans without text, and after 20 seconds.
    """
    command = [sys.executable, "-m", "intake.text.pdf"]
    root = str(Path(__file__).resolve().parents[2])
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, cwd=root, check=False)
    except subprocess.TimeoutExpired as error:
        raise Unreadable(f"{shown} takes longer to read than any paper should. It is not opened.") from error
    try:
        answer = json.loads(done.stdout) if done.returncode == 0 else {}
    except ValueError:
        answer = {}
    if "pages" not in answer:
        raise Unreadable(f"{shown} {answer.get('refused', 'is a broken PDF.')}")
    pages: list[list[str]] = answer["pages"]
    if not any(line.strip() for page in pages for line in page):
        raise Unreadable(f"{shown} holds pictures of pages and no text. Bring a PDF with text, or the Word file.")
    return _without_furniture(pages)


def _masked(line: str) -> str:
    return re.sub(r"[0-9]+", "0", " ".join(line.split())).lower()


def _without_furniture(pages: list[list[str]]) -> list[TextLine]:
    """One run of lines; what stands at the edge of most pages, and page numbers there, are furniture."""
    edges: Counter[str] = Counter()
    for page in pages:
        filled = [line for line in page if line.strip()]
        edges.update({_masked(line) for line in filled[:2] + filled[-2:]})
    running = {line for line, count in edges.items() if count >= 3 and count * 2 > len(pages)}
    lines: list[TextLine] = []
    for page in pages:
        filled_at = [n for n, line in enumerate(page) if line.strip()]
        edge = set(filled_at[:2] + filled_at[-2:])
        for number, line in enumerate(page):
            outer = number in edge and (
                (_masked(line) in running)
                or (number in (filled_at[0], filled_at[-1]) and _PAGE_NUMBER.fullmatch(line.strip()))
            )
            lines.append(TextLine(line, "furniture" if outer else ""))
    return lines


# -- in the other process ----------------------------------------------------------------------------------------------


def _with_gaps(page: Any) -> list[str]:
    """The lines of a page, with an empty one wherever the next stands clearly lower than the usual step."""
    text = page.get_text_range()
    lines, tops, position = [], [], 0
    for line in text.split("\r\n"):
        first = next((n for n, c in enumerate(line) if not c.isspace()), None)
        top = None
        if first is not None:
            try:
                top = page.get_charbox(position + first)[1]
            except Exception:
                top = None
        lines.append(line.replace("\ufffe", "\u00ad").replace("\x02", "\u00ad"))
        tops.append(top)
        position += len(line) + 2
    steps = sorted(round(a - b, 1) for a, b in pairwise(tops) if a is not None and b is not None and a - b > 2)
    usual = steps[len(steps) // 4] if steps else 0
    out: list[str] = []
    for number, line in enumerate(lines):
        before, now = tops[number - 1] if number else None, tops[number]
        if before is not None and now is not None and usual and before - now > usual * 1.35:
            out.append("")
        out.append(line)
    return out


def _limits() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(data: bytes) -> dict[str, Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        return {"refused": "is locked with a password. Bring a copy without one." if locked else "is a broken PDF."}
    if len(document) > _MOST_PAGES:
        return {"refused": f"has {len(document)} pages, far more than a decision paper. Bring the paper alone."}
    pages, size = [], 0
    for number in range(len(document)):
        pages.append(_with_gaps(document[number].get_textpage()))
        size += sum(map(len, pages[-1]))
        if size > MOST_CHARACTERS:
            return {"refused": "holds far more text than any decision paper. Bring the paper alone."}
    return {"pages": pages}


if __name__ == "__main__":
    _limits()
    sys.stdout.write(json.dumps(_answer(sys.stdin.buffer.read())))
