"""Numbers of lists as letters and in Roman figures, for every format that counts its lists itself."""

#: Figures in use go no further (CSS Counter Styles 3, 6.2): greater numbers, and those below one, are digits.
_GREATEST = 3999
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def in_letters(count: int) -> str:
    """A number as small letters: a to z, then aa, bb."""
    if not 0 < count <= _GREATEST:
        return str(count)
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def in_roman(count: int) -> str:
    """A number in small Roman figures."""
    if not 0 < count <= _GREATEST:
        return str(count)
    text = ""
    for value, letters in _ROMAN:
        times, count = divmod(count, value)
        text += letters * times
    return text
