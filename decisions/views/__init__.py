"""Pages of papers at the desk, by subject: home, lists, parts, the paper, its steps, its Part 2, its publication."""

from decisions.views.agreeing import decision_agreements, decision_leaks
from decisions.views.attachments import decision_attachment, decision_attachments
from decisions.views.bids import decision_bid
from decisions.views.changes import decision_changes
from decisions.views.forward_plan import plan_item, plan_list
from decisions.views.home import desk_home
from decisions.views.listing import decision_add, decision_list, decision_list_csv, decision_views, papers_of_person
from decisions.views.mistakes import mistake_list, mistake_page
from decisions.views.notes import decision_notes, note_reply, note_settle
from decisions.views.paper import (
    decision_page,
    decision_paper,
    decision_pdf,
    decision_preview,
    decision_public_preview,
    decision_scan,
)
from decisions.views.part2 import decision_part_2, decision_part_2_file, decision_part_2_paper
from decisions.views.part_history import part_history
from decisions.views.parts import decision_part
from decisions.views.publication import decision_publication
from decisions.views.rulings import decision_conditions, decision_rulings
from decisions.views.steps import decision_explain, decision_step
from decisions.views.text import text_convert
from decisions.views.wording import wording_list, wording_text

__all__ = [
    "decision_add",
    "decision_agreements",
    "decision_attachment",
    "decision_attachments",
    "decision_bid",
    "decision_changes",
    "decision_conditions",
    "decision_explain",
    "decision_leaks",
    "decision_list",
    "decision_list_csv",
    "decision_notes",
    "decision_page",
    "decision_paper",
    "decision_part",
    "decision_part_2",
    "decision_part_2_file",
    "decision_part_2_paper",
    "decision_pdf",
    "decision_preview",
    "decision_public_preview",
    "decision_publication",
    "decision_rulings",
    "decision_scan",
    "decision_step",
    "decision_views",
    "desk_home",
    "mistake_list",
    "mistake_page",
    "note_reply",
    "note_settle",
    "papers_of_person",
    "part_history",
    "plan_item",
    "plan_list",
    "text_convert",
    "wording_list",
    "wording_text",
]
