"""The sizes of the book at which public pages are measured can be named."""

import pytest

from benchmarks._books import SIZES
from benchmarks.public import sizes_wanted


def test_sizes_are_the_usual_ones_unless_named() -> None:
    assert sizes_wanted({}) == SIZES
    assert sizes_wanted({"SIZES": "300000, 1000"}) == (1_000, 300_000)


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="many"):
        sizes_wanted({"SIZES": "many"})
