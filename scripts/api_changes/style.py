"""Blank lines and headings of openapi/aurorax.yaml, which a YAML writer loses where parts come and go."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["tidy"]

_HEADING = re.compile(r"( +)# ---- .* ----")
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


def _headings(text: str) -> dict[str, list[tuple[str, set[str]]]]:
    """By indentation: each heading with the keys that stand below it, in order."""
    found: dict[str, list[tuple[str, set[str]]]] = {}
    for in_text, line in _logical(text):
        heading = None if in_text else _HEADING.fullmatch(line)
        key = None if in_text else _KEY.fullmatch(line)
        if heading:
            found.setdefault(heading[1], []).append((line, set()))
        elif key and (len(key[1]) == 0 or (len(key[1]) == 2 and "    " in found)):
            # Another part of the document begins, where the headings of this one have nothing to say.
            for sections in found.values():
                if sections[-1][0] and not (key[1] == "  " and sections is found.get("  ")):
                    sections.append(("", set()))
        if key and not in_text and found.get(key[1]):
            found[key[1]][-1][1].add(key[2])
    return {indent: [(line, keys) for line, keys in sections if line] for indent, sections in found.items()}


def tidy(text: str, model: str) -> str:
    """The text of a description with the blank lines of our style and the headings of the model.

    A heading stands above the first of its keys that is left, and goes with the last.
    """
    headings = _headings(model)
    lines: list[str] = []
    part = group = ""
    started = False
    for in_text, line in _logical(text):
        if not in_text and _HEADING.fullmatch(line):
            continue
        key = None if in_text else _KEY.fullmatch(line)
        if key is None:
            lines.append(line)
            continue
        depth, name = len(key[1]), key[2]
        apart = False
        if depth == 0:
            part, group, apart, started = name, "", started, True
        elif depth == 2 and part == "components":
            apart, group = group != "", name
        elif (depth == 2 and part == "paths") or (depth == 4 and group == "schemas"):
            apart = True
            sections = headings.get(key[1], [])
            for number, (heading, keys) in enumerate(sections):
                if name in keys:
                    lines += ["", heading]
                    del sections[number]
                    break
        lines += ["", line] if apart else [line]
    return "\n".join(lines) + "\n"
