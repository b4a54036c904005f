"""Which elements of a web page nobody sees, and which belong to the site around the paper."""

import re
from collections.abc import Iterator

from lxml import html

_HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?\s*(?:[;!]|$)"
    r"|font-size\s*:\s*0(?:\.\d+)?\s*(?:px|pt|em|rem|%)?\s*(?:[;!]|$)"
    r"|(?:left|top|right|text-indent|margin-left|margin-top)\s*:\s*-\s*\d{3,}"
    r"|clip\s*:\s*rect\(\s*[01](?:px)?[ ,]+[01](?:px)?[ ,]+[01](?:px)?[ ,]+[01](?:px)?\s*\)"
    r"|clip-path\s*:\s*inset\(\s*(?:50|100)%",
    re.IGNORECASE,
)
_ZERO = re.compile(r"(?:^|[;{\s])(?:max-)?(?:height|width)\s*:\s*[01](?:px|em|pt)?\s*(?:[;!}]|$)", re.IGNORECASE)
_CLIPPED = re.compile(r"overflow\s*:\s*hidden", re.IGNORECASE)
_COLOUR = re.compile(r"(?:^|[;\s])color\s*:\s*(?P<colour>[^;!]+)", re.IGNORECASE)
_BACKGROUND = re.compile(r"background(?:-color)?\s*:\s*(?P<colour>#[0-9a-f]+|rgba?\([^)]*\)|[a-z]+)", re.IGNORECASE)
_RULE = re.compile(r"(?P<selectors>[^{}]{1,400})\{(?P<body>[^{}]{0,2000})\}")
_COMMENT = re.compile(r"/\*.{0,5000}?\*/", re.DOTALL)
_SIMPLE = re.compile(r"(?P<sign>[.#]?)(?P<name>[A-Za-z_][\w-]*)$")
#: Names that sites give to text for screen readers: it repeats what the eye sees, and is no text of the paper.
_FOR_SCREEN_READERS = re.compile(r"(?:^|[\s-])(?:visually-?hidden|sr-only|screen-reader-text)(?:$|\s)", re.IGNORECASE)
_ROLES = {
    *("dialog", "alertdialog", "alert", "banner", "navigation", "search", "contentinfo", "status", "complementary"),
    *("menu", "menubar", "tooltip", "toolbar"),
}
_SITE = re.compile(
    r"(?:^|[\s_-])(?:cookies?|ccc|breadcrumbs?|modal|overlay|popup|lightbox|skip-?links?|skip|social|share|sharing|"
    r"site-search|search-overlay|mega-?menu|alert|emergency|notification|newsletter|toast)(?:$|[\s_-])",
    re.IGNORECASE,
)


class Visibility:
    """What the style sheets, scripts and names of one page say about what is seen."""

    def __init__(self, root: html.HtmlElement) -> None:
        self.classes: set[str] = set()
        self.ids: set[str] = set()
        self.opened = set(_opened(root))
        for sheet in root.iter("style"):
            self._read(sheet.text or "")
        mains = root.xpath("//main | //*[@role='main']")
        self.main = mains[0] if len(mains) == 1 and len(mains[0].text_content().split()) > 40 else None

    def _read(self, sheet: str) -> None:
        """Keep the classes and ids that a sheet hides for everybody; rules for print and small screens are left out."""
        text = _COMMENT.sub("", re.sub(r"@media[^{]{0,200}\{(?:[^{}]{0,2000}\{[^{}]{0,2000}\}\s*){0,200}\}", "", sheet))
        for rule in _RULE.finditer(text):
            if not hides(rule["body"]):
                continue
            for selector in rule["selectors"].split(","):
                match = _SIMPLE.fullmatch(selector.strip())
                if match and match["sign"]:
                    (self.classes if match["sign"] == "." else self.ids).add(match["name"])

    def is_hidden(self, element: html.HtmlElement) -> bool:
        """Whether an element is there and not shown. What a button of the page opens is shown."""
        if element.get("id") in self.opened:
            return False
        names = (element.get("class") or "").split()
        return bool(
            (element.get("hidden") is not None and element.get("hidden") != "until-found")
            or hides(element.get("style") or "")
            or (element.get("id") in self.ids)
            or any(name in self.classes for name in names)
        )

    def is_for_screen_readers(self, element: html.HtmlElement) -> bool:
        """Whether an element only speaks to screen readers: names of icons, labels of links."""
        names = element.get("class") or ""
        return element.get("aria-hidden") == "true" or bool(_FOR_SCREEN_READERS.search(names))

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


def hides(style: str) -> bool:
    """Whether the declarations of a style make text invisible."""
    if _HIDES.search(style) or (_CLIPPED.search(style) and _ZERO.search(style)):
        return True
    colour = _COLOUR.search(style)
    if not colour:
        return False
    behind = _BACKGROUND.search(style)
    value = _rgb(colour["colour"])
    return value is not None and value == (_rgb(behind["colour"]) if behind else (255, 255, 255))


def _rgb(text: str) -> tuple[int, int, int] | None:
    """A colour of a style sheet; None for what is not read here. Colours that let everything through are white."""
    name = " ".join(text.lower().split())
    known = {"white": (255, 255, 255), "black": (0, 0, 0), "transparent": (255, 255, 255)}
    if name in known:
        return known[name]
    if match := re.fullmatch(r"#([0-9a-f]{3})", name):
        return tuple(int(c * 2, 16) for c in match[1])  # type: ignore[return-value]
    if match := re.fullmatch(r"#([0-9a-f]{6})", name):
        return tuple(int(match[1][n : n + 2], 16) for n in (0, 2, 4))  # type: ignore[return-value]
    if match := re.fullmatch(r"rgba?\((\d{1,3})[ ,]+(\d{1,3})[ ,]+(\d{1,3})(?:[ ,/]+([\d.]+))?\)", name):
        return (255, 255, 255) if match[4] in ("0", "0.0") else (int(match[1]), int(match[2]), int(match[3]))
    return None


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
