"""Text out of files: every kind gives the same lines, and hostile or hopeless files are refused with a sentence."""

import io
import zipfile

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from documents.text_reader import Unreadable
from text_readers.lines import MOST_BYTES
from text_readers.reader import read_text


def texts(name: str, data: bytes) -> list[str]:
    return [str(line) for line in read_text(name, data) if line.strip()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_plain_text_is_read_in_every_encoding_it_comes_in(encoding):
    text = "Accept £250,000 – the “offer”\r\nof the Home Office, for the café\rby the river\n"
    assert texts("a.txt", text.encode(encoding)) == [
        "Accept £250,000 – the “offer”",
        "of the Home Office, for the café",
        "by the river",
    ]


def test_lines_keep_their_numbers_in_plain_text():
    lines = read_text("a.txt", b"first\n\n\x0cthird\nfourth\n")
    assert [line.strip() for line in lines] == ["first", "", "third", "fourth", ""]


def test_a_page_gives_headings_items_rows_and_its_furniture():
    page = (
        "<html><head><title>T</title><link rel=canonical href='https://a.example/pcd-7'><script>bad()</script></head><body>"
        "<nav>Menu</nav><h2>Head</h2><ul><li>one<li>two</ul><ol start=3><li>three</ol>"
        "<table><tr><td>2018/19<td>&pound;5</table><p>a&nbsp;b<br>c</p><p hidden>no</p>"
        "<div><p>deep</p></div></body></html>"
    )
    lines = [(str(line), line.kind) for line in read_text("a.html", page.encode()) if line]
    assert lines == [
        ("https://a.example/pcd-7", "address"),
        ("T", "title"),
        ("Menu", "furniture"),
        ("Head", "heading"),
        ("- one", "item"),
        ("- two", "item"),
        ("3. three", "item"),
        ("2018/19\t£5", "row"),
        ("a b", ""),
        ("c", ""),
        ("deep", ""),
    ]


def test_a_page_is_read_in_the_encoding_it_declares_and_however_deep_it_is():
    page = "<html><head><meta charset='windows-1252'></head><body><p>£5 – café</p></body></html>"
    assert texts("a.html", page.encode("cp1252")) == ["£5 – café"]
    assert texts("deep.html", b"<html><body>" + b"<div>" * 150 + b"<p>here</p>") == ["here"]


def test_a_piece_copied_out_of_a_page_is_read_as_a_page_and_markdown_that_begins_with_a_tag_is_not() -> None:
    assert texts("copied.txt", b"<h2>Boats</h2><p>One.</p><table><tr><td>a<td>b</tr></table>") == [
        "Boats",
        "One.",
        "a\tb",
    ]
    markdown = "<div align=center>\n\n# Boats\n\n</div>\n<p>One.</p>\n<p>Two.</p>"
    assert "# Boats" in texts("boats.md", markdown.encode())


def test_a_page_nested_without_end_is_refused_and_nothing_worse():
    with pytest.raises(Unreadable, match=r"deep\.html"):
        read_text("deep.html", b"<html><body>" + b"<div>" * 100_000 + b"<p>here</p>")


def numbered(paragraph, level: int, number: int) -> None:
    """Give a Word paragraph an automatic number."""
    properties = paragraph._p.get_or_add_pPr()
    numbering = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", level), ("w:numId", number)):
        child = OxmlElement(name)
        child.set(qn("w:val"), str(value))
        numbering.append(child)
    properties.append(numbering)


def word(make) -> bytes:
    document = Document()
    make(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def add_list(document, number: int, levels: list[tuple[str, str]]) -> None:
    """A list of the document's own: format and text of each level."""
    part = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), str(number))
    for at, (shape, text) in enumerate(levels):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(at))
        for name, value in (("w:start", "1"), ("w:numFmt", shape), ("w:lvlText", text)):
            child = OxmlElement(name)
            child.set(qn("w:val"), value)
            level.append(child)
        abstract.append(level)
    part.insert(0, abstract)
    num = OxmlElement("w:num")
    num.set(qn("w:numId"), str(number))
    child = OxmlElement("w:abstractNumId")
    child.set(qn("w:val"), str(number))
    num.append(child)
    part.append(num)


