"""What a rich text file holds and its reader does not read: pictures, objects of other programs, comments."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from text_readers.lines import Remark

#: Square twips: a tenth of a page, and a square of two centimetres.
LARGE_PICTURE, SMALL_PICTURE = 11_906 * 16_838 // 10, 1_134 * 1_134
#: What a picture says of its sides: as it is to be shown (twips), else as it was drawn (dots, or hundredths of mm).
PICTURE_SIDES = ("picwgoal", "pichgoal", "picw", "pich")
#: Twips of a dot, and of a hundredth of a millimetre, by which drawings measure; no picture has more dots than this.
_DOT, _HUNDREDTH, _MOST_DOTS = 15.0, 0.567, 3_000
_ONE = "a small picture that was"


class Counts(Protocol):
    """What a reader of rich text counted on its way."""

    is_cut: bool
    computed: list[str]
    drawn: list[str]
    objects: int
    pictures: int
    small_pictures: int
    comments: int
    comment_words: list[str]


def picture_size(sides: Mapping[str, int]) -> int:
    """Square twips that a picture fills, by what it says of its sides; 0 where it says nothing."""
    shown = sides.get("picwgoal", 0) * sides.get("pichgoal", 0)
    width, height = sides.get("picw", 0), sides.get("pich", 0)
    twips = _DOT if max(width, height) <= _MOST_DOTS else _HUNDREDTH
    return shown or int(width * twips * height * twips)


def unread(reader: Counts) -> Iterator[Remark]:
    """What a file holds and its reader does not read, and whether its end is missing."""
    if reader.is_cut:
        yield Remark("file-cut", "asks", "The rich text file ends before it should. Is the paper whole?")
    if reader.computed:
        names = ", ".join(dict.fromkeys(reader.computed))
        sentence = f"Fields that only Word computes were not read ({names}). Compare the text with the paper."
        yield Remark("sign-not-read", "warns", sentence)
    if words := list(dict.fromkeys(reader.drawn)):
        sentence = f"Text drawn as a picture was left out: “{'”, “'.join(word[:80] for word in words[:3])}”."
        yield Remark("watermark", "informs", sentence)
    if reader.objects:
        what = f"{reader.objects} objects" if reader.objects > 1 else "an object"
        sentence = f"The file holds {what} of another program: what is in there was not read."
        yield Remark("file-not-read", "warns", sentence)
    if reader.pictures:
        which = "a large picture. What it says" if reader.pictures == 1 else "large pictures. What they say"
        yield Remark("picture", "warns", f"The file holds {which} was not read.")
    if reader.small_pictures:
        which = f"{reader.small_pictures} small pictures that were" if reader.small_pictures > 1 else _ONE
        sentence = f"The file holds {which} not read: a signature, a logo, a table?"
        yield Remark("small-picture", "informs", sentence)
    if reader.comments:
        were = f"{reader.comments} comments were" if reader.comments > 1 else "1 comment was"
        details = tuple(filter(None, [" ".join("".join(reader.comment_words).split())]))
        yield Remark("comments", "informs", f"{were} not read, in the margin of the file.", details)
