"""Reference, title, date, decision maker: from labels, from the title's line, from the page's own address."""

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from urllib.parse import unquote

from figures.dates import format_date
from figures.prose import find_dates, find_references
from figures.references import Reference
from intake.parsing.headings import label_of
from intake.parsing.layouts import FURNITURE, OFFICES
from intake.parsing.lines import Piece, fold
from intake.parsing.outline import Block
from intake.parsing.paragraphs import ends_sentence, folded_items, join_halves, runs_of
from intake.parsing.read_paper import Signature
from intake.parsing.sources import Ledger
from profiles import current

_SITE_SUFFIX = re.compile(
    r"\s*[|\u2013-]\s*(?:London City Hall|Greater London Authority|MOPAC|GLA|Mayor of London.*)$", re.IGNORECASE
)
_ADDRESS = re.compile(
    r"^(?:(?:url|address|source|page|link|web address|retrieved from|"
    r"from)\s*:?\s*)?<?(?P<url>(?:https?://|www\.)\S+?)>?$",
    re.IGNORECASE,
)
#: What a web site adds to the names of those who have left since.
_PAST = re.compile(r"\s*\(past (?:staff|member of staff|employee)\)", re.IGNORECASE)
_DATE_ONLY = re.compile(r"^(?:[a-z]+day,?\s+)?$", re.IGNORECASE)
#: Where a paper names itself, the surest first.
#: A line that names whose paper it is, or what kind of page, and not what it is about.
_NAME_OF_A_BODY = re.compile(
    r"(?:The )?(?:Office of the )?(?:[A-Z][\w’']*,? (?:and |& )?){0,5}"
    r"(?:Police(?:,? Fire)? (?:and|&) Crime Commissioner|Combined Authority)"
    r"(?:['’]s Office)?(?: for [A-Z][\w ,&]{2,40})?"
    r"|Decision (?:Notice|Record|Form)(?: [A-Z0-9][\w/.-]*){0,3}"
)
#: Words: a longer line that ends with a full stop is a sentence of the paper.
_LONGEST_TITLE = 12
_SUREST = ("label", "title", "header", "address", "document")


class Pending(NamedTuple):
    """A label whose value has not come yet."""

    field: str
    piece: Piece


def read_facts(blocks: list[Block], ledger: Ledger) -> None:
    """Fill in the key facts from what stands before the advice, and from the list of documents after it."""
    titles: list[tuple[str, Piece]] = []
    for block in blocks:
        if block.zone in ("preamble", "key_information") and block.document == "form":
            titles += _labelled(block, ledger)
        elif block.zone == "documents":
            _documents(block, ledger)
    _set_title(titles, ledger)
    _read_opening(blocks, ledger)
    _choose_reference(ledger)


def _read_opening(blocks: list[Block], ledger: Ledger) -> None:
    """The sentences between title and recommendations are the summary of a page that gives it no heading."""
    if any(block.zone == "executive_summary" and block.document == "form" for block in blocks):
        return
    opening = [b for b in blocks if b.zone in ("preamble", "key_information") and b.document == "form"]
    pieces = sorted((piece for block in opening for piece in block.pieces), key=lambda piece: piece.line)
    placed_positions = [n for n, piece in enumerate(pieces) if piece.taken and piece.taken not in ("mark", "furniture")]
    unplaced_pieces = (
        [piece for piece in pieces[placed_positions[-1] + 1 :] if not piece.taken] if placed_positions else []
    )
    runs = folded_items(runs_of(unplaced_pieces, wrapped=ledger.wrapped, width=ledger.width))
    if ledger.paper.title and runs and _is_sentence(runs[0].text):
        ledger.paper.executive_summary = "\n\n".join(f"{run.numeral} {run.text}".strip() for run in runs)
        ledger.place("executive_summary", unplaced_pieces)


def _is_sentence(text: str) -> bool:
    """Whether words form a sentence: no title and no line of a menu is that long and ends so."""
    return len(text.split()) >= 8 and ends_sentence(text.partition("\n")[0])


