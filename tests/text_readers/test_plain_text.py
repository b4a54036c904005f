"""Text files as programs print them give the same lines and rows as typed ones."""

import quopri

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
