"""What a web page holds and its lines leave out, told in few sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import html

from text_readers.lines import FileText, Remark, hidden_remark

#: A comment that tells something, and is no note to a program: a sum, or a sentence.
TELLING = re.compile(r"£\s?[0-9]|\b[a-z]+(?: [a-z,’'-]+){6,}[.?!]")
#: Text beside the running text that says something: a sum, or more than the few words of a link.
SAYS = re.compile(r"£\s?[0-9]|(?:\S+\s+){4}\S")
_ABOUT_PROGRAMS = re.compile(r"javascript|\bbrowser\b|\bplug-?in\b", re.IGNORECASE)
_CONDITION = re.compile(r"^\s*\[[^\]]*\]>|<!\[endif\]\s*$")


@dataclass(slots=True)
class LeftOut:
    """Texts of a page by why they are no lines of it."""

    hidden: list[str] = field(default_factory=list)
    #: Hidden in a menu, a dialog, a head or foot of the site.
    of_the_site: list[str] = field(default_factory=list)
    #: What notices inside the main part say, and what stands there for programs that run no scripts.
    notices: list[str] = field(default_factory=list)
    fallbacks: list[str] = field(default_factory=list)
    #: What only the eye is shown, or only a screen reader reads out.
    for_some: list[str] = field(default_factory=list)

    def note_comment(self, text: str) -> None:
        """A comment that says something to people is hidden text; notes to programs are nothing."""
        words = re.sub(r"<[^>]*>", " ", _CONDITION.sub("", text))
        if not re.search(r"[{};=]", words) and TELLING.search(words):
            self.hidden.append(words)

    def note_template(self, element: html.HtmlElement) -> None:
        """What waits in a template for a script, where it says something to people."""
        if TELLING.search(words := words_in(element)):
            self.hidden.append(words)

    def note_fallback(self, element: html.HtmlElement) -> None:
        """What an element says where its script or file does not run, unless it only asks for another browser."""
        text = words_in(element)
        if SAYS.search(text) and not _ABOUT_PROGRAMS.search(text):
            self.fallbacks.append(text)

    def remarks(self, lines: FileText, generated: list[str]) -> Iterator[Remark]:
        """A sentence on each kind; `generated` are words that only a style writes."""
        telling = [text for text in self.of_the_site if TELLING.search(text)]
        known = " ".join(" ".join(lines).split())
        some = [" ".join(text.split()) for text in self.for_some if SAYS.search(text)]
        remarks = (
            hidden_remark(self.hidden, "that the page hides or strikes out"),
            hidden_remark(telling, "that the page hides in a menu, a head or a foot"),
            hidden_remark(filter(TELLING.search, generated), "that only the page’s style writes"),
            hidden_remark(self.notices, "that the page sets apart as a notice", "notice"),
            hidden_remark(self.fallbacks, "that the page shows only where a script or a file inside it does not run"),
            hidden_remark(
                (text for text in some if text not in known), "for the eye alone, or for screen readers alone"
            ),
            _collapsed(text for text in self.of_the_site if text not in telling),
        )
        yield from (remark for remark in remarks if remark)


def _collapsed(texts: Iterator[str]) -> Remark | None:
    """One line on the menus and dialogs that pages usually keep closed, with their words folded behind it."""
    words = [" ".join(text.split()) for text in texts]
    words = [text for text in dict.fromkeys(words) if any(c.isalnum() for c in text)]
    if not words:
        return None
    first = " ".join(words[0].split()[:6])
    count = f"{len(words)} closed parts" if len(words) > 1 else "A closed part"
    were = "were" if len(words) > 1 else "was"
    sentence = f"{count} of the site’s menus, head and foot {were} left out: “{first}…”."
    return Remark("closed-menus", "informs", sentence, tuple(text[:2000] for text in words[:500]))


def words_in(element: html.HtmlElement) -> str:
    """The words below an element, without scripts and styles."""
    texts = element.xpath(".//text()[not(ancestor::script or ancestor::style)]")
    return " ".join(" ".join(map(str, texts)).split())
