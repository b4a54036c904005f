"""Files that older programs write into the text of a letter (POSIX.1-2017, uuencode)."""

import binascii
import re

_FILE = re.compile(
    r"^begin [0-7]{3,4} (?P<name>[^\r\n]{1,200})\r?\n(?P<lines>(?:[ -`]{0,62}\r?\n)*?)end[ \t]*\r?$", re.MULTILINE
)


def files_in(text: str) -> tuple[str, list[tuple[str, bytes]]]:
    """The text without the files written into it, and these by name; what cannot be decoded stays text."""
    files: list[tuple[str, bytes]] = []

    def taken_out(match: re.Match[str]) -> str:
        try:
            lines = (line for line in match["lines"].splitlines() if line.strip(" `"))
            files.append((match["name"].strip(), b"".join(map(binascii.a2b_uu, lines))))
        except binascii.Error:
            return match[0]
        return ""

    return _FILE.sub(taken_out, text), files
