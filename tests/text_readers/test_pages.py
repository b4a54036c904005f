"""What stands on a saved page is read where it stands: tables as shown, fields, text after the end, frames told."""

import pytest

from text_readers.lines import FileText
from text_readers.reader import read_text


def page(body: str, head: str = "") -> FileText:
    return read_text("a.html", f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode())


def shown(text: FileText) -> list[str]:
    return [str(line) for line in text if line.strip()]


def test_text_after_the_end_of_the_page_is_read():
    text = read_text("a.html", b"<html><body><p>Seen.</p></body></html><p>Also seen.</p></html><p>And this.</p>")
    assert shown(text) == ["Seen.", "Also seen.", "And this."]


def test_cells_that_span_rows_and_columns_stand_in_each_and_no_sum_is_said_twice():
    text = page(
        "<table><tr><th>Year<th>Fund<th>Amount<tr><td>2023/24<td rowspan=2>Safer Streets<td>£5"
        "<tr><td>2024/25<td>£6<tr><td colspan=2>Total<td rowspan=2>£11<tr><td>Note<td>None</table>"
    )
    assert shown(text) == [
        "Year\tFund\tAmount",
        "2023/24\tSafer Streets\t£5",
        "2024/25\tSafer Streets\t£6",
        "Total\t\t£11",
        "Note\tNone",
    ]


def test_a_table_that_lays_the_page_out_is_read_as_running_text_and_its_inner_table_as_a_table():
    text = page(
        "<table><tr><td>&nbsp;</td><td><h2>Money</h2><p>First.</p><p>Second.</p>"
        "<table><tr><td>2023/24<td>£5</table><p>Third.</p></td></tr></table>"
    )
    assert [(str(line), line.kind) for line in text if line.strip()] == [
        ("Money", "heading"),
        ("First.", ""),
        ("Second.", ""),
        ("2023/24\t£5", "row"),
        ("Third.", ""),
    ]


def test_what_was_filled_into_fields_is_read_and_fields_that_show_nothing_are_not():
    text = page(
        "<p>Title: <input value='Safer Walks'></p><p>Part 2? <select><option>No<option selected>Yes</select></p>"
        "<p>Legal advice <input type=checkbox checked></p><p>Equality <input type=checkbox></p>"
        "<p>Advice: <textarea>None needed.</textarea><input type=hidden value=token><input type=submit value=Send></p>"
    )
    assert shown(text) == ["Title: Safer Walks", "Part 2? Yes", "Legal advice ☑", "Equality ☐", "Advice: None needed."]


@pytest.mark.parametrize(
    "hiding",
    [
        "<p style='content-visibility:hidden'>ghost £7</p>",
        "<p>Seen.<!-- The ghost would cost £7,000 in all. --></p>",
        "<table><col><col style='display:none'><tr><td>a<td>ghost<td>b</table>",
    ],
)
def test_hidden_columns_comments_and_contents_are_left_out_and_told(hiding):
    text = page(f"<p>Seen.</p>{hiding}")
    assert "ghost" not in " ".join(text)
    assert any("ghost" in remark.message for remark in text.remarks)


def test_a_program_s_comment_is_no_hidden_text():
    text = page("<!-- BEGIN OUTPUT from 'node--decision.html.twig' --><!--[if IE]><p>Old.</p><![endif]--><p>Seen.</p>")
    assert text.remarks == []


def test_files_and_pages_inside_the_page_are_told():
    text = page(
        "<p>Seen.</p><embed type='application/pdf' src='/files/pcd_7_part_1.pdf?x=1'>"
        "<iframe srcdoc='<p>One two three four five six seven eight nine ten eleven.</p>'></iframe>"
    )
    assert [remark.code for remark in text.remarks] == ["file-not-read"] * 2
    assert "pcd_7_part_1.pdf" in text.remarks[0].message


def test_a_page_that_names_an_encoding_is_read_as_browsers_read_it():
    body = "<html><head><meta charset=iso-8859-1></head><body><p>£5 – “café”</p></body></html>"
    assert shown(read_text("a.html", body.encode("cp1252"))) == ["£5 – “café”"]


def test_text_that_was_encoded_twice_is_mended_and_told():
    twice = "<p>It’s £5 – for the café…</p>".encode().decode("cp1252")
    text = read_text("a.html", f"<html><meta charset=utf-8><body>{twice}</body></html>".encode())
    assert shown(text) == ["It’s £5 – for the café…"]
    assert [remark.code for remark in text.remarks] == ["encoded-twice"]


