"""Pages on which a draft is written: begun, part by part, its grant entered, its history."""

from drafting.views.begin import decision_add
from drafting.views.new_grant import decision_grant_add
from drafting.views.part_history import part_history
from drafting.views.parts import decision_part
from drafting.views.text import text_convert

__all__ = ["decision_add", "decision_grant_add", "decision_part", "part_history", "text_convert"]
