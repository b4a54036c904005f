"""The decision paper: Part 1 drawn as the form that people know, sealed by the register."""

from book.paper.drawing import DecisionPaper, draw
from book.paper.part_2 import Part2Exemption, Part2Paper, Part2Text, draw_part_2
from book.paper.sealing import seal_paper

__all__ = [
    "DecisionPaper",
    "Part2Exemption",
    "Part2Paper",
    "Part2Text",
    "draw",
    "draw_part_2",
    "seal_paper",
]
