"""Ugly pages, letters, texts, rich text and archives: what stands in them is read, or named among what was not."""

import io
import zipfile
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from documents.text_reader import Unreadable
from tests.intake.test_word_files import run, word_file
from tests.text_readers.test_open_document import read as odt
from tests.text_readers.test_open_document import style
from tests.text_readers.test_shapes_of_pdfs import at, drawn
from text_readers.reader import read_text

WORDS = "The Deputy Mayor is asked to approve the award from the Home Office for Operation Larch. " * 3
HEAD = "From: a@example.org\r\nTo: b@example.org\r\nDate: Thu, 14 Mar 2024 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"


def read(name: str, data: bytes | str) -> tuple[str, str]:
    """The text of a file, and all that was told of it."""
    text = read_text(name, data.encode() if isinstance(data, str) else data)
    told = (piece for remark in text.remarks for piece in (remark.message, *remark.details))
    return "\n".join(text), "\n".join(told)


def page(body: str, around: str = "") -> str:
    return f"<!doctype html><html><body><main><h1>Larch</h1><p>{WORDS}</p>{body}</main>{around}</body></html>"


def parts(kind: str, *texts: str, before: str = "", after: str = "", head: str = HEAD) -> str:
    inner = "".join(f"--b\r\n{text}\r\n" for text in texts)
    return f'{head}Content-Type: multipart/{kind}; boundary="b"\r\n\r\n{before}\r\n{inner}--b--\r\n{after}'


def archive(files: dict[str, bytes], comment: bytes = b"") -> bytes:
    with zipfile.ZipFile(stream := io.BytesIO(), "w") as bundle:
        bundle.comment = comment
        for name, data in files.items():
            bundle.writestr(name, data)
    return stream.getvalue()


def test_what_closed_menus_and_feet_hide_is_told_in_one_line_and_their_sums_by_themselves():
    menu = "<nav><ul hidden><li>About us<li>News</ul><div style='display:none'>Contact</div></nav>"
    told = read("a.html", page("", menu))[1]
    assert told.splitlines() == [
        "2 closed parts of the site’s menus, head and foot were left out: “About us News…”.",
        "About us News",
        "Contact",
    ]
    foot = "<footer><p hidden>The sum of £44,000 was refused.</p><p>Contact</p></footer>"
    text, told = read("a.html", page("<aside hidden>£22,000 was not agreed.</aside>", foot))
    assert "44,000" not in text
    assert told == (
        "Text that the page hides in a menu, a head or a foot was left out: “£22,000 was not agreed.”, "
        "“The sum of £44,000 was refused.”."
    )


def test_a_page_without_hidden_parts_tells_nothing():
    assert read("a.html", page("<p>Accept £5.</p>", "<nav><a href='/'>Home</a></nav><footer>Contact</footer>"))[1] == ""


def test_a_heading_that_is_a_button_is_read():
    text, _ = read("a.html", page("<h2><button aria-expanded=true>Recommendations</button></h2><button>Print</button>"))
    assert "\nRecommendations\n" in text
    assert "Print" not in text


@pytest.mark.parametrize(
    "element",
    [
        "<svg><text>Secret</text></svg>",
        "<iframe srcdoc='<p>Secret £7</p>'></iframe>",
        "<template><p>Secret £7</p></template>",
        "<canvas>Secret: a table of costs, £66,000</canvas>",
        "<video>Secret: the sum is £66,000</video>",
        "<p aria-hidden=true>Secret £7 to the eye</p>",
        "<p class=sr-only>Secret £7 to the ear</p>",
        "<!--[if mso]><p>Secret £7 in one program</p><![endif]-->",
    ],
)
def test_what_a_page_shows_to_some_only_is_told(element):
    text, told = read("a.html", page(element))
    assert "Secret" not in text
    assert "Secret" in told


def test_pictures_that_nothing_describes_are_told_and_icons_are_not():
    large = f"<img src='data:image/png;base64,{'A' * 30_000}'><img src=costs.png alt=''>"
    small = "<img src=icon.png width=20 height=20 alt=''><img src='data:image/gif;base64,R0'><img src=a.png alt='Logo'>"
    assert "2 pictures that nothing describes and that were not read" in read("a.html", page(large + small))[1]
    assert read("a.html", page(small))[1] == ""


