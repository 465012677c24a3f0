"""Measurements as a Markdown table and a plot."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from benchmarks.contestants import CONTESTANTS

__all__ = ["Results", "plot", "table"]

Results = dict[tuple[str, str, str], dict[str, float]]
"""By family, variant and contestant: medians of seconds, cpu and first (seconds), bytes, records, memory (bytes)."""

_RIVALS = {
    "pyaurorax": "pyaurorax itself",
    "existing": "pyaurorax's path",
    "ijson-records": "ijson into records",
    "msgspec-attrs": "msgspec into attrs",
    "floor": "floor (skipping)",
}


def _speed(row: dict[str, float], by: str = "seconds") -> float:
    return row["bytes"] / row[by] / 1e6


def _files(results: Results) -> list[tuple[str, str]]:
    return list(dict.fromkeys((family, variant) for family, variant, _ in results))


def table(results: Results, about: str) -> str:
    """The whole report as Markdown."""
    lines = ["# Decoding results", "", about, ""]
    for family, variant in _files(results):
        lines += [
            f"## {family.replace('_', ' ')}, {variant}",
            "",
            "| | makes | MB/s | MB per CPU second | records/s | first record, ms | peak memory, MB |",
            "|---|---|---:|---:|---:|---:|---:|",
        ]
        for name, contestant in CONTESTANTS.items():
            row = results.get((family, variant, name))
            if row:
                rate = f"{row['records'] / row['seconds']:,.0f}" if row["records"] else ""
                first = f"{row['first'] * 1000:.1f}" if row["records"] else ""
                cells = [
                    contestant.title,
                    contestant.remark,
                    f"{_speed(row):.0f}",
                    f"{_speed(row, 'cpu'):.0f}",
                    rate,
                    first,
                ]
                lines.append(f"| {' | '.join(cells)} | {row['memory'] / 1e6:.0f} |")
        lines.append("")
    lines += ["## Our speed as a multiple of theirs", ""]
    lines += ["By elapsed time:", "", *_ratios(results, "seconds")]
    lines += ["By processor time, which other programs on the machine disturb less:", "", *_ratios(results, "cpu")]
    return "\n".join(lines)


def _ratios(results: Results, by: str) -> list[str]:
    files = _files(results)
    names = [f"{family.replace('_', ' ')}, {variant}" for family, variant in files]
    lines = [f"| | {' | '.join(names)} |", "|---|" + "---:|" * len(files)]
    for rival, title in _RIVALS.items():
        cells = []
        for file in files:
            ours, theirs = results.get((*file, "ours")), results.get((*file, rival))
            cells.append(f"{_speed(ours, by) / _speed(theirs, by):.2f}" if ours and theirs else "")
        lines.append(f"| {title} | {' | '.join(cells)} |")
    return [*lines, ""]


def plot(results: Results, path: Path) -> None:
    """Speed of every contestant, one panel a file. Left out where matplotlib is missing."""
    if find_spec("matplotlib") is None:
        return
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    files = _files(results)
    names = [name for name in CONTESTANTS if name != "reading" and any((*file, name) in results for file in files)]
    figure, panels = plt.subplots(
        1, len(files), figsize=(3 + 2.4 * len(files), 0.8 + 0.34 * len(names)), sharey=True, squeeze=False
    )
    for panel, (family, variant) in zip(panels[0], files, strict=True):
        for place, name in enumerate(reversed(names)):
            row = results.get((family, variant, name))
            if row:
                colour = "#1b6ca8" if name.startswith("ours") else "#b0b7bf"
                panel.barh(place, _speed(row), color=colour)
                panel.text(_speed(row), place, f" {_speed(row):.0f}", va="center", fontsize=7)
        panel.set_title(f"{family.replace('_', ' ')}\n{variant}", fontsize=9)
        panel.set_xlabel("MB/s", fontsize=8)
        panel.margins(x=0.2)
        panel.spines[["top", "right"]].set_visible(False)
    panels[0][0].set_yticks(range(len(names)), [CONTESTANTS[name].title for name in reversed(names)], fontsize=8)
    figure.tight_layout()
    figure.savefig(path, dpi=150)
    plt.close(figure)
