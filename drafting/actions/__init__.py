"""Every change to a draft, each all or nothing: keyword-only, with who does it (`by`) and when (`at`)."""

from drafting.actions.begin_paper import begin_paper
from drafting.actions.enter_grant import enter_grant
from drafting.actions.save_part import part_version, save_part

__all__ = ["begin_paper", "enter_grant", "part_version", "save_part"]
