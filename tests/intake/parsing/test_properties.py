"""Whatever text comes: no crash, every line placed or listed, sources that exist, nothing invented."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.parsing import NotAPaper, read_paper
from tests.intake.parsing.papers import CORPUS

_REAL = [
    line
    for name in ("older_series_form.txt", "labels_then_values.txt", "answers_on_their_own_lines.txt", "dashes_alone.md")
    for line in (CORPUS / name).read_text(encoding="utf-8").split("\n")
]
_ODD = [
    "",
    "-",
    "1.",
    "1.1",
    "¹",
    "£",
    "PCD",
    "|",
    "| a | b |",
    "**",
    "Title:",
    "Date signed:",
    "✓",
    "\t\t",
    "4.1 x",
    "(a)",
]
lines = st.lists(st.sampled_from(_REAL) | st.sampled_from(_ODD) | st.text(max_size=40), max_size=80)
slow = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(text):
    """The paper, or None where the text is refused as none."""
    try:
        return read_paper(text)
    except NotAPaper:
        return None


@slow
@given(lines)
def test_lines_in_any_order_are_read_or_refused_and_every_line_is_accounted_for(chosen):
    text = "\n".join(line.replace("\r", " ").replace("\n", " ") for line in chosen)
    paper = read(text)
    if paper is None:
        return
    text_lines = text.split("\n")
    listed = {line.line for line in paper.unplaced}
    assert not listed & set(paper.placed)
    assert all(1 <= number <= len(text_lines) for number in listed | set(paper.placed) | set(paper.sources.values()))
    visible = {n for n, line in enumerate(text_lines, 1) if any(c.isalnum() for c in line)}
    assert visible <= listed | set(paper.placed)


@slow
@given(st.integers(0, len(_REAL)), st.integers(0, 60))
def test_a_paper_that_lost_some_of_its_lines_is_still_read_or_refused(start, count):
    text = "\n".join(_REAL[:start] + _REAL[start + count :])
    paper = read(text)
    if paper is not None:
        words = set(text.split())
        for section in paper.sections:
            for paragraph in section.paragraphs:
                assert paragraph.text.split()[0] in words or paragraph.text[:1] in "(-"
        paper.as_json()


@slow
@given(st.text(max_size=400))
def test_no_text_at_all_makes_the_reader_fail(text):
    read(text)
    read("Recommendation\n" + text + "\n1. Introduction and background\n" + text + "\n4.1 " + text)
