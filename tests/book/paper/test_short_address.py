"""The code on the last page leads to the paper's check, as a telephone reads it off the page."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
import zxingcpp
from PIL import Image

from book.paper import draw
from book.paper.short_address import short_address
from book.part1 import Part1
from tests.book.part1.papers import full_paper

ADDRESS = "https://decisions.example/v/PCD-1901"


def page_pictures(pdf: bytes, folder: Path) -> list[Path]:
    """Each page as a picture in grey, as coarse as a copy on office paper."""
    (folder / "paper.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "100", "-gray", "-png", "paper.pdf", "page"], cwd=folder, check=True)
    return sorted(folder.glob("page-*.png"))


def codes(picture: Path) -> list[str]:
    with Image.open(picture) as image:
        return [code.text for code in zxingcpp.read_barcodes(image.convert("L"))]


def test_the_code_on_the_last_page_alone_says_where_the_paper_is_checked(tmp_path: Path):
    read = [codes(picture) for picture in page_pictures(draw(full_paper()).pdf, tmp_path)]
    assert read == [[]] * (len(read) - 1) + [[ADDRESS]]


def test_the_address_stands_beside_it_in_letters_and_for_a_screen_reader(tmp_path: Path):
    (tmp_path / "paper.pdf").write_bytes(draw(full_paper()).pdf)
    words = subprocess.run(["pdftotext", "paper.pdf", "-"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert ADDRESS in words.stdout.replace("\n", " ")
    with pikepdf.open(tmp_path / "paper.pdf") as pdf:
        figures = [
            thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"
        ]
        assert [str(figure.Alt) for figure in figures] == [
            "QR code of the address beside it, where this paper can be checked"
        ]
        assert not any(isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image" for thing in pdf.objects)


def test_the_code_costs_no_page_and_a_draft_has_none(tmp_path: Path):
    paper = full_paper()
    assert draw(paper).pages == draw(replace(paper, register_address="")).pages
    pictures = page_pictures(draw(paper.unsigned(), draft=True).pdf, tmp_path)
    assert not any(codes(picture) for picture in pictures)


def test_a_paper_that_names_no_register_has_no_address():
    assert short_address(replace(full_paper(), register_address="")) == ""
    paper: Part1 = full_paper()
    assert short_address(paper) == ADDRESS
