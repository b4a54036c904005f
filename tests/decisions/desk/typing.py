"""What a browser would send for a page, with some of it typed over: forms are read from the page itself."""

from html.parser import HTMLParser
from typing import Any

from tests.people import PASSWORD as PASSWORD


class _Forms(HTMLParser):
    """The controls of every form of a page, as a browser without scripts would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[list[tuple[str, str]]] = []
        self._inside = False
        self._textarea: str | None = None
        self._text = ""
        self._select: str | None = None
        self._options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the control up."""
        given = {name: value if value is not None else "" for name, value in attrs}
        if tag == "form":
            self.forms.append([])
            self._inside = True
        if not self._inside:
            return
        name = given.get("name", "")
        if tag == "input" and name:
            kind = given.get("type", "text")
            if kind in ("radio", "checkbox") and "checked" not in given:
                return
            if kind == "password":
                self.forms[-1].append((name, PASSWORD))
            elif kind not in ("file", "submit"):
                self.forms[-1].append((name, given.get("value", "on" if kind == "checkbox" else "")))
        elif tag == "textarea":
            self._textarea, self._text = name, ""
        elif tag == "select":
            self._select, self._options = name, []
        elif tag == "option" and self._select is not None:
            self._options.append((given.get("value", ""), "selected" in given))

    def handle_data(self, data: str) -> None:
        """The text of a text area."""
        if self._textarea is not None:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        """Put the control down."""
        if tag == "form":
            self._inside = False
        elif tag == "textarea" and self._textarea is not None:
            self.forms[-1].append((self._textarea, self._text.removeprefix("\n").removesuffix("\n")))
            self._textarea = None
        elif tag == "select" and self._select is not None:
            chosen = next((value for value, on in self._options if on), self._options[0][0] if self._options else "")
            self.forms[-1].append((self._select, chosen))
            self._select = None


def filled(response: Any, having: str = "seen", **typed: Any) -> dict[str, Any]:
    """The form of a page that has a control named `having`, with some of its controls typed over.

    Raises AssertionError when the page has no such control: then a person could not have typed it either.
    """
    page = _Forms()
    page.feed(response.content.decode())
    data = next((dict_of(form) for form in page.forms if any(name == having for name, _ in form)), None)
    assert data is not None, f"No form of the page has {having}."
    names = _names(response.content.decode())
    for name in typed:
        assert name in names, f"The page has no control {name}."
    return {**data, **typed}


def dict_of(form: list[tuple[str, str]]) -> dict[str, Any]:
    """Controls by name; several of one name as a list."""
    values: dict[str, Any] = {}
    for name, value in form:
        values[name] = [*_listed(values[name]), value] if name in values else value
    values.pop("csrfmiddlewaretoken", None)
    return values


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


class _Names(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("input", "textarea", "select", "button"):
            self.names |= {value for name, value in attrs if name == "name" and value}


def _names(page: str) -> set[str]:
    parser = _Names()
    parser.feed(page)
    return parser.names
