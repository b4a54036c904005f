"""Text that a saved page hides by its styles is left out and told; what is seen is read, whatever hides beside it."""

import pytest

from text_readers.html import read_html
from text_readers.mail import open_mail

PAGE = "<html><head><style>{}</style></head><body><h1>PCD 700</h1>{}<p>The grant is £40,000.</p></body></html>"


def lines_and_remarks(style: str, body: str) -> tuple[str, str]:
    text = read_html("page.html", PAGE.format(style, body))
    return "\n".join(str(line) for line in text), " ".join(remark.message for remark in text.remarks)


HIDDEN = [
    ("div .x { display: none }", "<div><p class=x>Secret name</p></div>"),
    ("section > p { display: none }", "<section><p>Secret name</p></section>"),
    ("[data-private] { display: none }", "<p data-private>Secret name</p>"),
    ("p.x.y { visibility: hidden }", '<p class="x y">Secret name</p>'),
    ("@media screen { .x { display: none } }", "<p class=x>Secret name</p>"),
    ("@import url(a.css); .x { display: none }", "<p class=x>Secret name</p>"),
    ("<!-- .x { display: none } -->", "<p class=x>Secret name</p>"),
    ("", "<p style='transform: scale(0)'>Secret name</p>"),
    ("", "<p style='font-size: 1px'>Secret name</p>"),
    ("", "<p style='font: 0/0 a'>Secret name</p>"),
    ("", "<p style='color: #fff0'>Secret name</p>"),
    ("", "<p style='color: #fdfdfd'>Secret name</p>"),
    ("", "<p style='color: hsl(0, 0%, 100%)'>Secret name</p>"),
    ("", "<p><font color=white>Secret name</font></p>"),
    ("", "<table bgcolor='#003366'><tr><td><font color='#003366'>Secret name</font></td></tr></table>"),
    ("", "<p style='mso-hide: all'>Secret name</p>"),
    ("", "<p>It was <del>Secret name</del>.</p>"),
    ("", "<p style='text-decoration: line-through'>Secret name</p>"),
    (".x { display: block } .x { display: none !important }", "<p class=x style='display: block'>Secret name</p>"),
    ("body { color: white }", "<p>Secret name</p>"),
    ("@layer a { .x { display: none } }", "<p class=x>Secret name</p>"),
    ("@supports (display: grid) { .x { display: none } }", "<p class=x>Secret name</p>"),
    (".x { b { display: none } &.y { color: red } }", "<p class=x><b>Secret name</b></p>"),
    (":root { --shown: none } .x { display: var(--shown) }", "<p class=x>Secret name</p>"),
    *(
        ("", f"<p style='{style}'>Secret name</p>")
        for style in (
            "opacity: 0.01",
            "filter: opacity(0)",
            "clip-path: circle(0)",
            "transform: translateX(-5000px)",
            "translate: -9999px",
            "scale: 0",
            "zoom: 0.01",
            "position: fixed; top: 200vh",
            "position: absolute; inset: -9999px auto auto -9999px",
            "-webkit-text-fill-color: transparent",
            "text-indent: 200%; overflow: hidden",
        )
    ),
]


@pytest.mark.parametrize(("style", "body"), HIDDEN)
def test_what_a_page_hides_is_left_out_and_told(style: str, body: str) -> None:
    lines, remarks = lines_and_remarks(style, body)
    assert "Secret name" not in lines
    assert "“Secret name" in remarks


SEEN = [
    (".x { display: none } .x.open { display: block }", '<p class="x open">Plain words</p>'),
    ("@media print { .x { display: none } }", "<p class=x>Plain words</p>"),
    ("@media (max-width: 600px) { .x { display: none } }", "<p class=x>Plain words</p>"),
    ("p:hover { display: none }", "<p>Plain words</p>"),
    (".x::before { display: none }", "<p class=x>Plain words</p>"),
    ("", "<div style='background: #00205b'><p style='color: white'>Plain words</p></div>"),
    ("", "<div style='background: url(a.png)'><p style='color: white'>Plain words</p></div>"),
    ("@supports not (display: grid) { .x { display: none } }", "<p class=x>Plain words</p>"),
    ("", "<p style='opacity: 0.5; transform: translateX(-50%); zoom: 1.5'>Plain words</p>"),
    ("", "<ul style='font-size: 0'><li style='font-size: 16px'>Plain words</li></ul>"),
    ("", "<div style='color: white'><p style='color: black'>Plain words</p></div>"),
    ("", "<div style='visibility: hidden'><p style='visibility: visible'>Plain words</p></div>"),
    (".x { display: none }", "<p class=x style='display: block'>Plain words</p>"),
]


@pytest.mark.parametrize(("style", "body"), SEEN)
def test_what_is_seen_is_read(style: str, body: str) -> None:
    lines, remarks = lines_and_remarks(style, body)
    assert "Plain words" in lines
    assert "Plain words" not in remarks


def test_a_number_above_the_line_is_no_digit() -> None:
    lines, _ = lines_and_remarks(".note { vertical-align: super }", "<p>It is £400,000<span class=note>2</span>.</p>")
    assert "£400,0002" not in lines


def test_a_page_saved_with_its_style_sheets_is_judged_by_them() -> None:
    letter = (
        "From: <Saved by a browser>\nSnapshot-Content-Location: https://example.org/p\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\n\n'
        "--b\nContent-Type: text/html\nContent-Location: https://example.org/p\n\n"
        "<html><body><h1>PCD 700</h1><p class=x>Secret name</p><p>The grant is £40.</p></body></html>\n"
        "--b\nContent-Type: text/css\nContent-Location: https://example.org/s.css\n\n.x { display: none }\n--b--\n"
    )
    body = open_mail("page.mhtml", letter.encode()).body
    assert "Secret name" not in "\n".join(map(str, body))
    assert "“Secret name" in " ".join(remark.message for remark in body.remarks)
