"""Drawing: nothing is fetched, nothing of the machine's gets in, the same bytes every time."""

import contextlib
import io
import socket
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from documents.drawing import AttachedFile, DrawingRefused, draw_pdf
from tests.documents.conformance import attachment, failures
from tests.documents.sealed import NOW, PAGE, SHEET, letter

ATTACKS = [
    '<img src="file:///etc/passwd" alt="x">',
    '<img src="/etc/passwd" alt="x">',
    '<img src="../../etc/passwd" alt="x">',
    '<img src="http://127.0.0.1:9/x.png" alt="x">',
    '<img src="https://example.org/x.png" alt="x">',
    '<img src="//example.org/x.png" alt="x">',
    '<img src="ftp://example.org/x.png" alt="x">',
    '<img src="data:image/svg+xml,%3Csvg xmlns=%27http://www.w3.org/2000/svg%27/%3E" alt="x">',
    '<img src="type/RegisterSerif-400-normal.ttf" alt="x">',
    '<img srcset="https://example.org/x.png 2x" src="https://example.org/y.png" alt="x">',
    '<link rel="stylesheet" href="file:///etc/passwd">',
    '<link rel="stylesheet" href="https://example.org/x.css">',
    '<link rel="attachment" href="file:///etc/passwd">',
    '<a rel="attachment" href="file:///etc/passwd">x</a>',
    "<style>@import url(file:///etc/passwd);</style>",
    '<style>@import "https://example.org/x.css";</style>',
    "<style>p{background:url(file:///etc/passwd)}</style>",
    "<style>p{list-style-image:url(http://127.0.0.1:9/)}</style>",
    "<style>@font-face{font-family:x;src:url(file:///etc/passwd)} p{font-family:x}</style>",
    '<p style="background-image:url(https://example.org/x)">x</p>',
    '<p style="content:url(file:///etc/passwd)">x</p>',
    '<object data="file:///etc/passwd">x</object>',
    '<embed src="file:///etc/passwd">',
    '<svg width="9" height="9"><image href="file:///etc/passwd" width="9" height="9"/></svg>',
    '<svg width="9" height="9"><use href="file:///etc/passwd#a"/></svg>',
    '<base href="file:///etc/"><img src="passwd" alt="x">',
    '<iframe src="file:///etc/passwd"></iframe>',
    '<video poster="http://127.0.0.1:9/"></video>',
]


@pytest.fixture
def watched() -> Any:
    """Every file opened and every connection tried from now on, by Python's own audit events."""
    seen: list[str] = []
    state = {"on": True}

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        if state["on"] and (event.startswith(("socket.connect", "socket.getaddrinfo", "urllib")) or event == "open"):
            seen.append(f"{event} {arguments[0]!r}" if event == "open" else event)

    letter()  # whatever the first drawing loads for itself
    sys.addaudithook(hear)
    yield seen
    state["on"] = False


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_reference_leaves_the_process(attack: str, watched: list[str]):
    page = PAGE.replace("<p>Text", f"{attack}<p>Text")
    with contextlib.suppress(DrawingRefused):
        drawn = draw_pdf(page, sheet=SHEET, identifier="A 1", moment=NOW)
        assert b"root:x:0" not in b"".join(_streams(drawn.pdf))
    assert not [event for event in watched if "passwd" in event or not event.startswith("open")]


def test_a_refused_reference_is_named_in_a_sentence():
    with pytest.raises(DrawingRefused, match="which is not part of it"):
        draw_pdf(PAGE.replace("Text", ATTACKS[0]), sheet=SHEET, identifier="A 1", moment=NOW)


def test_the_watch_over_connections_notices_one(watched: list[str]):
    with socket.socket() as line:
        line.settimeout(0.2)
        line.connect_ex(("127.0.0.1", 9))
    assert "socket.connect" in watched


def test_a_character_without_type_is_refused_and_never_set_in_a_face_of_the_machine():
    with pytest.raises(DrawingRefused, match="not its own"):
        draw_pdf(PAGE.replace("Text", "مرحبا"), sheet=SHEET, identifier="A 1", moment=NOW)


def test_the_same_page_has_the_same_bytes_and_no_clock_in_it():
    again = draw_pdf(PAGE, sheet=SHEET, identifier="A 1", moment=NOW.astimezone(timezone(timedelta(hours=9))))
    assert again == letter()
    later = draw_pdf(PAGE, sheet=SHEET, identifier="A 1", moment=NOW + timedelta(days=1))
    assert later.pdf != again.pdf


def test_the_letter_conforms_to_both_standards(tmp_path: Path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(letter().pdf)
    assert not [failure for failure in failures(path, seals=0) if not failure.startswith("NAV")]


def test_an_attached_file_is_carried_byte_for_byte():
    data = bytes(range(256)) * 40
    drawn = draw_pdf(
        PAGE, sheet=SHEET, identifier="A 1", moment=NOW, attachments=[AttachedFile("data.bin", data, "Any bytes")]
    )
    assert attachment(drawn.pdf) == ("/Data", data)


def test_the_packet_says_what_the_paper_is_and_escapes_what_it_quotes():
    page = PAGE.replace("<title>A letter", "<title>A &lt;b&gt; &amp; c")
    moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    drawn = draw_pdf(page, sheet=SHEET, identifier="A & 1", moment=moment)
    with pikepdf.open(io.BytesIO(drawn.pdf)) as file:
        packet = file.open_metadata()
        assert packet["dc:title"] == "A <b> & c"
        assert packet["dc:identifier"] == "A & 1"
        assert packet["dc:type"] == {"Trial"}
        assert packet["xmp:CreateDate"] == "2026-01-02T03:04:05Z"
        assert (packet["pdfaid:part"], packet["pdfuaid:part"]) == ("3", "1")


def test_what_a_page_break_splits_is_one_thing_to_a_screen_reader():
    rows = "".join(f'<tr><th scope="row">{n}</th><td>a</td><td>b</td></tr>' for n in range(120))
    table = f"<table><thead><tr><th>N</th><th>A</th><th>B</th></tr></thead><tbody>{rows}</tbody></table>"
    items = "".join(f"<li style=\"list-style-type:'1.{n} '\"><p>{'word ' * 60}</p></li>" for n in range(30))
    page = PAGE.replace("<p>Text", f"{table}<ol>{items}</ol><p>{'long ' * 3000}</p><p>Text")
    drawn = draw_pdf(page, sheet=SHEET, identifier="A 1", moment=NOW)
    assert drawn.pages > 8
    with pikepdf.open(io.BytesIO(drawn.pdf)) as file:
        things = [thing for thing in file.objects if isinstance(thing, pikepdf.Dictionary)]
        kinds = [str(thing.S) for thing in things if thing.get("/Type") == "/StructElem"]
    assert (kinds.count("/Table"), kinds.count("/THead"), kinds.count("/TBody")) == (1, 1, 1)
    assert (kinds.count("/L"), kinds.count("/LI"), kinds.count("/LBody")) == (1, 30, 30)
    assert kinds.count("/P") == 3 + 30


def _streams(pdf: bytes) -> list[bytes]:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return [o.read_bytes() for o in file.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") != "/Image"]
