"""The papers that go to a meeting, as one PDF with contents: Part 1 alone, as it stands or as it was sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string

from book.paper import draw
from book.paper.drawing import TEMPLATES
from components.refusals import Refused
from decisions.freezing import with_signatures
from decisions.models import Decision, Status
from documents.drawing import Sheet, draw_pdf
from documents.packing import PackedPaper, pack, page_count
from figures.dates import format_date, london_day

#: What a meeting can be expected to read; and drawing more takes longer than anybody waits.
MOST_PAPERS = 30
#: Where papers stand that a meeting may see: on their way, or decided.
GOING = (Status.SUBMITTED, Status.CHECKED, Status.ENDORSED, Status.APPROVED, Status.REFUSED)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A board on a day, with the papers whose report goes to it."""

    board: str
    on: date
    papers: list[Decision]


def meetings(papers: QuerySet[Decision]) -> list[Meeting]:
    """The meetings that some papers go to, the last first; papers by reference."""
    papers_on_their_way = papers.filter(
        status__in=GOING, imported=False, report__board_on__isnull=False, report__is_left_out=False
    ).exclude(report__board="")
    by_meeting: dict[tuple[date, str], Meeting] = {}
    for paper in papers_on_their_way.select_related("report", "sealed_paper").order_by(
        "-report__board_on", "report__board", "pk"
    ):
        report = paper.report
        assert report.board_on is not None  # filtered above
        key = (report.board_on, report.board.casefold())
        by_meeting.setdefault(key, Meeting(report.board, report.board_on, [])).papers.append(paper)
    return list(by_meeting.values())


def board_pack(meeting: Meeting, at: datetime) -> bytes:
    """The pack of a meeting, as the papers stand at a moment.

    Raises Refused when they are too many for one pack.
    """
    if len(meeting.papers) > MOST_PAPERS:
        raise Refused(f"{len(meeting.papers)} papers go to this meeting. A pack holds {MOST_PAPERS} at most.")
    packed = [_packed(paper) for paper in meeting.papers if not paper.is_expunged]
    title = f"{meeting.board}, {format_date(meeting.on)}"
    return pack(_front(meeting, packed, at), packed, title=title, moment=at)


def _packed(paper: Decision) -> PackedPaper:
    """The sealed paper, or the paper as it stands, which says on each page that it is a draft."""
    slug = _slug(paper)
    title = f"{paper.reference_words}: {paper.title}"
    sealed = getattr(paper, "sealed_paper", None)
    if sealed is not None:
        return PackedPaper(title, f"{slug}.pdf", bytes(sealed.pdf), f"{title}, sealed, as it was signed")
    drawing = draw(with_signatures(paper).unsigned(), draft=True)
    return PackedPaper(title, f"{slug}-draft.pdf", drawing.pdf, f"{title}, as it stood, not decided")


def _slug(paper: Decision) -> str:
    return paper.reference.slug if paper.reference else f"draft-{paper.pk}"


def _front(meeting: Meeting, packed: Sequence[PackedPaper], at: datetime) -> bytes:
    sealed = {f"{_slug(paper)}.pdf" for paper in meeting.papers if hasattr(paper, "sealed_paper")}
    rows = [
        {
            "number": number,
            "title": paper.title,
            "pages": page_count(paper.pdf),
            "sealed": paper.file_name in sealed,
        }
        for number, paper in enumerate(packed, 1)
    ]
    context = {
        "body": settings.BODY_NAME,
        "board": meeting.board,
        "on": format_date(meeting.on),
        "drawn": format_date(london_day(at)),
        "rows": rows,
    }
    html = render_to_string("decisions/board_pack_contents.html", context)
    sheet = Sheet(style=(TEMPLATES / "paper.css").read_text(), kind="Papers of a meeting")
    return draw_pdf(html, sheet=sheet, identifier=f"{meeting.board} {meeting.on}", moment=at).pdf
