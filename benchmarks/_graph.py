"""The figures of a run as a picture: a bar a figure, a line at its target."""

from html import escape
from pathlib import Path
from typing import Any

from benchmarks._figures import Figure

WIDTH, LEFT, ROW, MOST = 860, 330, 30, 2.0


def draw(figures: list[Figure], particulars: dict[str, Any], path: Path) -> None:
    """Write the picture; ratios beyond 2 are drawn as 2."""
    scale = (WIDTH - LEFT - 90) / MOST
    rows = [_row(figure, 64 + place * ROW, scale) for place, figure in enumerate(figures)]
    height = 64 + len(figures) * ROW + 16
    words = f"{particulars['at'][:10]}, {particulars['cores']} cores, {particulars['entries']:,} decisions"
    head = '<text x="12" y="24" class="b">Each figure beside its peer or limit: 1 is as good, more is better</text>'
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{escape(words)}">\n'
        "<style>text{font:14px sans-serif;fill:#0b0c0c}.b{font-weight:bold}.s{font-size:12px;fill:#505a5f}</style>\n"
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>\n{head}\n'
        f'<text x="12" y="44" class="s">{escape(words)}; the mark in a row is its target</text>\n'
        + "\n".join(rows)
        + "\n</svg>\n",
        encoding="utf-8",
    )


def _row(figure: Figure, top: int, scale: float) -> str:
    length, mark = min(figure.ratio, MOST) * scale, LEFT + min(figure.target, MOST) * scale
    colour = "#00703c" if figure.met else "#d4351c"
    words = f"{figure.ratio:.2f}" + ("" if figure.met else " missed")
    return (
        f'<text x="12" y="{top + 15}">{escape(figure.name)}</text>'
        f'<rect x="{LEFT}" y="{top + 2}" width="{length:.1f}" height="18" fill="{colour}"/>'
        f'<path d="M{mark:.1f} {top - 2}v26" stroke="#0b0c0c" stroke-width="2"/>'
        f'<text x="{LEFT + max(length, mark - LEFT) + 6:.1f}" y="{top + 15}">{words}</text>'
    )
