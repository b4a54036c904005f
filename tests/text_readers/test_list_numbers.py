"""Numbers of lists as letters and Roman figures."""

import pytest

from text_readers.list_numbers import in_letters, in_roman


@pytest.mark.parametrize(
    ("count", "letters", "roman"),
    [(1, "a", "i"), (4, "d", "iv"), (26, "z", "xxvi"), (27, "aa", "xxvii"), (49, "w" * 2, "xlix"), (54, "bbb", "liv")],
)
def test_a_number_is_written_as_letters_and_in_roman_figures(count: int, letters: str, roman: str) -> None:
    assert (in_letters(count), in_roman(count)) == (letters, roman)


def test_roman_figures_go_to_the_thousands() -> None:
    assert in_roman(1994) == "mcmxciv"
    assert in_roman(3999) == "mmmcmxcix"


@pytest.mark.parametrize("count", [-1, 0, 4000, 999_999_999])
def test_a_number_that_has_no_such_figures_is_written_in_digits(count: int) -> None:
    assert in_letters(count) == in_roman(count) == str(count)