def test_text_around_the_parts_of_a_letter_is_told_and_the_usual_preamble_is_not():
    body = "Content-Type: text/plain\r\n\r\nAccept."
    text, told = read("a.eml", parts("mixed", body, before="Not £31,000", after="but £32,000"))
    assert text.strip() == "Accept."
    assert "“Not £31,000”" in told
    assert "“but £32,000”" in told
    assert read("a.eml", parts("mixed", body, before="This is a multi-part message in MIME format."))[1] == ""


def test_words_that_the_page_of_a_letter_hides_do_not_come_back_by_the_plain_text():
    hidden = "not agreed at all " * 30
    plain = f"Content-Type: text/plain\r\n\r\nAccept.\r\n{hidden}\r\nThe sum is £61,000."
    styled = f"Content-Type: text/html\r\n\r\n<p>Accept.</p><div style='display:none'>{hidden}</div>"
    text, told = read("a.eml", parts("alternative", plain, styled))
    assert text.strip() == "Accept."
    assert "not agreed at all" in told
    assert "The sum is £61,000." in told


def test_a_file_that_lies_elsewhere_is_told_with_its_address():
    elsewhere = 'Content-Type: message/external-body; URL="https://a.example/p"\r\n\r\nContent-Type: text/plain\r\n'
    told = read("a.eml", parts("mixed", "Content-Type: text/plain\r\n\r\nAccept.", elsewhere))[1]
    assert "a file that lies elsewhere, at https://a.example/p" in told


def test_short_pages_and_papers_inside_a_saved_page_are_told():
    head = "Snapshot-Content-Location: https://a.example/p\r\nSubject: Larch\r\nMIME-Version: 1.0\r\n"
    main = f"Content-Type: text/html\r\n\r\n{page('<p>Accept £5.</p>')}"
    frame = "Content-Type: text/html\r\n\r\n<p>It was refused</p>"
    paper = "Content-Type: application/pdf\r\nContent-Location: https://a.example/annex.pdf\r\n\r\n%PDF"
    text, told = read("a.mhtml", parts("related", main, frame, paper, head=head))
    assert "Accept £5." in text
    assert "A page inside the page was not read: “It was refused…”." in told
    assert "annex.pdf, a file inside the saved page" in told


def test_signs_that_nobody_sees_split_no_sum_and_spell_nothing():
    spelt = "".join(chr(0xE0000 + ord(letter)) for letter in "not agreed")
    text, told = read("a.txt", f"Accept £9\u200b0,0\u206000 \u00ad– soft\u00adly{spelt}.")
    assert text == "Accept £90,000 \u00ad– soft\u00adly."
    assert "“not agreed”" in told
    remarks = read_text("a.txt", "Accept \u202e000,09£\u202c.".encode()).remarks
    assert [remark.severity for remark in remarks] == ["asks"]


def test_small_pictures_and_the_words_of_comments_in_rich_text_are_told():
    pictures = b"{\\pict\\pngblip\\picwgoal4000\\pichgoal3000 89}{\\pict\\pngblip\\picwgoal300\\pichgoal300 89}"
    comment = b"{\\*\\annotation {\\chatn}Not \\'a37}"
    text, told = read("a.rtf", b"{\\rtf1\\ansi Accept." + comment + pictures + b"\\par}")
    assert text.strip() == "Accept."
    assert "a small picture that was not read" in told
    assert "Not £7" in told
    drawing = b"{\\rtf1\\ansi Accept.{\\pict\\wmetafile8\\picw26458\\pich18000 01}\\par}"
    assert "a large picture" in read("a.rtf", drawing)[1]


def test_control_characters_around_the_fields_of_a_saved_page_are_no_text():
    assert "\nDate 14/03/2024\n" in read("a.html", page("<p>Date \x0414/03/2024\x05</p><p>End\x01</p>"))[0]


def test_an_archive_behind_another_is_refused_and_its_comment_told():
    first, second = archive({"1.txt": b"First paper."}), archive({"2.txt": b"Second paper."})
    with pytest.raises(Unreadable, match="holds another archive before its own"):
        read_text("a.zip", first + second)
    assert "“See the other file”" in read("a.zip", archive({"1.txt": b"Paper."}, b"See the other file"))[1]


