"""What the fields of a form on a web page show, and what the page shows of other files."""

import base64
import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote_to_bytes

from lxml import html

from text_readers.lines import Remark

#: Kinds of field that show no answer.
_SILENT = {"hidden", "submit", "button", "image", "reset", "file", "password", "search", "range", "color"}
#: A sum, a year's money, or more words than a name.
_SAYS_SOMETHING = re.compile(r"£\s?[0-9]|\btable\b|\bchart\b|\bgraph\b|(?:\S+\s+){4}\S", re.IGNORECASE)
_BOXES = {"checkbox", "radio"}
#: So many words in a page inside the page are text, and no counter or advertisement.
_MOST_WORDS_IGNORED = 10


def field_text(field: html.HtmlElement) -> str:
    """The words in a field, the choice of a list, a ticked or empty box; "" for fields that show no answer."""
    if field.tag == "select":
        options = list(field.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        if not chosen and field.get("multiple") is None:
            chosen = options[:1]
        return ", ".join(" ".join(option.text_content().split()) for option in chosen)
    kind = (field.get("type") or "text").strip().lower()
    if kind in _BOXES:
        return " ☑ " if field.get("checked") is not None else " ☐ "
    return "" if kind in _SILENT else field.get("value") or ""


def frames_not_read(root: html.HtmlElement) -> Iterator[Remark]:
    """A sentence on each page or file that the page shows inside itself: only the page is read."""
    files = [
        str(element.get("data") or element.get("src") or "")
        for element in root.iter("object", "embed", "iframe")
        if ".pdf" in str(element.get("data") or element.get("src") or "").lower()
        or element.get("type") == "application/pdf"
    ]
    if names := list(dict.fromkeys(file.split("?")[0].rsplit("/", 1)[-1][:80] for file in files)):
        sentence = f"The page shows files inside it that were not read: {', '.join(names[:4])}."
        yield Remark("file-not-read", "warns", sentence)
    if frames := [str(frame.get("src") or "a page")[:80] for frame in root.iter("frame")]:
        sentence = (
            f"The page only frames others, which were not read: {', '.join(frames[:4])}. Save the page in the frame."
        )
        yield Remark("file-not-read", "asks", sentence)
    for frame in root.iter("iframe"):
        inner = frame.get("srcdoc") or _page_in_address(str(frame.get("src") or ""))
        words = html.fromstring(inner or "<p></p>").text_content().split()
        if len(words) > _MOST_WORDS_IGNORED or any("£" in word for word in words):
            sentence = f"The page shows another page inside it that was not read: “{' '.join(words[:10])}…”."
            yield Remark("file-not-read", "warns", sentence)


def _page_in_address(address: str) -> str:
    """The page that an address holds itself (RFC 2397); "" for other addresses."""
    head, _, content = address.partition(",")
    if not head.lower().startswith("data:text/html"):
        return ""
    try:
        data = base64.b64decode(unquote_to_bytes(content)) if head.endswith(";base64") else unquote_to_bytes(content)
    except ValueError:
        return "<p>a page that is not spelt out, and that may say something of the paper’s text, of some length</p>"
    return data.decode("utf-8", "replace")


def pictures_not_read(root: html.HtmlElement, is_of_the_paper: Callable[[html.HtmlElement], bool]) -> Iterator[Remark]:
    """A sentence on pictures of the paper that say something: by their descriptions, or as drawings with words."""
    images = [image for image in root.iter("img") if is_of_the_paper(image)]
    descriptions = [_plain(str(image.get("alt") or "")) for image in images]
    telling = [words for words in descriptions if _SAYS_SOMETHING.search(words)]
    drawings = [drawing for drawing in root.iter("svg") if is_of_the_paper(drawing)]
    labels = [_plain(" ".join(label.text_content() for label in drawing.iter("text"))) for drawing in drawings]
    whole = (_plain(drawing.text_content()) for drawing in drawings)
    telling += [*(words for words in whole if _SAYS_SOMETHING.search(words)), *filter(None, labels)]
    if words := list(dict.fromkeys(telling)):
        quoted = "”, “".join(word[:80] for word in words[:3])
        details = tuple(words) if words[3:] or any(word[80:] for word in words) else ()
        yield Remark("picture", "warns", f"The page shows pictures that were not read: “{quoted}”.", details)
    if count := sum(not words and _is_large(image) for words, image in zip(descriptions, images, strict=True)):
        which = f"{count} pictures that nothing describes and that were" if count > 1 else _ONE_PICTURE
        yield Remark(
            "small-picture", "informs", f"The page shows {which} not read: a signature, a photograph, a table?"
        )


_ONE_PICTURE = "a picture that nothing describes and that was"
#: Dots along a side, and characters of a picture inside the page: less is an icon.
_ICON, _LEAST = 150, 20_000


def _is_large(image: html.HtmlElement) -> bool:
    """Whether a picture may hold text: by its own data, else by the sides that the page gives it; else it may."""
    source = str(image.get("src") or "")
    given = (str(image.get(name) or "").removesuffix("px") for name in ("width", "height"))
    sides = [int(side) for side in given if side.isdigit()]
    if sides:
        return min(sides) >= _ICON
    return len(source) >= _LEAST if source.startswith("data:") else bool(source)


def _plain(text: str) -> str:
    return " ".join(text.split())
