"""What changed since the last round, part by part, with the notes of that round and their replies."""

from django.http import Http404, HttpResponse

from accounts.requests import DeskRequest
from components.clock import today
from decisions.notes import notes_on
from decisions.rounds import changed_parts, earlier_round
from decisions.views.diff import in_words, pieces
from decisions.views.notes import note_rows
from decisions.views.paper_page import paper_of, paper_page


def decision_changes(request: DeskRequest, pk: int) -> HttpResponse:
    """The parts that changed since the paper was last submitted, for whoever may read it."""
    paper = paper_of(request, pk)
    earlier = earlier_round(paper)
    if earlier is None:
        raise Http404("This paper has not been submitted before.")
    notes = [note for note in notes_on(paper, request.user, today()) if note.round == earlier.round]
    context = {
        "earlier": earlier,
        "rows": [
            {"part": part, "pieces": list(pieces(in_words(part.before, {}), in_words(part.after, {})))}
            for part in changed_parts(paper, earlier.at)
        ],
        "notes": note_rows(paper, notes, request),
    }
    return paper_page(request, "decisions/decision_changes.html", paper, context)
