"""Pictures for links that people share (Open Graph): drawn from what the book says, in the papers' own typefaces."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from documents.fonts import BUILT

#: The size that networks ask for, in pixels.
WIDTH, HEIGHT = 1200, 630
_GROUND, _BINDING, _ACCENT, _INK, _QUIET = "#ffffff", "#12463f", "#d8a93a", "#17211f", "#4b5856"
#: As the charts of the pages: bid, offered, accepted, as stated.
_COLOURS = {"bid": "#12463f", "offered": "#b98412", "accepted": "#5a3470", "as_stated": "#2f6f9f"}
_EDGE = 64


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its words, its kind of money, its length in pounds."""

    label: str
    kind: str
    amount: Decimal


def picture(*, head: str, title: str, facts: str, foot: str, bars: Iterable[Bar] = ()) -> bytes:
    """A PNG with a line above, a title of three lines at most, facts, bars of money and a line below."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _GROUND)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 96), fill=_BINDING)
    draw.rectangle((0, 96, WIDTH, 104), fill=_ACCENT)
    draw.text((_EDGE, 48), head, font=_font("Serif", 36), fill="#ffffff", anchor="lm")
    y = 140
    for line in _lines(draw, title, _font("Serif", 52), 3):
        draw.text((_EDGE, y), line, font=_font("Serif", 52), fill=_INK)
        y += 64
    for line in _lines(draw, facts, _font("Sans", 32), 2):
        draw.text((_EDGE, y + 12), line, font=_font("Sans", 32), fill=_QUIET)
        y += 42
    _draw_bars(draw, list(bars), y + 32)
    draw.text((_EDGE, HEIGHT - 40), foot, font=_font("Sans", 26), fill=_QUIET, anchor="lm")
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def _draw_bars(draw: ImageDraw.ImageDraw, bars: list[Bar], top: int) -> None:
    """As many bars as there is room for, on one scale."""
    room = max(0, (HEIGHT - 80 - top) // 36)
    shown = bars[:room]
    most = max((bar.amount for bar in shown), default=Decimal(0))
    font = _font("Sans", 22)
    beside = 24 + round(max((draw.textlength(bar.label, font=font) for bar in shown), default=0))
    for place, bar in enumerate(shown):
        y = top + place * 36
        draw.text((_EDGE, y + 12), bar.label, font=font, fill=_INK, anchor="lm")
        length = int((WIDTH - 2 * _EDGE - beside) * bar.amount / most) if most else 0
        draw.rectangle((_EDGE + beside, y, _EDGE + beside + length, y + 24), fill=_COLOURS[bar.kind])


@cache
def _font(family: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(BUILT / f"Register{family}-600-normal.ttf", size)


def _lines(draw: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont, most: int) -> list[str]:
    """A text in lines that fit; what is beyond the last one is left out behind three dots."""
    lines: list[str] = []
    for word in " ".join(text.split())[:400].split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and draw.textlength(longer, font=font) <= WIDTH - 2 * _EDGE:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} …"]
    return lines
