"""Pages, texts, letters and archives as other programs write them: read as they look, and what is not read is told."""

import base64
import binascii
import io
import stat
import zipfile

import pytest

from documents.text_reader import Unreadable
from tests.text_readers.test_pages import page, shown
from text_readers.lines import FileText
from text_readers.reader import read_text


def told(text: FileText) -> str:
    return " ".join(remark.message for remark in text.remarks)


def test_lists_are_numbered_as_the_page_s_style_says():
    lists = (
        "<ol style='list-style-type: lower-alpha'><li>one<li>two</ol><ol class=r><li>three</ol>"
        "<ol style='list-style: none'><li>3.1 four</ol>"
    )
    assert shown(page(lists, "<style>.r{list-style:upper-roman inside}</style>")) == [
        "a. one",
        "b. two",
        "I. three",
        "3.1 four",
    ]


def test_lists_whose_numbers_the_style_itself_counts_keep_them():
    style = '<style>ol{list-style-type:none} li:before{content:"" counter(a, decimal) ". "}</style>'
    assert shown(page("<ol><li>one<li>two</ol>", style)) == ["1. one", "2. two"]


@pytest.mark.parametrize(
    "note",
    [
        "<math><msup><mn>£400</mn><mn>2</mn></msup></math>",
        "£400<small style='position:relative;top:-.5em'>2</small>",
        "£400<span style='vertical-align:6px;font-size:8px'>2</span>",
        "£400<span style='vertical-align:text-top'>2</span>",
    ],
)
def test_figures_that_a_page_raises_in_any_way_are_no_digits(note):
    assert shown(page(f"<p>{note}</p>")) == ["£400²"]
    assert shown(page("<p><math><mfrac><mn>1</mn><mn>2</mn></mfrac></math></p>")) == ["1/2"]


def test_a_style_for_paper_hides_nothing_on_the_screen():
    text = page(
        "<p class=a>seen</p><p class=b>ghost</p>",
        "<style media=print>.a{display:none}</style><style>.b{display:none}</style>",
    )
    assert shown(text) == ["seen"]
    assert "“ghost”" in told(text)
    assert "“seen”" not in told(text)


def test_pages_in_frames_and_in_addresses_are_told():
    frames = read_text(
        "a.htm", b"<html><frameset><frame src='a_files/sheet001.htm'></frameset><body>Sheet</body></html>"
    )
    assert "a_files/sheet001.htm" in told(frames)
    words = "<p>One two three four five six seven eight nine ten eleven.</p>"
    inner = base64.b64encode(words.encode()).decode()
    for address in (f"data:text/html,{words}", f"data:text/html;base64,{inner}"):
        assert "“One two three four" in told(page(f'<p>Seen.</p><iframe src="{address}"></iframe>'))


def test_signs_spelt_as_codes_of_pages_are_read_and_told():
    text = read_text("a.txt", b"Accept &pound;5 &ndash; now.\nR&D stays.\n")
    assert shown(text) == ["Accept £5 – now.", "R&D stays."]
    assert [remark.code for remark in text.remarks] == ["entities"]
    assert shown(read_text("a.txt", b"Write &pound; for it.")) == ["Write &pound; for it."]


def test_a_text_quoted_as_a_whole_is_read_without_its_marks_and_its_end_signs_are_no_text():
    lines = [f"Line {number}" for number in range(30)]
    assert shown(read_text("a.txt", "\n".join(f"> {line}" if line else ">" for line in ["", *lines]).encode())) == lines
    assert shown(read_text("a.txt", b"Accept.\r\n\x1a")) == ["Accept."]
    assert shown(read_text("a.txt", b"Accept." + bytes(600))) == ["Accept."]


HEAD = "From: a@example.org\r\nTo: b@example.org\r\nDate: Thu, 14 Mar 2024 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"


def letter(kind: str, body: str) -> FileText:
    return read_text("a.eml", f"{HEAD}Content-Type: {kind}\r\n\r\n{body}".encode())


def test_a_file_written_into_the_text_of_a_letter_is_read_as_a_file():
    data = "Accept the grant of £5,000 from the office in this year, as is said.".encode()
    lines = "".join(binascii.b2a_uu(data[at : at + 45]).decode() for at in range(0, len(data), 45))
    text = letter("text/plain", f"See below.\n\nbegin 644 paper.txt\n{lines}`\nend\nRegards\n")
    assert [line for line in shown(text) if line != "Regards"] == ["See below.", data.decode()]
    broken = letter("text/plain", "begin 644 a.txt\n(now)\nend\n")
    assert "(now)" in shown(broken)


def test_a_piece_of_a_letter_and_a_sealed_text_are_told():
    partial = letter('message/partial; id="x"; number=1; total=3', "From: a@x\r\nSubject: y\r\n\r\nAccept 5,000\r\n")
    assert [remark.severity for remark in partial.remarks if remark.code == "file-cut"] == ["asks"]
    sealed = letter("text/plain", "-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA5nB\r\n-----END PGP MESSAGE-----\r\n")
    assert "is encrypted" in told(sealed)


def archive(files: dict[str, bytes], link: str = "") -> bytes:
    with zipfile.ZipFile(stream := io.BytesIO(), "w") as bundle:
        for name, data in files.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = (stat.S_IFLNK | 0o777) << 16 if name == link else 0
            bundle.writestr(info, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (("Index/Document.iwa", "preview.jpg"), "Apple’s Pages"),
        (("index.xml", "buildVersionHistory.plist"), "Apple’s Pages"),
        (("paper/[Content_Types].xml", "paper/word/document.xml"), "a Word file that was taken apart (“paper”)"),
        (("[Content_Types].xml", "FixedDocSeq.fdseq"), "an XPS file"),
        (("mimetype", "META-INF/container.xml"), "an electronic book"),
    ],
)
def test_archives_that_are_one_document_of_another_kind_say_what_they_are(names, says):
    with pytest.raises(Unreadable) as refusal:
        read_text("a.zip", archive(dict.fromkeys(names, b"<a/>")))
    assert says in str(refusal.value)


def test_a_name_in_an_archive_that_only_leads_elsewhere_is_told():
    text = read_text("a.zip", archive({"paper.txt": b"Accept.", "link.txt": b"../secret"}, link="link.txt"))
    assert shown(text) == ["Accept."]
    assert "link.txt is empty" in told(text)
