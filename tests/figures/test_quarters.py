"""Quarters of a financial year."""

from datetime import date

import pytest

from figures.quarters import Quarter, quarters


@pytest.mark.parametrize(
    ("day", "slug", "words"),
    [
        (date(2026, 4, 1), "2026-q1", "April to June 2026"),
        (date(2026, 12, 31), "2026-q3", "October to December 2026"),
        (date(2027, 1, 1), "2026-q4", "January to March 2027"),
        (date(2027, 3, 31), "2026-q4", "January to March 2027"),
    ],
)
def test_a_day_falls_in_its_quarter(day: date, slug: str, words: str) -> None:
    quarter = Quarter.of(day)
    assert (quarter.slug, str(quarter)) == (slug, words)
    assert quarter.starts_on <= day <= quarter.ends_on


def test_quarters_follow_one_another_over_the_year_end() -> None:
    run = [quarter.slug for quarter in quarters(Quarter(2025, 4), Quarter(2026, 2))]
    assert run == ["2026-q2", "2026-q1", "2025-q4"]
    with pytest.raises(ValueError, match="quarters 1 to 4"):
        Quarter(2026, 5)