@pytest.mark.parametrize("text", ["CAFÉ—the end", "£5 à “la” carte", "Ânes et œuvres"])
def test_words_that_only_look_encoded_twice_stay_as_they_are(text):
    assert shown(read_text("a.txt", text.encode())) == [text]


def test_items_carry_the_numbers_letters_and_values_that_their_lists_give_them():
    body = (
        "<ol type=a><li>one<ol type=i><li>two</li><li>three</li></ol></li><li value=5>five</li></ol>"
        "<ol reversed><li>b</li><li>a</li></ol><ul><li>dash</li></ul>"
    )
    assert shown(page(body)) == ["a. one", "i. two", "ii. three", "e. five", "2. b", "1. a", "- dash"]


def test_words_drawn_as_blocks_or_cells_are_no_one_word():
    body = "<div role=row><span role=cell>2023/24</span><span role=cell>£1</span></div>"
    spans = "<span style='display:block'>first</span><span style='display:block'>second</span>"
    assert shown(page(f"{body}<p>{spans}</p>")) == ["2023/24 £1", "first second"]


def test_lines_typed_side_by_side_in_the_cells_of_one_row_are_rows():
    table = "<table><tr><td>2023/24<br>2024/25</td><td>£1<br>£2</td></tr></table>"
    assert shown(page(table)) == ["2023/24\t£1", "2024/25\t£2"]


def test_what_a_style_writes_and_pictures_that_say_something_are_told():
    text = page(
        "<p class=a>Sum</p><img alt='Logo'><img alt='Spend of £18,000'><svg><text>£17,000</text></svg>",
        '<style>.a::before{content:"£13,000"} .b::before{content:"»"}</style>',
    )
    assert [remark.message for remark in text.remarks] == [
        "Text that only the page’s style writes was left out: “£13,000”.",
        "The page shows pictures that were not read: “Spend of £18,000”, “£17,000”.",
    ]


def test_what_a_part_of_a_page_keeps_to_itself_is_read():
    part = "<x-tab><template shadowrootmode=open><p>£19,000</p></template></x-tab><template><p>no</p></template>"
    assert shown(page(part)) == ["£19,000"]


@pytest.mark.parametrize("notice", ["aside", "div role=alert", "div class=alert", "section role=complementary"])
def test_a_notice_inside_the_main_part_of_a_page_is_left_out_and_told(notice):
    tag = notice.split()[0]
    text = page(
        f"<main><h1>Decision</h1><p>{'word ' * 50}</p><{notice}><p>The grant is £9,000.</p></{tag}></main>"
        f"<{notice}><p>Our offices are closed on Monday, we are sorry.</p></{tag}>"
    )
    message = "Text that the page sets apart as a notice was left out: “The grant is £9,000.”."
    assert [(remark.code, remark.message) for remark in text.remarks] == [("notice", message)]


@pytest.mark.parametrize("tag", ["noscript", "object"])
def test_what_a_page_says_where_a_script_or_file_does_not_run_is_told(tag):
    text = page(
        f"<p>Seen.</p><{tag}><p>The grant is £9,000.</p></{tag}>"
        f"<{tag}>You must allow JavaScript in your browser.</{tag}><{tag}>Loading</{tag}>"
    )
    assert shown(text) == ["Seen."]
    assert [remark.message for remark in text.remarks] == [
        "Text that the page shows only where a script or a file inside it does not run was left out: “The grant is "
        "£9,000.”."
    ]


@pytest.mark.parametrize(
    ("cell", "sign"),
    [
        ('<span style="font-family:Wingdings">ü</span>', "✓"),
        ("<span style=\"font-family:'Wingdings 2'\">P</span>", "✓"),
        ("<font face=Wingdings>þ</font>", "☑"),
        ('<b class=tick>ü</b> by <span style="font-family:Arial">Zoë Küng</span>', "✓ by Zoë Küng"),
        ('<span aria-hidden="true">✓</span><span class="sr-only">Yes</span>', "✓"),
    ],
)
def test_ticks_of_symbol_fonts_and_for_the_eye_alone_are_read(cell: str, sign: str):
    text = page(f"<table><tr><td>Legal Advice<td>{cell}</table>", "<style>.tick{font:10pt Wingdings}</style>")
    assert shown(text) == [f"Legal Advice\t{sign}"]
