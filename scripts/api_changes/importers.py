"""What breaks for those who import a package, by griffe, from two versions of its sources. Nothing is run."""

from __future__ import annotations

import logging
from pathlib import Path

import griffe
from attrs import frozen

__all__ = ["Breakage", "breakages"]


@frozen
class Breakage:
    """One thing that importers can rely on no more: where, and what."""

    path: str
    what: str


def breakages(package: str, old: Path, new: Path) -> list[Breakage]:
    """What breaks from one folder that holds a package to another, in the order of the sources."""
    logging.getLogger("griffe").setLevel(logging.ERROR)
    before, after = (griffe.load(package, search_paths=[folder], allow_inspection=False) for folder in (old, new))
    return list(dict.fromkeys(_described(found) for found in griffe.find_breaking_changes(before, after)))


def _described(found: griffe.Breakage) -> Breakage:
    what = found.kind.value
    if found.kind in (
        griffe.BreakageKind.ATTRIBUTE_CHANGED_TYPE,
        griffe.BreakageKind.ATTRIBUTE_CHANGED_VALUE,
        griffe.BreakageKind.RETURN_CHANGED_TYPE,
    ):
        what = f"{what}: {found.old_value} -> {found.new_value}"
    elif isinstance(found.new_value or found.old_value, griffe.Parameter):
        what = f"{what}: {(found.new_value or found.old_value).name}"
    return Breakage(found.obj.path, what)
