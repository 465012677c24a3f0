"""How the pictures name sources, spans and counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from aurorax_typed._core.sanitize import counted, plain
from aurorax_typed.records import DataSource

__all__ = ["label_text", "listed", "name_of", "span"]

_MOST_LETTERS = 40


def name_of(source: DataSource) -> str:
    """A source as people know it, in one line that holds no marks of matplotlib's own formulas."""
    name = source.display_name or " ".join(
        part for part in (source.program, source.platform, source.instrument_type) if part
    )
    return label_text(name or f"source {source.identifier}")


def label_text(text: str) -> str:
    """Text from outside: in one line, not endless, and not taken for a formula."""
    line = plain(" ".join(text.split()))
    return (line if len(line) <= _MOST_LETTERS else line[: _MOST_LETTERS - 1] + "…").replace("$", r"\$")


def listed(names: Sequence[str], noun: str = "source", most: int = 4) -> str:
    """Some names, or how many there are."""
    return ", ".join(names) if len(names) <= most else counted(len(names), noun)


def span(first: datetime | date, last: datetime | date) -> str:
    """From when to when, UTC; the day is written once where it is the same."""
    if not isinstance(first, datetime) or not isinstance(last, datetime):
        return f"{first:%Y-%m-%d}" if first == last else f"{first:%Y-%m-%d} – {last:%Y-%m-%d}"
    if first == last:
        return f"{first:%Y-%m-%d %H:%M} UTC"
    end = f"{last:%H:%M}" if first.date() == last.date() else f"{last:%Y-%m-%d %H:%M}"
    return f"{first:%Y-%m-%d %H:%M} – {end} UTC"
