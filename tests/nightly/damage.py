"""Damaged copies of real files: what a disk, a mail program or an attacker makes of them."""

from hypothesis import strategies as st

#: Bytes on which readers of formats trip: ends, lengths, brackets, marks of order, half a character.
_TRICKY = [
    b"",
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"[" * 5000,
    b"<" * 300,
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"\xed\xa0\x80",
]
_NUMBERS = [b"0", b"-1", b"4294967296", b"99999999999999999999", b"1e999", b"NaN", b"null", b"true"]


@st.composite
def damaged(draw: st.DrawFn, sound: bytes) -> bytes:
    """A copy of `sound` after up to six cuts, copies, flips and insertions, at places that are drawn."""
    data = bytearray(sound)
    for _ in range(draw(st.integers(1, 6))):
        first = draw(st.integers(0, max(len(data) - 1, 0)))
        length = draw(st.integers(0, 64))
        match draw(st.sampled_from(["cut", "copy", "flip", "insert", "number", "end"])):
            case "cut":
                del data[first : first + length]
            case "copy":
                data[first:first] = data[first : first + length]
            case "flip" if data:
                data[min(first, len(data) - 1)] ^= draw(st.integers(1, 255))
            case "insert":
                data[first:first] = draw(st.sampled_from(_TRICKY) | st.binary(max_size=16))
            case "number":
                data[first : first + length] = draw(st.sampled_from(_NUMBERS))
            case "end":
                del data[first:]
    return bytes(data)


def anything(*sounds: bytes) -> st.SearchStrategy[bytes]:
    """Bytes of any kind, most of them damaged copies of sound files."""
    return st.one_of(*[damaged(sound) for sound in sounds], st.binary(max_size=200))
