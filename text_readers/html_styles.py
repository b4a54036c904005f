"""What the style sheets and attributes of a saved page say of each element, by the rules of the cascade."""

import re
from collections.abc import Iterable, Iterator, Sequence

import cssselect2
import tinycss2
import tinycss2.color4
from lxml import html

#: The properties by which a page hides text, tells it from other text or draws other signs.
PROPERTIES = {
    *("display", "visibility", "opacity", "font-size", "font", "left", "top", "right", "text-indent", "margin-left"),
    *("margin-top", "clip", "clip-path", "transform", "overflow", "height", "width", "max-height", "max-width"),
    *("color", "background", "background-color", "text-decoration", "text-decoration-line", "vertical-align"),
    *("mso-hide", "content-visibility", "filter", "zoom", "translate", "scale", "inset", "-webkit-text-fill-color"),
    *("content", "bottom", "list-style", "list-style-type", "position", "font-family"),
}
#: Rules that hold others, which hold as far as this reader can tell.
_HOLDERS = {"media", "supports", "layer"}
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*([^()]*))?\)")
#: The media of which rules count: those of a reader at a screen, without further conditions.
_MEDIA = {"", "all", "screen", "only screen"}
_INLINE = (1 << 20, 0, 0)

Declarations = dict[str, str]


def is_for_screens(media: str | None) -> bool:
    """Whether a list of media names that of a reader at a screen, without further conditions."""
    return any(" ".join(part.lower().split()) in _MEDIA for part in (media or "").split(","))