def marked_pdf(kind: str, **more: Any) -> bytes:
    """A PDF with a mark of this kind laid over its page."""
    document = pikepdf.open(io.BytesIO(drawn(at(50, 700, "Accept the award of the fund."))))
    mark = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=Array([100, 100, 300, 150]), **more)
    document.pages[0].Annots = Array([document.make_indirect(mark)])
    document.save(out := io.BytesIO())
    return out.getvalue()


@pytest.mark.parametrize("kind", ["Text", "Highlight", "StrikeOut", "Underline", "Squiggly", "Caret", "Square", "Ink"])
def test_the_words_of_every_mark_over_a_pdf_are_told(kind):
    told = read("a.pdf", marked_pdf(kind, Contents=String("Not agreed")))[1]
    assert told.splitlines() == ["1 comment was not read, in the margin of the PDF.", "Not agreed"]


def test_stamps_and_files_laid_over_a_pdf_are_told():
    assert "On page 1 lies a stamp." in read("a.pdf", marked_pdf("Stamp"))[1]
    assert "On page 1 lies an attached file." in read("a.pdf", marked_pdf("FileAttachment"))[1]


def test_a_form_in_xml_is_asked_about_and_every_attached_file_named():
    document = pikepdf.open(io.BytesIO(drawn(at(50, 700, "Please wait..."))))
    form = document.make_stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=Array([String("template"), form]))
    for number in range(7):
        document.attachments[f"annex {number}.txt"] = b"Annex"
    document.save(out := io.BytesIO())
    text = read_text("a.pdf", out.getvalue())
    assert [remark.severity for remark in text.remarks] == ["asks", "informs"]
    assert "annex 6.txt" in text.remarks[1].details


def test_words_of_a_word_file_outside_of_paragraphs_are_read_or_told():
    versions = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice>'
        f"<w:p>{run('Newer')}</w:p></mc:Choice><mc:Fallback><w:p>{run('Older')}</w:p></mc:Fallback>"
        "</mc:AlternateContent>"
    )
    formula = "<m:oMathPara><m:oMath><m:r><m:t>a = b</m:t></m:r></m:oMath></m:oMathPara>"
    moved = f'<w:moveTo w:id="1" w:author="a"><w:p>{run("Moved")}</w:p></w:moveTo>'
    deleted = '<w:del w:id="1" w:author="a"><w:p><w:r><w:delText>Deleted</w:delText></w:r></w:p></w:del>'
    text, told = read("a.docx", word_file(versions, formula, moved, deleted))
    assert text.split() == ["Newer", "a", "=", "b", "Moved"]
    assert "“Deleted”" in told


def test_what_pictures_of_a_word_file_are_said_to_show_is_told():
    space = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    drawing = f'<w:drawing><wp:inline {space}><wp:docPr id="1" name="a" descr="{{}}"/></wp:inline></w:drawing>'
    picture = f"<w:p><w:r>{drawing}</w:r></w:p>"
    shown = word_file(f"<w:p>{run('Accept.')}</w:p>", picture.format("Costs: £9,000"), picture.format("Our logo"))
    assert read("a.docx", shown)[1].splitlines()[0] == "Pictures described so were not read: “Costs: £9,000”."


def test_notes_covered_cells_and_linked_parts_of_open_document_hide_nothing():
    hidden = style("hidden", 'text:display="none"', "text")
    note = (
        '<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>See <text:span text:style-name="'
        'hidden">not agreed</text:span>below</text:p></text:note-body></text:note>'
    )
    covered = (
        '<table:table><table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>Sum</text:p>'
        "</table:table-cell><table:covered-table-cell><text:p>£5</text:p></table:covered-table-cell></table:table-row>"
        "</table:table>"
    )
    source = '<text:section-source xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="b.odt"/>'
    linked = f"<text:section>{source}</text:section>"
    comment = "<office:annotation><text:p>Not £6</text:p></office:annotation>"
    text = odt(f"<text:p>Accept{note}{comment}</text:p>{covered}{linked}", hidden)
    told = "\n".join(piece for remark in text.remarks for piece in (remark.message, *remark.details))
    assert [line for line in text if line.strip()] == ["Accept¹", "Sum", "¹ See below"]
    for words in ("“not agreed”", "“£5”", "b.odt", "Not £6"):
        assert words in told
