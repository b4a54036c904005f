"""Ugly pages, letters, texts, rich text and archives: what stands in them is read, or named among what was not."""

import io
import zipfile

import pytest

from documents.text_reader import Unreadable
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


def test_an_archive_behind_another_is_refused_and_its_comment_told():
    first, second = archive({"1.txt": b"First paper."}), archive({"2.txt": b"Second paper."})
    with pytest.raises(Unreadable, match="holds another archive before its own"):
        read_text("a.zip", first + second)
    assert "“See the other file”" in read("a.zip", archive({"1.txt": b"Paper."}, b"See the other file"))[1]
