"""The decision paper: Part 1 drawn as the form that people know, sealed by the register."""

from register.paper.drawing import DecisionPaper, draw
from register.paper.sealing import seal_paper

__all__ = ["DecisionPaper", "draw", "seal_paper"]
