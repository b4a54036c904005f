"""Pages of a paper at the desk, by subject: its task list, the paper, its steps, its notes, what changed in it."""

from decisions.views.changes import decision_changes
from decisions.views.leaks import decision_leaks
from decisions.views.notes import decision_notes, note_reply, note_settle
from decisions.views.paper import (
    decision_page,
    decision_paper,
    decision_pdf,
    decision_preview,
    decision_public_preview,
    decision_scan,
)
from decisions.views.profile import body_profile
from decisions.views.steps import decision_explain, decision_step

__all__ = [
    "body_profile",
    "decision_changes",
    "decision_explain",
    "decision_leaks",
    "decision_notes",
    "decision_page",
    "decision_paper",
    "decision_pdf",
    "decision_preview",
    "decision_public_preview",
    "decision_scan",
    "decision_step",
    "note_reply",
    "note_settle",
]
