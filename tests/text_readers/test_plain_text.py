"""Text files as programs print them give the same lines and rows as typed ones."""

import quopri

import pytest

from text_readers.reader import read_text


def shown(text: str | bytes) -> list[str]:
    data = text if isinstance(text, bytes) else text.encode()
    return [str(line) for line in read_text("a.txt", data) if line.strip()]


def test_codes_of_terminals_are_no_text_and_concealed_words_are_told():
    text = read_text("a.txt", b"\x1b[1mExecutive\x1b[0m Sum\x1b[4mmary\x1b[m\nA\x08A grant\x1b[8m of ghosts\x1b[28m.\n")
    assert [str(line) for line in text if line] == ["Executive Summary", "A grant."]
    assert "of ghosts" in text.remarks[0].message


def test_tables_drawn_with_lines_are_rows():
    drawn = "┌───────┬──────┐\n│ Year  │ Sum  │\n├───────┼──────┤\n│ 23/24 │ £5   │\n└───────┴──────┘\n"
    lines = [(str(line), line.kind) for line in read_text("a.txt", drawn.encode()) if line.strip()]
    assert lines == [("Year\tSum", "row"), ("23/24\t£5", "row")]


def test_rows_of_quoted_values_are_rows():
    assert shown('"Year","Sum, in full"\n"2023/24","£1,204 ""net"""\n"a";"b"\n') == [
        "Year\tSum, in full",
        '2023/24\t£1,204 "net"',
        "a\tb",
    ]
    assert shown('"We agree," he said.\n') == ['"We agree," he said.']


def test_numbers_that_count_every_line_are_no_text_and_those_of_a_list_are():
    typed = [f"Line of words {n}" if n % 4 else "" for n in range(30)]
    assert shown("\n".join(f"{n:4} {line}" for n, line in enumerate(typed, 1))) == [line for line in typed if line]
    numbered = [f"{n}. Item" for n in range(1, 31)]
    assert shown("\n".join(numbered)) == numbered


def test_a_text_saved_in_a_letter_s_encoding_is_decoded():
    text = "Accept £5 – offered. " * 20 + "Yes.\nAnd £6.\n"
    assert shown(quopri.encodestring(text.encode())) == [text.split("\n")[0], "And £6."]


def test_a_table_written_as_csv_is_rows_also_where_a_cell_breaks_its_line():
    text = read_text("a.csv", 'sep=;\nYear;Fund;Amount\n2023/24;"Safer\nStreets";£1,204\n2024/25;Other;£5\n'.encode())
    assert [line for line in text if line] == [
        "Year\tFund\tAmount",
        "2023/24\tSafer Streets\t£1,204",
        "2024/25\tOther\t£5",
    ]
    prose = "First, a sentence.\nThen, another one.\nLast, a third.\n"
    assert list(read_text("a.txt", prose.encode()))[:3] == prose.splitlines()


@pytest.mark.parametrize("encoding", ["cp850", "utf-7"])
def test_older_encodings_keep_the_sign_of_a_sum(encoding: str):
    data = "The award of £1,204 to Camden.".encode(encoding)
    assert list(read_text("a.txt", data)) == ["The award of £1,204 to Camden."]


def test_a_page_feed_and_a_vertical_tab_end_a_line():
    assert list(read_text("a.txt", b"one\x0btwo\x0cthree\n")) == ["one", "two", "three", ""]
