"""Rich text files: what is hidden stays out and is told; fields, boxes, tables and signs are read as they look."""

import pytest

from text_readers.lines import FileText
from text_readers.reader import read_text

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Calibri;}{\f1\fcharset2 Wingdings;}}"
    r"{\colortbl;\red0\green0\blue0;\red255\green255\blue255;}{\stylesheet{\s5\v Secret;}}"
)


def read(body: str, head: str = HEAD) -> FileText:
    return read_text("a.rtf", f"{head}{body}}}".encode("latin-1"))


def shown(text: FileText) -> list[str]:
    return [str(line) for line in text if line.strip()]


@pytest.mark.parametrize(
    "hiding",
    [
        r"{\v ghost}",
        r"{\cf2 ghost}",
        r"{\highlight1 ghost}",
        r"{\cf1\chcbpat1 ghost}",
        r"{\fs2 ghost}",
        r"{\strike ghost}",
        r"{\expndtw-1000 ghost}",
        r"{\charscalex1 ghost}",
        r"\li-30000 ghost\pard",
        r"{\deleted ghost}",
        r"{\v\'67host}",
    ],
)
def test_what_is_hidden_struck_out_or_deleted_is_left_out_and_told(hiding):
    text = read(rf"\pard Seen.\par {hiding}\par Seen too.\par")
    assert shown(text) == ["Seen.", "Seen too."]
    assert [remark.code for remark in text.remarks] == ["hidden-text"]
    assert "ghost" in text.remarks[0].message.replace("”, “", "")


def test_a_plain_file_tells_nothing_and_words_on_a_ground_are_seen():
    text = read(r"\pard {\cf2\chcbpat1 Seen.} {\highlight7 And this.}\par")
    assert (shown(text), text.remarks) == (["Seen. And this."], [])


def test_signs_are_read_in_every_way_they_are_written():
    body = r"\pard \'a35 \endash  it\rquote s \u8364?5 {\uc2\u8364 ??}6 {\f1\'fc}\u-3842?\~x\par"
    assert shown(read(body)) == ["£5 – it’s €5 €6 ✓☑\u00a0x"]
    assert shown(read(r"\pard \'a35\par", r"{\rtf1\mac{\fonttbl{\f0 Geneva;}}")) == ["£5"]
    assert shown(read("\\pard £5 – café\\par".encode("cp1252").decode("latin-1"))) == ["£5 – café"]


def test_boxes_heads_notes_and_list_numbers_are_read_once():
    body = (
        r"{\header\pard OFFICIAL\par}\pard{\listtext 1.\tab}Accept\'b9{\footnote\pard{\super\chftn} Noted.}\par"
        r"{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt\pard In a box.\par}}"
        r"{\shprslt{\*\do{\dptxbxtext\pard In a box.\par}}}}"
    )
    text = read(body)
    assert shown(text) == ["OFFICIAL", "1. Accept¹", "In a box.", "¹ Noted."]
    assert next(line.kind for line in text if line == "OFFICIAL") == "header"


def test_fields_of_forms_show_their_answers():
    def field(settings: str, result: str = "") -> str:
        return rf"{{\field{{\*\fldinst FORM {{\*\formfield{{{settings}}}}}}}{{\fldrslt {result}}}}}"

    body = (
        r"\pard Title: "
        + field(r"\fftype0{\*\ffdeftext default}", "Safer Walks")
        + r"\par "
        + field(r"\fftype1\ffres1")
        + " Legal "
        + field(r"\fftype1\ffdefres0")
        + r"\par "
        + "Part 2? "
        + field(r"\fftype2\ffres1{\*\ffl NO}{\*\ffl YES}")
        + r"\par"
    )
    assert shown(read(body)) == ["Title: Safer Walks", "☑ Legal ☐", "Part 2? YES"]


def test_rows_merged_cells_and_inner_tables_are_read():
    body = (
        r"\trowd\cellx1\clvmgf\cellx2\cellx3\pard\intbl 2023/24\cell Safer\cell \'a35\cell\row"
        r"\trowd\cellx1\clvmrg\cellx2\cellx3\pard\intbl 2024/25\cell\cell \'a36\cell\row"
        r"\trowd\cellx1\pard\intbl Before.\par\pard\intbl\itap2 a\nestcell b\nestcell{\*\nesttableprops\trowd\nestrow}"
        r"{\nonesttables\par}\pard\intbl\itap1 After.\cell\row\pard End.\par"
    )
    assert shown(read(body)) == ["2023/24\tSafer\t£5", "2024/25\tSafer\t£6", "Before.", "a\tb", "After.", "End."]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (r"{\pict\picwgoal9000\pichgoal7000\bin4 {}\v}", "picture"),
        (r"{\object{\*\objclass Excel.Sheet.8}{\*\objdata 01}{\result x}}", "file-not-read"),
        (r"{\*\annotation \pard A remark.}", "comments"),
        (r"{\b bold", "file-cut"),
    ],
)
def test_what_is_not_read_is_told(body, code):
    text = read(rf"\pard Seen.\par {body}")
    assert shown(text)[0] == "Seen."
    assert [remark.code for remark in text.remarks] == [code]


def test_a_file_nested_without_end_is_refused():
    with pytest.raises(Exception, match="nested deeper"):
        read("{" * 100_000)


def test_fields_without_a_result_formulas_and_half_codes_lose_nothing():
    field = r"{\field{\*\fldinst SYMBOL 163 \\\\f Arial}{\fldrslt }}"
    text = read(rf"Award {field}400 \'zzto Camden\par {{\mmath{{\*\moMath{{\mr 2}}{{\mr x}}}}}}\par")
    assert shown(text) == ["Award £400 zzto Camden", "2x"]
    equation = read(r"half {\field{\*\fldinst EQ 1}{\fldrslt }} \par")
    assert [remark.code for remark in equation.remarks] == ["sign-not-read"]


def test_words_drawn_as_a_picture_are_told():
    text = read(r"a\par{\shp{\*\shpinst{\sp{\sn gtextUNICODE}{\sv DRAFT}}}}")
    assert [remark.message for remark in text.remarks] == ["Text drawn as a picture was left out: “DRAFT”."]


def test_lines_typed_side_by_side_in_the_cells_of_one_row_are_rows():
    rows = r"\trowd\cellx1\cellx2\pard\intbl 2023/24\par 2024/25\cell \'a31\par \'a32\cell\row"
    assert shown(read(rows)) == ["2023/24\t£1", "2024/25\t£2"]