class Styles:
    """The declarations that hold for each element: style sheets, then the element's own style (CSS Cascading 4, 6)."""

    def __init__(self, root: html.HtmlElement, sheets: Sequence[str] = ()) -> None:
        """Read the page's sheets, and `sheets` that were saved beside it."""
        self._matcher = cssselect2.Matcher()
        self._order = 0
        #: Custom properties, by their names; the last that any rule sets.
        self.variables: Declarations = {}
        #: Whether a rule writes numbers that the page counts itself.
        self.counts = False
        #: The words that rules put before or after elements.
        self.generated: list[str] = []
        own = (element.text or "" for element in root.iter("style") if is_for_screens(element.get("media")))
        for sheet in (*sheets, *own):
            self._read(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True))
        wrapped = cssselect2.ElementWrapper.from_html_root(root) if self._order else None
        self._wrappers = {part.etree_element: part for part in wrapped.iter_subtree()} if wrapped else {}
        self._known: dict[html.HtmlElement, Declarations] = {}

    def of(self, element: html.HtmlElement) -> Declarations:
        """The declarations of an element, by property; the values as they are written, in lower case."""
        if element not in self._known:
            found: list[tuple[bool, tuple[int, ...], int, str, str]] = [
                (False, (0, 0, 0), 0, *pair) for pair in _attributes(element)
            ]
            if wrapper := self._wrappers.get(element):
                for specificity, order, pseudo, rules in self._matcher.match(wrapper):
                    if pseudo is None:
                        found += [(important, specificity, order, name, value) for important, name, value in rules]
            inline = tinycss2.parse_blocks_contents(element.get("style") or "", skip_comments=True)
            found += [(important, _INLINE, 1, name, value) for important, name, value in _declared(inline)]
            self._known[element] = {
                name: self._resolved(value) for *_, name, value in sorted(found, key=lambda declared: declared[:3])
            }
        return self._known[element]

    def _resolved(self, value: str) -> str:
        """A value with its custom properties put in (CSS Custom Properties 3)."""
        if "var(" not in value:
            return value
        return _VARIABLE.sub(lambda match: self.variables.get(match[1], match[2] or ""), value).strip()

    def background(self, element: html.HtmlElement) -> tuple[float, ...] | None:
        """The colour behind an element (red, green, blue from 0 to 1): its own or an ancestor's, else white.

        None where a picture lies behind, or a colour that is not read here.
        """
        for part in (element, *element.iterancestors()):
            value = self.of(part).get("background", "")
            if "url(" in value or "gradient(" in value:
                return None
            colours = [read for word in tinycss2.parse_component_value_list(value) if (read := colour(word))]
            if value and not colours:
                continue  # a position or "none": what is behind shows through
            if colours and colours[0][3] > _SEEN:
                return colours[0][:3]
        return (1.0, 1.0, 1.0)

    def _read(self, rules: Iterable[object]) -> None:
        for rule in rules:
            if isinstance(rule, tinycss2.ast.AtRule):
                media = " ".join(tinycss2.serialize(rule.prelude).lower().split())
                holds = rule.lower_at_keyword in _HOLDERS and not media.startswith("not")
                holds = holds and (rule.lower_at_keyword != "media" or media in _MEDIA)
                if holds and rule.content is not None:
                    self._read(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
            elif isinstance(rule, tinycss2.ast.QualifiedRule):
                self._add(rule)

    def _add(self, rule: tinycss2.ast.QualifiedRule) -> None:
        contents = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        for inner in contents:
            if isinstance(inner, tinycss2.ast.QualifiedRule):
                self._add(_nested(rule, inner))
            elif isinstance(inner, tinycss2.ast.Declaration) and inner.name.startswith("--"):
                self.variables[inner.name] = tinycss2.serialize(inner.value).strip().lower()
        declarations = list(_declared(contents))
        if not declarations:
            return
        try:
            selectors = cssselect2.compile_selector_list(rule.prelude)
        except cssselect2.SelectorError:
            return
        self.counts = self.counts or any(name == "content" and "counter" in value for _, name, value in declarations)
        self.generated += [_words(value) for _, name, value in declarations if name == "content"]
        self._order += 1
        for selector in selectors:
            self._matcher.add_selector(selector, declarations)


#: Below this share of ink a colour is not seen.
_SEEN = 0.1


def colour(value: object) -> tuple[float, float, float, float] | None:
    """Red, green, blue and opacity (0 to 1) of a colour, as text or token; None for anything else."""
    read = tinycss2.color4.parse_color(value)
    if read is None or read == "currentcolor":
        return None
    try:
        red, green, blue = read.to("srgb").coordinates
    except (NotImplementedError, ValueError):
        return None
    return float(red or 0), float(green or 0), float(blue or 0), float(read.alpha)


def _nested(outer: tinycss2.ast.QualifiedRule, inner: tinycss2.ast.QualifiedRule) -> tinycss2.ast.QualifiedRule:
    """A rule inside another as a rule of its own, its selector put after the outer one's (CSS Nesting 1)."""
    before = tinycss2.serialize(outer.prelude).strip()
    selector = tinycss2.serialize(inner.prelude).strip()
    joined = selector.replace("&", before) if "&" in selector else f"{before} {selector}"
    prelude = tinycss2.parse_component_value_list(joined)
    return tinycss2.ast.QualifiedRule(inner.source_line, inner.source_column, prelude, inner.content)


def _words(value: str) -> str:
    """The quoted words of a `content` property."""
    strings = (token.value for token in tinycss2.parse_component_value_list(value) if token.type == "string")
    return " ".join(" ".join(strings).split())


def _declared(contents: Iterable[object]) -> Iterator[tuple[bool, str, str]]:
    for item in contents:
        if isinstance(item, tinycss2.ast.Declaration) and item.lower_name in PROPERTIES:
            name = "background" if item.lower_name == "background-color" else item.lower_name
            name = "text-decoration" if name == "text-decoration-line" else name
            value = tinycss2.serialize(item.value).strip()
            yield item.important, name, value if name == "content" else value.lower()


def _attributes(element: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """What old attributes say, weaker than any sheet in a browser; here they only fill what nothing else says."""
    if element.tag == "font" and element.get("color"):
        yield "color", str(element.get("color")).lower()
    if element.get("bgcolor"):
        yield "background", str(element.get("bgcolor")).lower()
