#!/usr/bin/env python3
"""Draw the life of a search from its transition table, and write the table out for people.

`state_diagram.py` writes docs/_static/life-of-a-search.svg and the table in docs/explanation/life-of-a-search.md;
`state_diagram.py --check` writes nothing and fails where they are not what the table in the code says.

States whose transitions are the same are drawn in one frame, with one set of arrows. A transition that leads back to
its own state is in the table only.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

from aurorax_typed._core.search_state import OVER, TRANSITIONS, SearchEvent, SearchState

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "_static" / "life-of-a-search.svg"
PAGE = ROOT / "docs" / "explanation" / "life-of-a-search.md"
BEGIN, END = "<!-- transitions: made by scripts/state_diagram.py -->\n", "<!-- end of transitions -->\n"

WIDTH, HEIGHT = 760, 430
BOX_WIDTH, BOX_HEIGHT, MARGIN = 120, 40, 22
PLACES = {
    SearchState.PREPARED: (65, 80),
    SearchState.SUBMITTED: (300, 80),
    SearchState.RUNNING: (300, 170),
    SearchState.CANCELLING: (300, 380),
    SearchState.FAILED: (690, 50),
    SearchState.EXPIRED: (690, 130),
    SearchState.READY: (690, 230),
    SearchState.CANCELLED: (690, 380),
}
"""The middle of each state, in pixels."""

STYLE = """
.life text { font: 14px system-ui, sans-serif; text-anchor: middle; dominant-baseline: central; fill: currentColor; }
.life .event { font-size: 12px; }
.life .halo { fill: var(--pst-color-background, #fff); }
.life .state { fill: var(--pst-color-surface, #f3f4f5); stroke: currentColor; stroke-width: 1.5; }
.life .over { stroke: var(--pst-color-primary, #0f6e64); stroke-width: 2.5; }
.life .frame { fill: none; stroke: currentColor; stroke-dasharray: 5 4; opacity: 0.6; }
.life .arrow { fill: none; stroke: currentColor; stroke-width: 1.3; }
"""

Frame = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def words(event: SearchEvent) -> str:
    return event.value.replace("_", " ")


def ways_out(state: SearchState) -> dict[SearchState, list[SearchEvent]]:
    """Where a state leads, and by which events."""
    found: dict[SearchState, list[SearchEvent]] = {}
    for event, after in TRANSITIONS[state].items():
        if after is not state:
            found.setdefault(after, []).append(event)
    return found


def groups() -> list[frozenset[SearchState]]:
    """The states, those together whose transitions are the same."""
    found: dict[tuple[tuple[SearchEvent, SearchState], ...], set[SearchState]] = {}
    for state, row in TRANSITIONS.items():
        found.setdefault(tuple(sorted(row.items())), set()).add(state)
    return [frozenset(states) for states in found.values()]


def frame_of(states: frozenset[SearchState]) -> Frame:
    around = MARGIN if len(states) > 1 else 0
    columns, rows = zip(*(PLACES[state] for state in states), strict=True)
    return (
        min(columns) - BOX_WIDTH / 2 - around,
        min(rows) - BOX_HEIGHT / 2 - around,
        max(columns) + BOX_WIDTH / 2 + around,
        max(rows) + BOX_HEIGHT / 2 + around,
    )


def border(frame: Frame, towards: tuple[float, float]) -> tuple[float, float]:
    """Where the line from the middle of a frame towards a point leaves it."""
    left, top, right, bottom = frame
    x, y = (left + right) / 2, (top + bottom) / 2
    dx, dy = towards[0] - x, towards[1] - y
    scale = min((right - left) / 2 / abs(dx) if dx else 1e9, (bottom - top) / 2 / abs(dy) if dy else 1e9)
    return x + dx * scale, y + dy * scale


def arrow(begin: Frame, end: Frame, events: list[SearchEvent], part: float) -> tuple[str, str]:
    """An arrow, and its label, which stands so far along it."""
    middle_of_end = ((end[0] + end[2]) / 2, (end[1] + end[3]) / 2)
    # From a frame, level with its goal where it reaches so far: fewer arrows cross.
    level = min(max(middle_of_end[1], begin[1] + 12), begin[3] - 12)
    is_beside = end[0] > begin[2]
    x1, y1 = (begin[2], level) if is_beside else border(begin, middle_of_end)
    x2, y2 = (end[0], middle_of_end[1]) if is_beside else border(end, (x1, y1))
    x, y = x1 + (x2 - x1) * part, y1 + (y2 - y1) * part
    line = f'<path class="arrow" d="M{x1:.0f} {y1:.0f} L{x2:.0f} {y2:.0f}" marker-end="url(#life-head)"/>\n'
    half, top = max(len(words(event)) for event in events) * 3.1 + 4, y - 8 * len(events)
    label = (
        f'<rect class="halo" x="{x - half:.0f}" y="{top:.0f}" width="{2 * half:.0f}" height="{16 * len(events)}"/>\n'
    )
    for number, event in enumerate(events):
        label += f'<text class="event" x="{x:.0f}" y="{top + 8 + 16 * number:.0f}">{escape(words(event))}</text>\n'
    return line, label


def arrows() -> Iterator[tuple[str, str]]:
    for group in groups():
        outwards: dict[SearchState, list[SearchEvent]] = {}
        for state in group:
            for after, events in ways_out(state).items():
                if after in group:
                    yield arrow(frame_of(frozenset({state})), frame_of(frozenset({after})), events, 0.5)
                else:
                    outwards[after] = events
        for after, events in outwards.items():
            part = 0.45 if after not in OVER else 0.72 if len(group) > 1 else 0.26
            yield arrow(frame_of(group), frame_of(frozenset({after})), events, part)


def picture() -> str:
    """The diagram; its colours are those of the page that it stands in."""
    parts = [
        f'<svg class="life" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"',
        ' aria-label="States of a search and the events that lead from one to another">\n',
        f"<style>{STYLE}</style>\n",
        '<defs><marker id="life-head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" ',
        'orient="auto"><path d="M0 0 L10 5 L0 10 z" fill="currentColor"/></marker></defs>\n',
    ]
    for group in groups():
        if len(group) > 1:
            left, top, right, bottom = frame_of(group)
            size = f'width="{right - left:.0f}" height="{bottom - top:.0f}"'
            parts.append(f'<rect class="frame" x="{left:.0f}" y="{top:.0f}" {size} rx="12"/>\n')
    lines, labels = zip(*arrows(), strict=True)
    parts += [*lines, *labels]
    for state, (x, y) in PLACES.items():
        kind = "state over" if state in OVER else "state"
        left, top = x - BOX_WIDTH / 2, y - BOX_HEIGHT / 2
        parts.append(
            f'<rect class="{kind}" x="{left:.0f}" y="{top:.0f}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="8"/>\n'
        )
        parts.append(f'<text x="{x}" y="{y}">{escape(state.value)}</text>\n')
    return "".join([*parts, "</svg>\n"])


def table() -> str:
    lines = ["| state | event | state after it |", "|---|---|---|"]
    for state, row in TRANSITIONS.items():
        for event, after in row.items():
            lines.append(f"| `{state}` | {words(event)} | {'the same' if after is state else f'`{after}`'} |")
    return "\n".join(lines) + "\n"


def page() -> str:
    text = PAGE.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{PAGE} lacks the marks of its table.")
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def main(arguments: list[str]) -> int:
    """Write, or check."""
    missing = [state.value for state in TRANSITIONS if state not in PLACES]
    if missing:
        print(f"scripts/state_diagram.py gives no place to {', '.join(missing)}", file=sys.stderr)
        return 1
    made = {PICTURE: picture(), PAGE: page()}
    if arguments == ["--check"]:
        stale = [path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
        for path in stale:
            print(f"{path.relative_to(ROOT)} is not what the code says: run scripts/state_diagram.py", file=sys.stderr)
        return 1 if stale else 0
    for path, text in made.items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
