"""tests/promises/mutations.py: each row's guard stands once in its file, and its test exists."""

import re
from pathlib import Path

import pytest

from tests.promises.mutations import MUTATIONS

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("number", range(len(MUTATIONS)))
def test_a_row_names_a_guard_and_a_test_that_there_are(number: int) -> None:
    file, guard, without, test = MUTATIONS[number]
    assert (ROOT / file).read_text().count(guard) == 1, f"{guard!r} does not stand once in {file}"
    assert guard != without
    path, _, name = test.partition("::")
    assert re.search(rf"^def {name or 'test_'}", (ROOT / path).read_text(), re.MULTILINE), test