def _labelled(block: Block, ledger: Ledger) -> list[tuple[str, Piece]]:
    """Go through labels and values; what is neither may be the title."""
    pending: list[Pending] = []
    titles: list[tuple[str, Piece]] = []
    for piece in block.pieces:
        if piece.hint in ("address", "header", "title") or _ADDRESS.match(piece.text):
            _about_the_page(piece, titles, ledger)
            continue
        label = label_of(piece.text)
        if label and (label[1] or not _fits_any(pending, piece)):
            field, value = label
            if not value:
                pending.append(Pending(field, piece))
                ledger.place(field if not field.startswith("meta") else "furniture", [piece])
                ledger.paper.sources.pop(field, None)
            elif not _assign(field, value, [piece], titles, ledger):
                pending = []
            continue
        due = next((label for label in pending if _fits(label.field, piece.text)), None)
        if due:
            _assign(due.field, piece.text, [piece], titles, ledger)
            pending = (
                [label for label in pending[pending.index(due) + 1 :] if not label.field.startswith("meta")]
                if due.field.startswith("meta")
                else [label for label in pending if label is not due]
            )
        elif not _claims(piece, titles, ledger) and _may_be_title(piece.text.strip()):
            titles.append(("line", piece))
    return titles


def _may_be_title(text: str) -> bool:
    """Whether a line could say what a paper is about: no name of its body, no long sentence."""
    is_sentence = text.endswith(".") and len(text.split()) > _LONGEST_TITLE
    return not is_sentence and not _NAME_OF_A_BODY.fullmatch(text)


def _fits_any(pending: list[Pending], piece: Piece) -> bool:
    return any(label.field == "decided_by" and fold(piece.text).startswith("deputy mayor") for label in pending)


def _fits(field: str, text: str) -> bool:
    """Whether a line can be the value of a label that stands before it."""
    if field == "reference":
        references = find_references(text)
        return bool(references) and references[0].start == 0 and references[0].end >= len(text.strip()) - 2
    if field in ("decided_on", "required_by", "meta_on"):
        dates = find_dates(text)
        return bool(dates) and bool(_DATE_ONLY.match(text[: dates[0].start])) and len(text) - dates[0].end < 12
    if field in ("decided_by", "author"):
        return (
            text[:1].isupper()
            and len(text) < 120
            and not find_references(text)
            and not find_dates(text)
            and not text.endswith((":", "?"))
        )
    return field == "title" or (field == "meta" and len(text) < 120)


def _assign(field: str, value: str, pieces: list[Piece], titles: list[tuple[str, Piece]], ledger: Ledger) -> bool:
    """Put a label's value where it belongs; False when it cannot be read."""
    paper = ledger.paper
    if field.startswith("meta"):
        ledger.place("furniture", pieces)
    elif field == "title":
        titles.insert(0, (f"label:{value}", pieces[0]))
    elif field == "reference":
        references = find_references(value)
        if not references:
            ledger.warn(
                "reference-unreadable",
                f"“{value}” stands where the reference belongs and is none. Enter a reference such as "
                f"{current().references.example}.",
            )
            return False
        _claim("label", references[0].value, pieces, ledger)
    elif field in ("decided_on", "required_by"):
        return _assign_date(field, value, pieces, ledger)
    elif field == "decided_by":
        decider, value = paper.decided_by, _PAST.sub("", value).replace(" ,", ",").strip()
        if decider and fold(decider) != fold(value) and (not office_of(decider) or office_of(value)):
            return False
        paper.decided_by = f"{value}, {decider}" if decider and not office_of(value) else decider or value
        ledger.place("decided_by", pieces)
    elif field == "author":
        paper.report.author = paper.report.author or value
        ledger.place("report.author", pieces)
    return True


def _assign_date(field: str, value: str, pieces: list[Piece], ledger: Ledger) -> bool:
    """Put a date where it belongs; False, with a warning, when it is unreadable or another stands there."""
    dates = find_dates(value)
    if not dates:
        ledger.warn(
            "date-unreadable",
            f"“{value}” stands where a date belongs and is none. Enter a date such as 17 December 2018.",
        )
        return False
    earlier_date = getattr(ledger.paper, field)
    if earlier_date and earlier_date != dates[0].value:
        several_dates(earlier_date, dates[0].value, ledger)
        return False
    setattr(ledger.paper, field, dates[0].value)
    ledger.place(field, pieces)
    return True


def several_dates(first: date, second: date, ledger: Ledger) -> None:
    """The paper gives two days for its signature."""
    ledger.warn(
        "several-dates", f"The paper gives two dates of signature: {format_date(first)} and {format_date(second)}."
    )


