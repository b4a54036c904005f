"""What the leak gate finds in a paper as it stands, before it is drawn."""

from datetime import date

from book.part1 import read_part1
from decisions.composing import compose
from decisions.leaks import Leak, Leaking, find_leaks
from decisions.models import Decision


def leaks_as_it_stands(paper: Decision, day: date) -> tuple[list[Leak], list[str]]:
    """What the gate finds in the paper on a day, or why it could not look."""
    submission = paper.current_submission()
    content = bytes(paper.part1 or (submission.part1 if submission else b""))
    part1 = read_part1(content) if content else compose(paper, day)
    try:
        return find_leaks(paper, part1=part1, pdf=None), []
    except Leaking as error:
        return [], error.problems
