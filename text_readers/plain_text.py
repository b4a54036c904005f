"""Text files as programs print them: codes of terminals, line numbers, tables drawn with lines or written as CSV."""

import csv
import html
import io
import quopri
import re

from text_readers.lines import FileText, Remark, TextLine, hidden_remark

_CONCEALED = re.compile(r"\x1b\[(?:\d+;)*8m(?P<text>.*?)(?:\x1b\[(?:\d+;)*(?:0|28)?m|$)", re.DOTALL)
#: Control sequences and commands of terminals (ECMA-48), and a letter struck over itself to look bold.
_TERMINAL = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-Z\\-_=>78]|.\x08")
_RULE = re.compile(r"\s*[+|\u2500-\u257f][-=+|:\s\u2500-\u257f]*$")
_UPRIGHT = re.compile(r"[|\u2502\u2503\u2506\u2507\u250a\u250b\u2551]")
_DRAWN_ROW = re.compile(rf"\s*{_UPRIGHT.pattern}.*{_UPRIGHT.pattern}\s*$")
_QUOTED_ROW = re.compile(r'\s*"(?:[^"]|"")*"(?:[,;](?:"(?:[^"]|"")*"|[^",;]*))+\s*$')
#: The line by which spreadsheets say what stands between the cells.
_SEPARATOR = re.compile(r"\ufeff?sep=([,;|\t])", re.IGNORECASE)
#: Signs written as codes of web pages, and so many that they are no chance.
_ENTITY, _FEWEST_ENTITIES = re.compile(r"&(?:pound|euro|ndash|mdash|[lr][sd]quo|hellip|nbsp|amp|#[0-9]{2,6});"), 2
_SPELT = Remark(
    "entities", "informs", "Signs written as codes of web pages, such as “&pound;”, were read as the signs themselves."
)
_QUOTED = re.compile(r"^>[> ]*")
_FEWEST_ROWS = 3
_SOFT_BREAK = re.compile(rb"=\r?\n")
_ENCODED = re.compile(rb"(?:=[89A-F][0-9A-F])+")
_NUMBERED = re.compile(r"\s*(\d{1,5})(?:[:|]?[ \t]+|[:|]?$)")
#: Fewer lines with numbers of their own are a list.
_FEWEST_NUMBERED = 20


def without_mail_encoding(data: bytes) -> bytes:
    """The bytes of a text that was saved out of a letter as quoted-printable (RFC 2045); other bytes as they are."""
    is_encoded = len(_SOFT_BREAK.findall(data)) >= 3 and len(_ENCODED.findall(data)) >= 2
    return quopri.decodestring(data) if is_encoded and data.isascii() else data


def read_plain_text(text: str) -> FileText:
    """The lines of a text file. What a terminal would not show is left out and told."""
    concealed = [match["text"] for match in _CONCEALED.finditer(text)]
    text = _TERMINAL.sub("", _CONCEALED.sub("", text)) if "\x1b" in text or "\x08" in text else text
    if table := _table(text):
        return FileText(table)
    spelt = len(_ENTITY.findall(text)) >= _FEWEST_ENTITIES
    lines = _without_numbers(re.split(r"\r\n|\r|\n", html.unescape(text) if spelt else text))
    remarks = [hidden_remark(concealed, "that a terminal would not show"), _SPELT if spelt else None]
    return FileText((_line(line) for line in _unquoted(lines)), [remark for remark in remarks if remark])


def _unquoted(lines: list[str]) -> list[str]:
    """The lines without the ">" before each, where the whole text was quoted in a letter."""
    filled = [line for line in lines if line.strip()]
    quoted = sum(line.startswith(">") for line in filled)
    return [_QUOTED.sub("", line) for line in lines] if quoted > 20 and quoted * 10 > len(filled) * 8 else lines


def _table(text: str) -> list[TextLine]:
    """The rows of a text that is one table written as CSV (RFC 4180), whatever lines its cells break; else nothing."""
    first, _, rest = text.partition("\n")
    separator = _SEPARATOR.fullmatch(first.strip())
    delimiter, text = (separator[1], rest) if separator else (";" if first.count(";") > first.count(",") else ",", text)
    if text.count(delimiter) < 2 or text.count(f"{delimiter} ") * 2 > text.count(delimiter):
        return []  # commas before spaces are those of sentences
    try:
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter, strict=True) if any(row)]
    except csv.Error:
        return []
    is_table = len(rows) >= _FEWEST_ROWS and len({len(row) for row in rows}) == 1 and len(rows[0]) > 1
    return [_row(row) for row in rows] if is_table else []


def _line(line: str) -> TextLine:
    """A line; one of a drawn table or of CSV as its cells between tabs, a line that only draws as an empty one."""
    drawn = any("\u2500" <= c <= "\u257f" for c in line)
    if (drawn or line.lstrip().startswith("+-")) and _RULE.match(line) and len(line.strip()) > 2:
        return TextLine("")
    if drawn and _DRAWN_ROW.match(line):
        return _row(_UPRIGHT.split(line.strip())[1:-1])
    if _QUOTED_ROW.match(line):
        delimiter = ";" if '";' in line else ","
        return _row(next(csv.reader([line.strip()], delimiter=delimiter)))
    return TextLine(line)


def _row(cells: list[str]) -> TextLine:
    return TextLine("\t".join(" ".join(cell.split()) for cell in cells).rstrip("\t"), "row")


def _without_numbers(lines: list[str]) -> list[str]:
    """The lines without the numbers that a program printed before each of them, counting up by one."""
    filled = [(at, line) for at, line in enumerate(lines) if line.strip()]
    numbers = [match for _, line in filled if (match := _NUMBERED.match(line))]
    if len(filled) < _FEWEST_NUMBERED or len(numbers) < len(filled):
        return lines
    by_line = {int(match[1]) - at for match, (at, _) in zip(numbers, filled, strict=True)}
    by_filled_line = {int(match[1]) - place for place, match in enumerate(numbers)}
    if len(by_line) > 1 and len(by_filled_line) > 1:
        return lines
    return [_NUMBERED.sub("", line, count=1) for line in lines]