def test_word_counts_numbers_that_are_no_text_and_they_are_read():
    def make(document):
        add_list(document, 77, [("decimal", "%1."), ("decimal", "%1.%2."), ("lowerLetter", "(%3)")])
        for level, text in ((0, "Introduction"), (1, "One"), (1, "Two"), (2, "Part"), (0, "Issues"), (1, "Three")):
            numbered(document.add_paragraph(text), level, 77)

    assert texts("a.docx", word(make)) == [
        "1. Introduction",
        "1.1. One",
        "1.2. Two",
        "(a) Part",
        "2. Issues",
        "2.1. Three",
    ]


def test_word_tables_ticks_breaks_and_deleted_words():
    def make(document):
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = "Financial advice:", "Consulted"
        run = table.cell(0, 1).paragraphs[0].add_run()
        symbol = OxmlElement("w:sym")
        symbol.set(qn("w:font"), "Wingdings")
        symbol.set(qn("w:char"), "F0FC")
        run._r.append(symbol)
        paragraph = document.add_paragraph("kept ")
        deleted = OxmlElement("w:del")
        deleted.append(paragraph.add_run("not this")._r)
        paragraph._p.append(deleted)
        paragraph.add_run("too").add_break()
        paragraph.add_run("next line")

    assert texts("a.docx", word(make)) == ["Financial advice:\tConsulted✓", "kept too", "next line"]


def pdf(body: str) -> bytes:
    import weasyprint

    return bytes(
        weasyprint.HTML(
            string=f"<html lang=en><style>@page {{ @bottom-center {{ content: 'Page ' counter(page) }} }}</style>{body}"
        ).write_pdf()
    )


def test_a_pdf_gives_its_lines_with_gaps_and_its_page_numbers_as_furniture():
    data = pdf(
        "<p>First paragraph,<br>on three<br>lines.</p><p>Second paragraph.</p>"
        "<p style='break-before: page'>Third paragraph.</p>"
    )
    lines = [(str(line), line.kind) for line in read_text("a.pdf", data)]
    text_lines = [text for text, kind in lines if not kind]
    assert text_lines[:5] == ["First paragraph,", "on three", "lines.", "", "Second paragraph."]
    assert text_lines[-1] == "Third paragraph."
    assert [text for text, kind in lines if kind == "furniture"] == ["Page 1", "Page 2"]


def archive(**parts: bytes | str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in parts.items():
            out.writestr(name.replace("__", "/"), data)
    return stream.getvalue()


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\x00\n", "empty"),
        ("huge.txt", b"a" * (MOST_BYTES + 1), "larger than 20 MB"),
        ("long.txt", b"word\n" * 60_000, "far more text"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a picture"),
        ("paper.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "used before 2007"),
        ("noise.txt", bytes(range(1, 256)) * 40, "not text"),
        ("paper.pdf", b"%PDF-1.7\nnonsense", "broken PDF"),
        ("paper.docx", b"PK\x03\x04nonsense", "broken archive"),
        ("sheet.docx", archive(xl__workbook="<a/>"), "a spreadsheet"),
        ("files.zip", archive(**{".DS_Store": "b"}), "an archive without a file"),
        ("laughs.docx", archive(word__document="", **{"word/document.xml": LAUGHS}), "XML entities"),
        ("laughs16.docx", archive(**{"word/document.xml": LAUGHS.decode().encode("utf-16")}), "XML entities"),
        (
            "bomb.docx",
            archive(**{"word/document.xml": b"<a/>", "word/b.xml": b"0" * 90_000_000}),
            "unpacks to far more",
        ),
        ("half.docx", archive(**{"word/document.xml": b"<a"}), "broken Word file"),
    ],
)
def test_hostile_and_hopeless_files_are_refused_with_a_sentence(name, data, says):
    with pytest.raises(Unreadable) as refusal:
        read_text(name, data)
    assert says in str(refusal.value)
    assert str(refusal.value).startswith(name)
    assert "Traceback" not in str(refusal.value)


def test_a_pdf_of_pictures_and_a_locked_pdf_are_refused():
    import pikepdf

    scan, locked = pikepdf.new(), io.BytesIO()
    scan.add_blank_page()
    scan.save(locked, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    plain = io.BytesIO()
    scan.save(plain)
    with pytest.raises(Unreadable, match="pictures of pages"):
        read_text("scan.pdf", plain.getvalue())
    with pytest.raises(Unreadable, match="locked with a password"):
        read_text("locked.pdf", locked.getvalue())


def test_a_page_that_names_outside_files_reads_none(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    head = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY s SYSTEM "file://{secret}">]>'
    page = f"{head}<html><body><p>a &s; b</p></body></html>"
    assert "SECRET" not in " ".join(texts("a.html", page.encode()))
