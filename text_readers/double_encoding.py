"""Text that was written in UTF-8, read in Windows-1252 and written again: "Â£" for "£", "â€™" for "’"."""

import re

from text_readers.lines import FileText, Remark, TextLine


def _byte_characters() -> dict[str, int]:
    """The character that Windows-1252 makes of each byte above ASCII, and the control that Latin-1 makes of it."""
    characters = {chr(byte): byte for byte in range(0x80, 0x100)}
    for byte in range(0x80, 0x100):
        characters[bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte))] = byte
    return characters


_BYTES = _byte_characters()
_FOLLOWING = "[" + "".join(re.escape(c) for c, byte in _BYTES.items() if 0x80 <= byte < 0xC0) + "]"
_SEQUENCE = re.compile(f"[Â-ß]{_FOLLOWING}|[à-ï]{_FOLLOWING}{{2}}|[ð-ô]{_FOLLOWING}{{3}}")
#: What no English text holds, however it is spelt: a pound sign, quotes and dashes, letters with accents.
_CERTAIN = re.compile(r"Â[£§°·]|â€[™“œ˜¦\u201d\u009d]|Ã[©¨¡¶¼]|âœ“|ï»¿")
#: What is left where the third sign of a closing quote was lost, and where a hard space became a plain one.
_LEFT_OVER = ((re.compile("â€(?=\\W|$)"), "”"), (re.compile("Â(?=\\s|$)"), ""))
_MOST_TIMES = 3


def mended(text: FileText) -> FileText:
    """The lines as they were before they were encoded twice, with a remark that says so; other text as it is."""
    lines, times = list(text), 0
    while times < _MOST_TIMES and any(_CERTAIN.search(line) for line in lines):
        lines = [TextLine(_decoded_again(line), line.kind) for line in lines]
        times += 1
    if not times:
        return text
    first = next(line for line in text if _CERTAIN.search(line))
    example = _CERTAIN.search(first)
    shown = f"“{example[0]}” is read as “{_decoded_again(example[0])}”" if example else ""
    sentence = f"The text was encoded twice: {shown}. Compare signs and accents with the paper."
    return FileText(lines, [*text.remarks, Remark("encoded-twice", "warns", sentence)])


def _decoded_again(line: str) -> str:
    """The line with each sequence that is UTF-8 decoded once more."""

    def decode(match: re.Match[str]) -> str:
        try:
            return bytes(_BYTES[character] for character in match[0]).decode("utf-8")
        except UnicodeDecodeError:
            return match[0]

    line = _SEQUENCE.sub(decode, line)
    for pattern, sign in _LEFT_OVER:
        line = pattern.sub(sign, line)
    return line
