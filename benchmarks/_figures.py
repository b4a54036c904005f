"""A figure beside its limit or peer, measured in turns in the same run; the table of them; and the run before."""

import json
import os
import platform
import statistics
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connections

RESULTS = Path(__file__).parent / "results"
#: Ratios closer to the run before than this are never called slower, whatever the noise that was seen.
LEAST_CHANGE = 0.05


@dataclass(frozen=True)
class Figure:
    """How we do beside a peer, or beside a limit.

    `ratio` is 1 where we do as well as the peer or just keep the limit, and more is better, whatever is measured.
    `noise` is half the middle half of the ratios of the rounds, as a part of the ratio.
    """

    name: str
    ours: float
    peer_name: str
    peer: float
    unit: str
    ratio: float
    noise: float
    target: float

    @property
    def met(self) -> bool:
        """Whether the target is reached."""
        return self.ratio >= self.target


def beside(
    name: str,
    ours: Callable[[], float],
    peer_name: str,
    peer: Callable[[], float],
    *,
    unit: str,
    target: float,
    rounds: int = 7,
    more_is_better: bool = False,
) -> Figure:
    """Measure both in turns, so that whatever else the machine does hits both."""
    pairs = [(ours(), peer()) for _ in range(rounds)]
    ratios = [mine / theirs if more_is_better else theirs / mine for mine, theirs in pairs]
    return Figure(
        name,
        statistics.median(mine for mine, _ in pairs),
        peer_name,
        statistics.median(theirs for _, theirs in pairs),
        unit,
        statistics.median(ratios),
        spread(ratios),
        target,
    )


def within(name: str, value: float, limit: float, *, unit: str, noise: float = 0.5) -> Figure:
    """A figure that has a limit rather than a peer."""
    return Figure(name, value, "limit", limit, unit, limit / max(value, 1e-9), noise, 1.0)


def spread(ratios: list[float]) -> float:
    """Half the distance between the quartiles, as a part of the median."""
    if len(ratios) < 3:
        return 0.5
    low, middle, high = statistics.quantiles(ratios, n=4)
    return (high - low) / 2 / middle


def machine(entries: int) -> dict[str, Any]:
    """What a figure cannot be read without."""
    cpu = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), ""
    )
    with connections["book"].cursor() as cursor:
        cursor.execute("SHOW server_version")
        postgres = cursor.fetchone()[0]
    commit = subprocess.run(
        ["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False, cwd=RESULTS.parent
    )
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit.stdout.strip()[:12],
        "cores": len(os.sched_getaffinity(0)),
        "processor": cpu,
        "load_before": round(os.getloadavg()[0], 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "postgresql": postgres.split()[0],
        "entries": entries,
    }


def table(figures: Iterable[Figure], before: dict[str, Figure]) -> str:
    """One line a figure, ratio first."""
    lines = [f"{'ratio':>6} {'target':>6} {'noise':>6}  {'':42}{'ours':>12}{'beside':>12}  "]
    for figure in figures:
        mark = "" if figure.met else "MISSED "
        values = f"{_short(figure.ours):>12}{_short(figure.peer):>12} {figure.unit}, {figure.peer_name}"
        change = slower(figure, before.get(figure.name))
        line = f"{figure.ratio:6.2f} {figure.target:6.2f} {figure.noise:6.0%}  {figure.name:42}{values}"
        lines.append(f"{line}  {mark}{change}".rstrip())
    return "\n".join(lines)


def slower(figure: Figure, before: Figure | None) -> str:
    """In words, by how much a figure is worse than in the run before; nothing within the noise of both."""
    if before is None:
        return ""
    change = figure.ratio / before.ratio - 1
    if change >= -max(LEAST_CHANGE, figure.noise + before.noise):
        return ""
    return f"slower than the last run by {-change:.0%}, noise {figure.noise + before.noise:.0%}"


def save(figures: list[Figure], particulars: dict[str, Any]) -> Path:
    """Keep a run."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{particulars['at'].replace(':', '').replace('+0000', 'Z')}.json"
    rows = [asdict(figure) | {"met": figure.met} for figure in figures]
    path.write_text(json.dumps({"machine": particulars, "figures": rows}, indent=1, ensure_ascii=False) + "\n")
    return path


def last_run(entries: int) -> dict[str, Figure]:
    """The figures of the newest run that was kept, of a book of the same size and as many cores."""
    cores = len(os.sched_getaffinity(0))
    for path in sorted(RESULTS.glob("*.json"), reverse=True):
        run = json.loads(path.read_text(encoding="utf-8"))
        if (run["machine"]["entries"], run["machine"]["cores"]) == (entries, cores):
            rows = [{name: value for name, value in row.items() if name != "met"} for row in run["figures"]]
            return {row["name"]: Figure(**row) for row in rows}
    return {}


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []
