"""Pictured pages: read by tesseract where it is installed and marked so, every figure asked after; else told."""

import base64
import io

import pytest
from weasyprint import HTML

from text_readers import recognition
from text_readers.lines import FileText
from text_readers.reader import read_text
from text_readers.recognition import characters_of, figures_in, program

HEADER = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"


def scan(tiles: int = 1) -> bytes:
    """A page of text and a page that was scanned, cut into as many strips as its scanner wrote."""
    import pypdfium2 as pdfium

    rows = "".join(
        f"<p style='font:14pt sans-serif'>{row}</p>" for row in ("Accept £5,250 in 2023/24.", "Signed 14 March 2024")
    )
    page = pdfium.PdfDocument(HTML(string=rows).write_pdf())[0].render(scale=2).to_pil().convert("L")
    width, height = page.size
    strips = [page.crop((0, height * n // tiles, width, height * (n + 1) // tiles)) for n in range(tiles)]
    shown = ""
    for number, strip in enumerate(strips):
        stream = io.BytesIO()
        strip.save(stream, "PNG")

        picture = base64.b64encode(stream.getvalue()).decode()
        place = f"position:absolute;left:0;top:{297 * number / tiles}mm;width:210mm;height:{297 / tiles}mm"
        shown += f"<img style='{place}' src='data:image/png;base64,{picture}'>"
    style = "@page{margin:0} p.first{margin:20mm}"
    second = f"<div style='page-break-before:always;position:relative'>{shown}</div>"
    data = HTML(string=f"<style>{style}</style><p class=first>The first page has text.</p>{second}").write_pdf()
    return bytes(data or b"")


def read(tiles: int = 1) -> FileText:
    return read_text("scan.pdf", scan(tiles))


@pytest.mark.parametrize("tiles", [1, 40])
def test_without_tesseract_a_scanned_page_is_told_however_it_is_cut(monkeypatch, tiles):
    monkeypatch.setattr(recognition, "program", lambda: "")
    text = read(tiles)
    assert [(remark.code, remark.severity) for remark in text.remarks] == [("pictured-page", "asks")]
    assert text.remarks[0].message == "Page 2 is a picture. Nothing on it was read."


@pytest.mark.skipif(not program(), reason="tesseract is not installed")
def test_with_tesseract_a_scanned_page_is_read_and_every_figure_asked_after():
    text = read()
    assert [str(line) for line in text if line.strip()][1:] == ["Accept £5,250 in 2023/24.", "Signed 14 March 2024"]
    (remark,) = text.remarks
    assert (remark.code, remark.severity) == ("recognised-page", "asks")
    assert remark.message == (
        "Page 2 is a picture whose text a machine recognised. "
        "Compare every figure with the page: £5,250, 2023/24, 14 March 2024."
    )


def test_a_program_that_fails_leaves_the_page_told(monkeypatch):
    monkeypatch.setattr(recognition, "program", lambda: "/bin/false")
    assert [remark.code for remark in read().remarks] == ["pictured-page"]


def test_words_stand_where_the_machine_saw_them_and_shadows_are_left_out():
    def word(line: int, left: int, top: int, width: int, height: int, sure: int, text: str) -> str:
        return "\t".join(map(str, (5, 1, 1, 1, line, 1, left, top, width, height, sure, text))) + "\n"

    table = HEADER + word(1, 100, 100, 80, 40, 95, "Sum") + word(1, 500, 102, 120, 40, 90, "£5,250")
    characters = characters_of(table + word(2, 0, 300, 9, 9, 3, "|"), 2.0, 842.0)
    assert "".join(c.text for c in characters) == "Sum£5,250"
    assert {c.base for c in characters} == {842.0 - 71.0}
    assert (characters[0].left, characters[3].left) == (50.0, 250.0)


def test_figures_are_sums_years_dates_and_numbers_each_once():
    lines = ["PCD 1907: £1,204,350.75 (2023/24)", "Signed 14 March 2024; 5% of £1.2m, £1,204,350.75."]
    assert figures_in(lines) == ["1907", "£1,204,350.75", "2023/24", "14 March 2024", "5%", "£1.2m"]
