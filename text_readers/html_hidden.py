"""Which elements of a web page nobody sees, and which belong to the site around the paper."""

import re
from collections.abc import Iterator, Sequence

from lxml import html

from text_readers.html_styles import Styles, colour
from text_readers.word_fields import sign

#: Declarations that take an element away with all that is in it.
_REMOVES = {
    "display": re.compile("none"),
    "opacity": re.compile(r"0?\.?0+\d?%?|[0-5]%"),
    "filter": re.compile(r".*opacity\(\s*(?:0?\.?0+\d?|[0-5]%)\s*\).*"),
    "zoom": re.compile(r"0?\.0\d*|[0-9]%"),
    "scale": re.compile(r"0(?:\.0+)?(?: .*)?"),
    "translate": re.compile(r".*-?\d{4,}px.*"),
    "inset": re.compile(r".*-\s*\d{3,}.*"),
    "bottom": re.compile(r"-\s*\d{3,}.*"),
    "-webkit-text-fill-color": re.compile("transparent"),
    "left": (_FAR := re.compile(r"-\s*\d{3,}.*")),
    "top": re.compile(r"-\s*\d{3,}.*|[1-9]\d{2,}(?:vh|%)"),
    "right": _FAR,
    "text-indent": _FAR,
    "margin-left": _FAR,
    "margin-top": _FAR,
    "clip": re.compile(r"rect\(\s*[01](?:px)?[ ,]+[01](?:px)?[ ,]+[01](?:px)?[ ,]+[01](?:px)?\s*\)"),
    "clip-path": re.compile(r"inset\(\s*(?:50|100)%.*|(?:circle|ellipse)\(\s*0.*"),
    "transform": re.compile(r".*(?:scale[xy]?\(\s*0(?:\.0+)?\s*[,)]|translate[xy]?\([^)]*-?\d{4,}px).*"),
    "mso-hide": re.compile("all"),
    "content-visibility": re.compile("hidden"),
}
#: An indent of a whole line or more, which a box that cuts off what leaves it hides.
_PUSHED_OUT = re.compile(r"[1-9]\d{2,}(?:\.\d+)?%|\d{3,}px")
_NO_SIZE = re.compile(r"[01](?:px|em|pt)?")
#: A size at which nobody reads: up to two points, a tenth of the size around it.
_TINY = re.compile(r"(?:[012](?:\.\d+)?(?:px|pt)?|0?\.[01]\d*(?:em|rem)|0(?:em|rem|%)?|\d(?:\.\d+)?%)")
#: Places above the line: of text itself, and of what is moved up from its place.
_RAISED = re.compile(r"super|text-top|(?:0?\.[1-9]\d*|[1-9]\d?(?:\.\d+)?)(?:px|pt|em|ex|rem|%)")
_LIFTED = re.compile(r"-(?:0?\.[1-9]\d*(?:em|rem)|[1-9](?:\.\d+)?(?:px|pt))")
_STRUCK = {"del", "s", "strike"}
#: So little do two colours differ (of 1) where the eye tells no letters from the ground.
_ALIKE = 0.06
#: Names that sites give to text for screen readers: it repeats what the eye sees, and is no text of the paper.
_FOR_SCREEN_READERS = re.compile(r"(?:^|[\s-])(?:visually-?hidden|sr-only|screen-reader-text)(?:$|\s)", re.IGNORECASE)
_ROLES = {
    *("dialog", "alertdialog", "alert", "banner", "navigation", "search", "contentinfo", "status", "complementary"),
    *("menu", "menubar", "tooltip", "toolbar"),
}
#: A tick or a cross alone, and fonts whose letters are such signs.
_TICK = re.compile(r"\s*[✓✔✅☑☒✗✘☐]\ufe0f?\s*")
_SYMBOL_FONT = re.compile(r"wingdings|webdings", re.IGNORECASE)
_CELL_ROLES = {"cell", "gridcell", "columnheader", "rowheader", "row"}
_BLOCK_DISPLAYS = {
    "block",
    "flex",
    "grid",
    "list-item",
    "table",
    "table-row",
    "table-cell",
    "flow-root",
    "inline-block",
}
_SITE = re.compile(
    r"(?:^|[\s_-])(?:cookies?|ccc|breadcrumbs?|modal|overlay|popup|lightbox|skip-?links?|skip|social|share|sharing|"
    r"site-search|search-overlay|mega-?menu|alert|emergency|notification|newsletter|toast)(?:$|[\s_-])",
    re.IGNORECASE,
)