def _about_the_page(piece: Piece, titles: list[tuple[str, Piece]], ledger: Ledger) -> None:
    """Address, title and running heads of the page itself."""
    address = _ADDRESS.match(piece.text)
    if address:
        parts = unquote(re.split(r"[?#]", address["url"])[0]).split("/")
        references = next((names for part in reversed(parts) if (names := find_references(part))), [])
        if references:
            _claim("address", references[0].value, [piece], ledger)
        piece.taken = piece.taken or "address"
    elif piece.hint == "header":
        for reference in find_references(piece.text):
            _claim("header", reference.value, [piece], ledger)
        piece.taken = piece.taken or "furniture"
    elif not _claims(piece, titles, ledger):
        titles.append(("page", piece))


def _claims(piece: Piece, titles: list[tuple[str, Piece]], ledger: Ledger) -> bool:
    """Whether a line before the advice names the paper itself: "DMPC Decision - PCD 510", "PCD 956 New title"."""
    text = _SEAL.sub("", _SITE_SUFFIX.sub("", piece.text))
    references = find_references(text)
    if not references:
        return _names_no_number(text, piece, ledger)
    reference = references[0]
    before, after = text[: reference.start].strip(" -\u2013:|([\t"), text[reference.end :].strip(" -\u2013:|\t.")
    if after.count(")") > after.count("(") or after.count("]") > after.count("["):
        after = after.strip(")] -\u2013:|\t.")
    plain_before = (
        not before
        or any(p.fullmatch(fold(before)) for p in FURNITURE)
        or fold(before) in ("decision", "mopac decision")
    )
    if plain_before and not after:
        _claim("title", reference.value, [piece], ledger)
        return True
    separated = text[reference.end :].lstrip()[:1] in ("-", "\u2013", ":", "|", "\t")
    if plain_before and after and (after[0].isupper() or after[0].isdigit() or separated):
        _claim("title", reference.value, [piece], ledger)
        titles.append((f"label:{after}" if piece.hint == "heading" else f"after:{after}", piece))
        return True
    if before and not after and re.search(r"[-\u2013:|]\s*$", text[: reference.start]):
        _claim("title", reference.value, [piece], ledger)
        titles.append((f"after:{before}", piece))
        return True
    return False


#: What the seal of this register says beside the reference.
_SEAL = re.compile(r"\s*(?:sealed )?by the decision register\s*$", re.IGNORECASE)
#: A series with something after it that is no number: not allotted yet, or misread.
_NOT_YET = re.compile(
    r"\b(?:PCD|DMPCD)[ \u00a0:#-]*(?:TBC|TBA|X{2,}|N{2,}|\?+|number|no\.?|_+|\.{2,})\s*$", re.IGNORECASE
)
_MISREAD = re.compile(
    r"\b(?:PCD|DMPCD)[ \u00a0:#-]{0,2}(?P<number>(?=[0-9A-Za-z]*[0-9])[0-9OoIlSBZ][0-9A-Za-z]{0,6})\b"
)


def _names_no_number(text: str, piece: Piece, ledger: Ledger) -> bool:
    """Whether a line names the paper's series without a number that can be read; that is said, not guessed."""
    if _NOT_YET.search(text):
        ledger.place("furniture", [piece])
        ledger.paper.sources.pop("furniture", None)
        return True
    match = _MISREAD.search(text)
    if match is None or match.end() < len(text.rstrip(" )]")) - 2:
        return False
    ledger.warn(
        "reference-unreadable",
        f"“{match[0]}” stands where the reference belongs and is none. Enter a reference such as PCD 510.",
    )
    ledger.place("furniture", [piece])
    ledger.paper.sources.pop("furniture", None)
    return True


def _claim(place: str, reference: Reference, pieces: list[Piece], ledger: Ledger) -> None:
    ledger.paper.claims.append((place, reference))
    ledger.place(f"claim.{place}", pieces)


def _choose_reference(ledger: Ledger) -> None:
    """The surest place decides; what other places say is kept for the check that compares them."""
    paper = ledger.paper
    for source in _SUREST:
        for place, reference in paper.claims:
            if place == source:
                paper.reference = reference
                paper.sources["reference"] = paper.sources[f"claim.{source}"]
                for path in [path for path in paper.sources if path.startswith("claim.")]:
                    del paper.sources[path]
                return


