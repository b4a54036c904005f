"""The table of figures: ratios that mean the same whatever is measured, and no word of slower within the noise."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks import _figures
from benchmarks._figures import Figure, beside, last_run, save, slower, table, within
from benchmarks._graph import draw

FIGURE = Figure("list", 50.0, "plain", 25.0, "ms", 0.5, 0.04, 0.4)
MACHINE = {"at": "2026-11-27T12:00:00+00:00", "cores": 2, "entries": 1000}


def again(ratio: float, noise: float = 0.04) -> Figure:
    return Figure("list", 50.0, "plain", 25.0, "ms", ratio, noise, 0.4)


def test_more_is_better_whatever_is_measured() -> None:
    assert beside("a", lambda: 20.0, "b", lambda: 10.0, unit="ms", target=1, rounds=3).ratio == 0.5
    assert beside("a", lambda: 20.0, "b", lambda: 10.0, unit="/s", target=1, rounds=3, more_is_better=True).ratio == 2
    assert within("a", 250.0, 1000.0, unit="ms").ratio == 4
    assert within("a", 250.0, 1000.0, unit="ms").met
    assert not within("a", 2000.0, 1000.0, unit="ms").met


def test_two_ways_are_measured_in_turns() -> None:
    order: list[str] = []
    beside("a", lambda: order.append("a") or 1.0, "b", lambda: order.append("b") or 1.0, unit="ms", target=1, rounds=2)  # type: ignore[func-returns-value]
    assert order == ["a", "b", "a", "b"]


@pytest.mark.parametrize(
    ("ratio", "noise", "is_reported"),
    [(0.5, 0.04, False), (0.6, 0.04, False), (0.47, 0.04, False), (0.4, 0.04, True), (0.4, 0.3, False)],
)
def test_slower_is_said_beyond_the_noise_of_both_runs(ratio: float, noise: float, is_reported: bool) -> None:
    assert bool(slower(again(ratio, noise), FIGURE)) is is_reported
    assert slower(FIGURE, None) == ""


def test_a_run_is_compared_with_the_last_of_its_own_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_figures, "RESULTS", tmp_path)
    monkeypatch.setattr(_figures.os, "sched_getaffinity", lambda _: {0, 1})
    save([FIGURE], MACHINE)
    save([again(0.9)], MACHINE | {"at": "2026-11-28T12:00:00+00:00", "entries": 100_000})
    assert last_run(1000) == {"list": FIGURE}
    assert last_run(10) == {}
    saved = json.loads((tmp_path / "2026-11-27T120000Z.json").read_text())
    assert saved["figures"][0]["met"] is True
    assert "slower than the last run by 40%" in table([again(0.3)], last_run(1000))
    assert "MISSED" in table([again(0.3)], {})


def test_the_picture_is_a_picture_with_every_figure(tmp_path: Path) -> None:
    path = tmp_path / "speed.svg"
    draw([FIGURE, again(0.3), Figure("<&>", 1.0, "x", 9.0, "ms", 9.0, 0.0, 1.0)], MACHINE, path)
    words = "".join(ElementTree.parse(path).getroot().itertext())
    assert "list" in words
    assert "<&>" in words
    assert "0.30 missed" in words