#: Roles and names of notices: a site's own stand around the paper, but one inside it may be the paper's.
_NOTICE_ROLES = {"alert", "status", "complementary"}
_NOTICE = re.compile(r"(?:^|[\s_-])(?:alert|emergency|notification)(?:$|[\s_-])", re.IGNORECASE)


class Visibility:
    """What the styles, attributes and names of one page say about what is seen."""

    def __init__(self, root: html.HtmlElement, sheets: Sequence[str] = ()) -> None:
        """Read the page; `sheets` are style sheets that were saved beside it."""
        self.styles = Styles(root, sheets)
        self.opened = set(_opened(root))
        self._unseen: dict[html.HtmlElement, bool] = {}
        styled = (*(style.text or "" for style in root.iter("style")), *sheets)
        self.has_symbol_fonts = any("dings" in sheet for sheet in styled) or bool(
            root.xpath("boolean(//*[contains(@style, 'dings') or contains(@face, 'dings')])")
        )
        mains = root.xpath("//main | //*[@role='main']")
        self.main = mains[0] if len(mains) == 1 and len(mains[0].text_content().split()) > 40 else None

    def is_hidden(self, element: html.HtmlElement) -> bool:
        """Whether an element is there and not shown, with all in it. What a button of the page opens is shown."""
        if element.get("id") in self.opened:
            return False
        if element.get("hidden") is not None and element.get("hidden") != "until-found":
            return True
        style = self.styles.of(element)
        if element.tag in _STRUCK or "line-through" in style.get("text-decoration", ""):
            return True
        if any(pattern.fullmatch(style.get(name, "")) for name, pattern in _REMOVES.items()):
            return True
        if style.get("overflow", "") == "hidden" and _PUSHED_OUT.fullmatch(style.get("text-indent", "")):
            return True
        sizes = (style.get(name, "") for name in ("height", "width", "max-height", "max-width"))
        return style.get("overflow", "") == "hidden" and any(_NO_SIZE.fullmatch(size) for size in sizes)

    def hides_text(self, element: html.HtmlElement) -> bool:
        """Whether an element's own text cannot be seen: what it or an ancestor says of colour, size, visibility."""
        if element not in self._unseen:
            self._unseen[element] = self._hides_text(element)
        return self._unseen[element]

    def _hides_text(self, element: html.HtmlElement) -> bool:
        visibility = self._inherited(element, "visibility")
        if visibility in ("hidden", "collapse") and not self._is_opened(element):
            return True
        size = self._inherited(element, "font-size", "font")
        if _TINY.fullmatch(size) or re.match(r"(?:[a-z]+ )*0(?:px)?(?:/| )", size):
            return True
        ink = colour(self._inherited(element, "color"))
        if ink is None:
            return False
        if ink[3] < _ALIKE:
            return True
        ground = self.styles.background(element)
        return ground is not None and max(abs(a - b) for a, b in zip(ink[:3], ground, strict=True)) <= _ALIKE

    def _inherited(self, element: html.HtmlElement, *names: str) -> str:
        """The value of the nearest element that declares one of the properties; empty where none does."""
        for part in (element, *element.iterancestors()):
            style = self.styles.of(part)
            for name in names:
                if style.get(name, "inherit") not in ("inherit", "unset", "currentcolor"):
                    return style[name]
        return ""

    def in_its_font(self, element: html.HtmlElement, text: str) -> str:
        """The text of an element as it is shown: letters in a symbol font as the ticks and bullets that they draw."""
        if not self.has_symbol_fonts:
            return text
        face = element.get("face") if element.tag == "font" else None
        font = (face or self._inherited(element, "font-family", "font")).partition(",")[0]
        if not (symbols := _SYMBOL_FONT.search(font)):
            return text
        return "".join((sign(symbols[0], f"F0{ord(c):02X}") or c) if " " < c <= "\xff" else c for c in text)

    def _is_opened(self, element: html.HtmlElement) -> bool:
        return bool(self.opened) and any(part.get("id") in self.opened for part in (element, *element.iterancestors()))

    def hides_column(self, col: html.HtmlElement) -> bool:
        """Whether a column of a table is hidden: programs hide it at its `col`, and browsers do not all follow."""
        style = self.styles.of(col)
        return style.get("display") == "none" or style.get("visibility") in ("collapse", "hidden")

    def is_block(self, element: html.HtmlElement) -> bool:
        """Whether an element that usually stands in a line is drawn as a block, or a cell, of its own."""
        if element.get("role") in _CELL_ROLES:
            return True
        return self.styles.of(element).get("display", "").partition(" ")[0] in _BLOCK_DISPLAYS

    def is_raised(self, element: html.HtmlElement) -> bool:
        """Whether an element stands above the line: a note's number, no digit of the text."""
        if element.tag in ("td", "th", "tr", "img"):
            return False
        style, parent = self.styles.of(element), element.getparent()
        is_power = parent is not None and parent.tag in ("msup", "msubsup") and element.getnext() is None
        lifted = style.get("position") == "relative" and _LIFTED.fullmatch(style.get("top", ""))
        return (
            element.tag == "sup" or is_power or bool(_RAISED.fullmatch(style.get("vertical-align", ""))) or bool(lifted)
        )

    def is_for_screen_readers(self, element: html.HtmlElement) -> bool:
        """Whether an element only speaks to screen readers: names of icons, labels of links."""
        names = element.get("class") or ""
        if element.get("aria-hidden") == "true":
            return not _TICK.fullmatch(element.text_content())  # its name for screen readers stands beside it
        return bool(_FOR_SCREEN_READERS.search(names))

    def is_site(self, element: html.HtmlElement) -> bool:
        """Whether an element is of the site around the paper: menus, dialogs, banners, all outside the main part."""
        if element.tag in ("html", "body") or element is self.main:
            return False
        if self.main is not None and not _encloses(element, self.main) and not _is_inside(element, self.main):
            return True
        if element.get("role") in _ROLES or element.get("aria-modal") == "true":
            return not _encloses_main(element)
        names = f"{element.get('id') or ''} {element.get('class') or ''}"
        return (
            bool(_SITE.search(names))
            and element.tag in ("div", "section", "aside", "ul", "ol", "p", "span")
            and not (_encloses_main(element))
        )

    def is_notice_in_main(self, element: html.HtmlElement) -> bool:
        """Whether an element is an aside or an alert that stands inside the main part of the page, or its article."""
        names = f"{element.get('id') or ''} {element.get('class') or ''}"
        if element.tag != "aside" and element.get("role") not in _NOTICE_ROLES and not _NOTICE.search(names):
            return False
        return bool(element.xpath("boolean(ancestor::main | ancestor::article | ancestor::*[@role='main'])"))


def _opened(root: html.HtmlElement) -> Iterator[str]:
    """Names of the parts that buttons and links of the page open: accordions and tabs."""
    for name in root.xpath("//*[@aria-expanded or @role='tab' or @data-toggle or @data-bs-toggle]/@aria-controls"):
        yield from str(name).split()
    for target in root.xpath(
        "//*[@data-toggle or @data-bs-toggle]/@*[name()='data-target' or name()='data-bs-target']"
    ):
        yield str(target).lstrip("#")
    for target in root.xpath("//*[@data-toggle or @data-bs-toggle or @role='tab']/@href"):
        yield str(target).lstrip("#")


def _encloses_main(element: html.HtmlElement) -> bool:
    """Whether the heading or the main part of the page stands within an element: then it is no furniture."""
    return bool(element.xpath("boolean(.//h1 | .//main | .//*[@role='main'])"))


def _encloses(element: html.HtmlElement, other: html.HtmlElement) -> bool:
    return any(parent is element for parent in other.iterancestors())


def _is_inside(element: html.HtmlElement, other: html.HtmlElement) -> bool:
    """Whether `other` is an ancestor of the element."""
    return any(parent is other for parent in element.iterancestors())
