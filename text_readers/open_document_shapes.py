"""Boxes and shapes of an OpenDocument file: those that nobody sees, and those that may cover words."""

from typing import Any

from text_readers.open_document_styles import Styles, centimetres, name, style_of

#: Centimetres: what stands farther off lies on no page.
_FARTHEST = 50
_FRAME = name("draw:frame")


def is_nowhere(element: Any) -> bool:
    """Whether a box has no size, or stands where no page is."""
    if element.tag != _FRAME:
        return False
    places = (centimetres(element.get(name(f"svg:{axis}")) or "") for axis in "xy")
    sides = (element.get(name(f"svg:{side}")) for side in ("width", "height"))
    return any(abs(place) > _FARTHEST for place in places) or any(side and centimetres(side) == 0 for side in sides)


def lies_over_text(shape: Any, styles: Styles) -> bool:
    """Whether a shape without words is filled and drawn before the text, which runs on behind it."""
    if "".join(shape.itertext()).strip() or shape.tag == name("draw:line") or shape.tag == name("draw:connector"):
        return False
    style = style_of(shape)
    is_filled = styles.value(style, name("draw:fill")) not in ("none", "")
    runs_on = styles.value(style, name("style:wrap")) == "run-through"
    return is_filled and runs_on and styles.value(style, name("style:run-through")) != "background"


def square_centimetres(frame: Any) -> float:
    """How much of the page a frame covers."""
    across, down = (centimetres(frame.get(name(f"svg:{side}")) or "") for side in ("width", "height"))
    return across * down
