"""The soak fails when so little happened that it has proved nothing."""

from benchmarks.soak.__main__ import too_little


def test_a_soak_in_which_enough_happened_has_nothing_to_say() -> None:
    assert too_little(10, published=10, answers=600, backups=2, kills=20) == []


def test_a_soak_in_which_hardly_anything_happened_says_of_what() -> None:
    assert too_little(10, published=9, answers=599, backups=1, kills=0) == [
        "Only 9 papers were published in 10 minutes; a soak of that length needs 10.",
        "Only 599 pages were answered in 10 minutes; a soak of that length needs 600.",
        "Only 1 backups came to their end in 10 minutes; a soak of that length needs 2.",
        "Only 0 parts were killed in 10 minutes; a soak of that length needs 20.",
    ]


def test_the_shortest_soak_needs_one_of_each() -> None:
    assert len(too_little(0.1, published=0, answers=0, backups=0, kills=0)) == 4
    assert too_little(0.1, published=1, answers=6, backups=1, kills=1) == []
