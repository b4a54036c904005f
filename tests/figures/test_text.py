"""Text as people paste it."""

from dataclasses import dataclass

import pytest

from figures.text import all_plain, one_line, plain_text


@pytest.mark.parametrize(
    ("pasted", "plain"),
    [
        ("One\x0btwo", "One\ntwo"),
        ("One\r\ntwo\rthree\u2028four\u2029five\x85six", "One\ntwo\nthree\nfour\nfive\nsix"),
        ("a\x00b\x01c\x7fd\x9fe\ufefff", "abcdef"),
        ("evil \u202efinal\u202c \u2066x\u2069", "evil final x"),
        ("half \ud83d and \uffff", "half  and "),
        (
            "£250,000 – a tab\tand a\u00a0space, naïve, 👍🏽, e\u0301, \u200d",
            "£250,000 – a tab\tand a\u00a0space, naïve, 👍🏽, e\u0301, \u200d",
        ),
    ],
)
def test_what_nobody_can_see_is_left_out_and_lines_end_in_one_way(pasted: str, plain: str) -> None:
    assert plain_text(pasted) == plain
    assert plain_text(plain) == plain


def test_a_title_stays_on_one_line() -> None:
    assert one_line(" Joint\x0bstrategy \n for\u00a0it ") == "Joint strategy for it"


def test_every_text_within_a_value_is_made_plain() -> None:
    @dataclass(frozen=True)
    class Inner:
        text: str
        amount: int

    assert all_plain((Inner("a\x0bb", 1), ("c\x01",), None)) == (Inner("a\nb", 1), ("c",), None)
