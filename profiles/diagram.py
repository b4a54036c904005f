"""The steps of a profile as a diagram: text for a terminal, SVG for a page. Plain strings, no drawing library."""

from html import escape

from profiles.model import Profile, Step

_STATUSES = ("draft", "submitted", "checked", "endorsed", "approved")
_WIDTH, _BOX, _HIGH, _GAP = 560, 150, 40, 74


def _forward(profile: Profile) -> list[tuple[str, Step, str]]:
    """Where a paper stands, the step that takes it on, and where that leads, from draft to decided."""
    rows: list[tuple[str, Step, str]] = []
    place = "draft"
    while place != "approved":
        step = next(
            step
            for step in profile.steps
            if step.name in {"submit", "check", "endorse", "approve"} and any(move.at == place for move in step.moves)
        )
        rows.append((place, step, step.to))
        place = step.to
    return rows


def _who(profile: Profile, step: Step, place: str) -> str:
    labels = [profile.offices[key].label for move in step.moves if move.at == place for key in move.by]
    joined_labels = (", then " if step.signs else " or ").join(labels)
    return f"{joined_labels}{' (signs)' if step.signs and len(labels) == 1 else ' (each signs)' if step.signs else ''}"


def steps_as_text(profile: Profile) -> str:
    """One line for each step on the way to the decision, and one for each way back or out."""
    lines = [f"{place} --[{step.label}: {_who(profile, step, place)}]--> {to}" for place, step, to in _forward(profile)]
    for step in profile.steps:
        if step.name in {"refuse", "record_ink", "send_back", "withdraw", "publish"}:
            lines += [
                f"  {move.at} --[{step.label}: {_who(profile, step, move.at)}]--> {step.to or move.at}"
                for move in step.moves
            ]
    return "\n".join(lines) + "\n"


def steps_as_svg(profile: Profile) -> str:
    """The way from draft to decided from top to bottom, with who takes each step beside its arrow."""
    rows = _forward(profile)
    high = _GAP * len(rows) + _HIGH + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{high}" role="img" '
        f'viewBox="0 0 {_WIDTH} {high}" font-family="sans-serif" font-size="13">',
        f"<title>Steps of a paper: {escape(profile.body.name_on().name)}</title>",
    ]
    for n, place in enumerate([*(row[0] for row in rows), rows[-1][2]]):
        y = 20 + n * _GAP
        parts.append(f'<rect x="20" y="{y}" width="{_BOX}" height="{_HIGH}" rx="4" fill="#f3f2f1" stroke="#0b0c0c"/>')
        parts.append(f'<text x="{20 + _BOX / 2}" y="{y + 25}" text-anchor="middle">{escape(place)}</text>')
    for n, (place, step, _) in enumerate(rows):
        y, x = 20 + n * _GAP + _HIGH, 20 + _BOX / 2
        parts.append(f'<path d="M{x} {y} V{y + _GAP - _HIGH - 6}" stroke="#0b0c0c" fill="none"/>')
        tip = y + _GAP - _HIGH
        parts.append(f'<path d="M{x - 5} {tip - 8} L{x} {tip} L{x + 5} {tip - 8} Z" fill="#0b0c0c"/>')
        parts.append(
            f'<text x="{x + 16}" y="{y + 21}">{escape(step.label)}: {escape(_who(profile, step, place))}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])
