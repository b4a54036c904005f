"""A made catalogue: right pages of every shape, and among them pages with one fault each, which is known."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

#: The number of the first page; the last of 3,000 has four digits too.
FIRST = 1_001
BOROUGHS = ("Camden", "Lewisham", "Haringey", "Barnet", "Sutton", "Brent", "Bexley", "Ealing", "Merton", "Newham")
THINGS = ("Lamps", "Youth clubs", "Night buses", "Safer parks", "Victim support", "Street wardens", "Safe havens")
DAYS = ("4 February 2019", "14 March 2019", "21 January 2019", "1 March 2019", "28 February 2019")


@dataclass(frozen=True, slots=True)
class Page:
    """The words of one page that differ from page to page."""

    number: int
    reference: str
    title: str
    day: str
    amount: int
    follows: str = ""
    total: str = ""
    recommended: str = ""
    more: str = ""

    def blocks(self) -> Iterator[tuple[str, str]]:
        """The page as headings ("h"), paragraphs ("p"), recommendations ("li") and rows ("tr")."""
        first, total = self.amount // 2, self.total or f"£{self.amount:,}"
        years = (f"2019/20\t£{first:,}", f"2020/21\t£{self.amount - first:,}")
        yield "p", f"Reference: {self.reference}" if self.reference else "A decision paper"
        yield "p", f"Title: {self.title}" if self.title else ""
        yield "p", f"Date signed: {self.day}" if self.day else ""
        yield "p", "Decision by: Sophie Linden, Deputy Mayor for Policing and Crime"
        yield "h", "Executive summary"
        yield "p", f"This paper is about {self.title.lower() or 'lamps'} on the way home.{self.follows}"
        if self.recommended != "-":
            yield "h", "Recommendation"
            yield "p", "The Deputy Mayor for Policing and Crime is recommended to:"
            yield (
                "li",
                f"1. Approve the award of {self.recommended or f'£{self.amount:,}'} to the boroughs for the work.",
            )
        yield "h", "PART I - NON-CONFIDENTIAL FACTS AND ADVICE TO THE DMPC"
        yield "h", "1. Introduction and background"
        yield "p", "1.1. People feel unsafe after dark."
        yield "h", "2. Issues for consideration"
        yield "p", f"2.1. The work needs staff.{self.more}"
        yield "h", "3. Financial Comments"
        yield "p", "3.1. The money by year is as follows:"
        for row in ("Year\tAmount", *years, f"Total\t{total}"):
            yield "tr", row
        yield "h", "4. Legal Comments"
        yield "p", "4.1. Paragraph 4.8 of the Scheme of Delegation lets the DMPC approve awards."
        yield "h", "5. GDPR and Data Privacy"
        yield "p", "5.1. No personal data is held."
        yield "h", "6. Equality Comments"
        yield "p", "6.1. All gain from the work."
        yield "h", "7. Background/supporting papers"
        yield "p", "7.1. None."

    def as_text(self) -> str:
        """The page as a text file."""
        lines = [text if kind == "tr" else f"{text}\n" for kind, text in self.blocks() if text]
        return "\n".join(lines) + "\n"

    def as_page(self, hidden: str = "", address: str = "") -> str:
        """The page as a council's system writes it: menus, a banner, a table; with its address where it names one."""
        body = ""
        for kind, text in self.blocks():
            if kind == "tr":
                cells = "".join(f"<td>{escape(cell)}</td>" for cell in text.split("\t"))
                body += f"<table><tr>{cells}</tr>" if text.startswith("Year") else f"<tr>{cells}</tr>"
                body += "</table>" if text.startswith("Total") else ""
            else:
                body += (
                    f"<{'h2' if kind == 'h' else 'p'}>{escape(text)}</{'h2' if kind == 'h' else 'p'}>" if text else ""
                )
        return (
            f"<!DOCTYPE html><html><head><meta charset=utf-8>{address}<title>{escape(self.title)}</title></head>"
            "<body><nav><a href=/>Home</a></nav><div class=cookie-banner role=dialog>We use cookies.</div>"
            f"<main><h1>{escape(self.title)}</h1>{body}{hidden}</main><footer>Contact us</footer></body></html>"
        )


def right(number: int, *, known: int) -> Page:
    """A page without fault; every third follows the one that was written before it."""
    thing, borough = THINGS[number % len(THINGS)], BOROUGHS[number // 7 % len(BOROUGHS)]
    title = f"{thing} for {borough}, round {number}"
    follows = f" It follows PCD {known}." if known and number % 3 == 0 else ""
    amount = 2 * (1_500 + number % 977)
    return Page(number, f"PCD {number}", title, DAYS[number % len(DAYS)], amount * 10, follows)


def changed(page: Page, **more: str | int) -> Page:
    """A page with some of its words changed."""
    return replace(page, **more)  # type: ignore[arg-type]


#: Each kind of fault: the check that must name it, and the page with it.
FAULTS: dict[str, Callable[[Page], Page]] = {
    "sum-differs": lambda page: changed(page, total=f"£{page.amount:,}.05"),
    "reference-nowhere": lambda page: changed(page, follows=f" It follows PCD {page.number + 50_000}."),
    "name-differs": lambda page: changed(page, reference=f"PCD {page.number + 30_000}"),
    "retrospective": lambda page: changed(page, day="14 March 2022"),
    "amount-is-reference": lambda page: changed(page, amount=page.number),
    "date-missing": lambda page: changed(page, day=""),
    "date-unreadable": lambda page: changed(page, day="31 February 2019"),
    "recommendation-missing": lambda page: changed(page, recommended="-"),
    "reference-unreadable": lambda page: changed(page, reference=f"PCD {page.number // 10}O"),
    "year-differs": lambda page: changed(page, reference=f"DMPCD 2014 {page.number}"),
}


def write_catalogue(folder: Path, count: int, *, every: int) -> set[tuple[str, str]]:
    """Write so many pages, every so manyth with one fault; the faults put in, each with the name of its file."""
    put_in: set[tuple[str, str]] = set()
    kinds = [*FAULTS, "reference-twice", "hidden-text", "reference-differs"]
    known, faulty, last = 0, 0, ""
    for number in range(FIRST, FIRST + count):
        page, name = right(number, known=known), f"pcd-{number}"
        as_page = number % 2 == 0
        if (number - FIRST) % every == every - 1:
            kind, faulty = kinds[faulty % len(kinds)], faulty + 1
            hidden = address = ""
            if kind == "reference-twice":
                page, name = changed(page, reference=f"PCD {known}"), f"page-{number}"
            elif kind == "hidden-text":
                as_page, hidden = True, "<p style='display:none'>The real sum is £7.</p>"
            elif kind == "reference-differs":
                as_page, address = (
                    True,
                    f"<link rel=canonical href=https://example.org/pcd-{number + 20_000}-lamps/print>",
                )
            else:
                page = FAULTS[kind](page)
                name = f"page-{number}" if kind in ("reference-unreadable", "year-differs") else name
            file = folder / f"{name}.{'html' if as_page else 'txt'}"
            file.write_text(page.as_page(hidden, address) if as_page else page.as_text(), encoding="utf-8")
            put_in.add((kind, last if kind == "reference-twice" else file.name))
            continue
        file = folder / f"{name}.{'html' if as_page else 'txt'}"
        file.write_text(page.as_page() if as_page else page.as_text(), encoding="utf-8")
        known, last = number, file.name
    return put_in
