"""Signs of Unicode that nobody sees: taken out of numbers, told where they spell words or turn the direction."""

import re

from text_readers.lines import FileText, Remark, TextLine, hidden_remark

#: Control characters, which programs leave around fields, and signs without width between letters and digits
#: (Unicode 16, general categories Cc and Cf): no letter of any word.
_WITHOUT_WIDTH = re.compile(
    "[\x01-\x08\x0e-\x1f\x7f]|[\u200b\u2060\ufeff\u2061-\u2064]|(?<=[0-9£,.])[\u200c\u200d\u00ad]"
)
#: Letters for programs, which no font draws ("tags").
_TAGS = re.compile("[\U000e0020-\U000e007e]+")
#: Signs by which what follows is shown in another order than it is written.
_TURNED = re.compile("[\u202d\u202e][^\u202c]*")


def without_unseen_signs(text: FileText) -> FileText:
    """The lines without signs that nobody sees, and a remark where those were words or turned words around."""
    if not any(_WITHOUT_WIDTH.search(line) or _TAGS.search(line) or _TURNED.search(line) for line in text):
        return text
    tags = ["".join(chr(ord(c) - 0xE0000) for c in tag) for line in text for tag in _TAGS.findall(line)]
    hidden = hidden_remark(tags, "in signs that no font draws")
    turned = [part.strip("\u202d\u202e") for line in text for part in _TURNED.findall(line)]
    remarks = [*text.remarks, *([hidden] if hidden else [])]
    if any(any(c.isalnum() for c in part) for part in turned):
        sentence = f"Text is shown in another order than it is written: “{turned[0][:80]}”. Compare it with the paper."
        remarks.append(Remark("turned-text", "asks", sentence))
    lines = (TextLine(_TAGS.sub("", _WITHOUT_WIDTH.sub("", line)), line.kind) for line in text)
    return FileText(lines, remarks)