def _comparable_title(title: str) -> str:
    """A title for comparing: without the reference before it and the site's name after it."""
    title = _SITE_SUFFIX.sub("", title)
    references = find_references(title)
    if references and references[0].start == 0:
        title = title[references[0].end :]
    return fold(title).strip(" -|()")


def _set_title(titles: list[tuple[str, Piece]], ledger: Ledger) -> None:
    """A labelled title, else a heading's, else the first line before the advice, else the page's; repeats too."""
    paper = ledger.paper

    pages = {_comparable_title(piece.text) for source, piece in titles if source == "page"} - {""}

    def rank(item: tuple[str, Piece]) -> int:
        source, piece = item
        if piece.hint == "heading" and _comparable_title(piece.text) in pages:
            return -1  # the page's own heading, which its title repeats
        return 0 if source.startswith("label:") else 1 if piece.hint == "heading" else 3 if source == "page" else 2

    if not titles:
        return
    source, title_piece = min(titles, key=rank)
    text = source.partition(":")[2] if ":" in source else title_piece.text
    pieces = [title_piece]
    if "label:" in source or source == "line" or source.startswith("after:"):
        text, continuation = _wrapped_title(text, title_piece, titles)
        pieces += continuation
    paper.title = _SITE_SUFFIX.sub("", text).strip()
    ledger.place("title", pieces)
    paper.sources["title"] = title_piece.line
    for _, piece in titles:
        if _comparable_title(piece.text.partition(":")[2] or piece.text) == _comparable_title(
            paper.title
        ) or _comparable_title(piece.text) == _comparable_title(paper.title):
            ledger.place("title", [piece])


def _wrapped_title(text: str, title_piece: Piece, titles: list[tuple[str, Piece]]) -> tuple[str, list[Piece]]:
    """A title that goes on in the next lines, with no empty line between."""
    continuation: list[Piece] = []
    at = title_piece.line
    for source, piece in sorted(titles, key=lambda item: item[1].line):
        goes_on = (
            piece.line == at + 1
            and not piece.gap
            and source == "line"
            and _comparable_title(piece.text) != _comparable_title(text)
        )
        if (
            goes_on
            and piece.hint not in ("heading", "title")
            and not _is_sentence(piece.text)
            and (piece.text[:1].islower() or len(title_piece.raw) > 45 or title_piece.open)
        ):
            text, at = join_halves(text, piece.text), piece.line
            continuation.append(piece)
    return text, continuation


def _documents(block: Block, ledger: Ledger) -> None:
    """Names of files after the paper: the signed document's own reference counts, sizes and kinds do not."""
    is_paper_itself = fold(block.heading).startswith(("signed", "published", "decision"))
    title = _comparable_title(ledger.paper.title or "")
    for piece in block.pieces:
        references = find_references(piece.text)
        if is_paper_itself and references and references[0].start == 0:
            _claim("document", references[0].value, [piece], ledger)
        elif references:
            ledger.place("refers_to", [piece])
            ledger.paper.sources.pop("refers_to", None)
        elif (
            re.search(r"\bpdf\b|\.pdf|\.docx?|\b[0-9.]+ ?[kmg]b\b", piece.text, re.IGNORECASE)
            or label_of(piece.text)
            or _comparable_title(piece.text) == title
        ):
            piece.taken = "furniture"


def office_of(text: str | None) -> str:
    """The office that words name; "" for others."""
    folded = fold(text or "")
    return next((office for pattern, office in OFFICES if pattern.search(folded)), "")


def signature_from_facts(ledger: Ledger) -> None:
    """A page that says when and by whom it was signed stands for the decision maker's signature."""
    paper = ledger.paper
    office = office_of(paper.decided_by)
    if not paper.decided_on or not office or any(signature.office == office for signature in paper.signatures):
        return
    name = (paper.decided_by or "").split(",")[0].strip()
    paper.signatures.insert(0, Signature(office, None if office_of(name) else name, paper.decided_on))
    paper.sources["signatures[0]"] = paper.sources.get("decided_on", 1)


def references_in(lines: Iterable[str]) -> list[Reference]:
    """References in lines, each once, in order."""
    references: dict[str, Reference] = {}
    for line in lines:
        for reference in find_references(line):
            references.setdefault(reference.value.key, reference.value)
    return list(references.values())
