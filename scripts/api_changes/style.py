"""The empty lines of openapi/aurorax.yaml, which a YAML writer loses where parts come and go."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["tidy"]

_KEY = re.compile(r"( *)([^\s#-].*?):(?: .*)?")
_BLOCK = re.compile(r".*[:-] [|>][-+]?\d?")


def _logical(text: str) -> Iterator[tuple[bool, str]]:
    """Lines, and whether each belongs to a text that goes over several; blank lines only inside such texts."""
    inside, blank = -1, 0
    for line in text.splitlines():
        depth = len(line) - len(line.lstrip())
        if not line.strip():
            blank += 1
            continue
        if inside >= 0 and depth <= inside:
            inside = -1
        if inside >= 0:
            yield from [(True, "")] * blank
        blank = 0
        yield inside >= 0, line
        if inside < 0 and _BLOCK.fullmatch(line):
            inside = depth


def tidy(text: str) -> str:
    """The text of a description with an empty line before each part, each path and each schema, and nowhere else."""
    lines: list[str] = []
    part = group = ""
    for in_text, line in _logical(text):
        key = None if in_text else _KEY.fullmatch(line)
        if key:
            depth, before = len(key[1]), bool(part)
            if depth == 0:
                part, group = key[2], ""
            elif depth == 2 and part == "components":
                before, group = group != "", key[2]
            else:
                before = (depth == 2 and part == "paths") or (depth == 4 and group == "schemas")
            lines += [""] * before
        lines.append(line)
    return "\n".join(lines) + "\n"
