"""The facts of a newer description in the file of ours, which keeps its own words and order.

Where an element is still there, its words stay; a new one gets empty ones, to be written by a person. The operators'
prose is never taken over.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from typing import Any, Final

from regenerate import as_yaml

from api_changes.comparing import both
from api_changes.form import METHODS, NAMED, UNORDERED, by_name, facts, is_prose
from api_changes.reading import Document, load_ours

__all__ = ["as_text", "take_over", "without_words"]

_APART: Final = ("paths", "components", "schemas")


def take_over(text: str, theirs: Document) -> tuple[str, list[str]]:
    """The text of ours with the facts of theirs, and the places of elements that have no words yet."""
    ours = load_ours(text)
    theirs = theirs | {"openapi": ours["openapi"]}
    if facts(ours) == facts(theirs):
        return text, []
    merged = _with_words(ours, theirs)
    wordless = list(without_words(merged))
    for _, node, missing in wordless:
        node.update(dict.fromkeys(missing, ""))
    heading = re.match(r"(#.*\n)*", text)
    return f"{heading[0] if heading else ''}{as_text(merged)}", [at for at, *_ in wordless]


def as_text(node: Document) -> str:
    """A description in the style of ours: an empty line between its parts, between paths and between schemas."""
    return "\n".join(
        f"{name}:\n{textwrap.indent(as_text(value), '  ')}" if name in _APART and value else as_yaml({name: value})
        for name, value in node.items()
    )


def _with_words(ours: Any, theirs: Any, key: str = "", names: bool = False) -> Any:
    """Their facts in our order, with our words; where there is nothing of ours, without words."""
    if facts(ours, key, names) == facts(theirs, key, names):
        return ours
    if isinstance(theirs, dict):
        # What stands beside a reference is ignored; words of what was there before would mislead.
        if "$ref" in theirs and not names:
            return {"$ref": theirs["$ref"]}
        before, merged = ours if isinstance(ours, dict) else {}, Document()
        for name in both(before, theirs):
            if is_prose(name) and not names:
                merged |= {name: before[name]} if name in before else {}
            elif name in theirs and (name in before or facts({name: theirs[name]}, names=names)):
                merged[name] = _with_words(before.get(name), theirs[name], name, name in NAMED and not names)
        return merged
    if isinstance(theirs, list):
        mine, others = _keyed(ours if isinstance(ours, list) else [], key), _keyed(theirs, key)
        return [
            _with_words(mine.get(name), others[name], names=key == "security")
            for name in both(mine, others)
            if name in others
        ]
    return theirs


def _keyed(items: list[Any], key: str) -> dict[Any, Any]:
    """The elements of a list by what finds them in another: name, value, or place where that has the same length."""
    if key in UNORDERED:
        return {repr(facts(item, names=key == "security")): item for item in items}
    found: dict[Any, Any] | None = by_name(items)
    return found or {(place, len(items)): item for place, item in enumerate(items)}


def without_words(document: Document) -> Iterator[tuple[str, Document, list[str]]]:
    """Every element that must be explained and is not: its place, itself, and the words it lacks."""
    for path, item in document["paths"].items():
        yield from _without_words(path, item)
        for method in METHODS:
            if method in item:
                yield from _without_words(f"{method.upper()} {path}", item[method], "summary", "description")
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        yield from _without_words(f"schema {name}", schema, "description")


def _without_words(at: str, node: Document, *words: str) -> Iterator[tuple[str, Document, list[str]]]:
    missing = [word for word in words if not node.get(word)]
    if missing and "$ref" not in node:
        yield at, node, missing
    inner = [("parameter", part.get("name", ""), part) for part in node.get("parameters", [])]
    inner += [("response", status, part) for status, part in node.get("responses", {}).items()]
    # In a response format each member says only that a member is wanted.
    if not at.endswith("Format"):
        inner += [("member", name, part) for name, part in node.get("properties", {}).items()]
    for kind, name, part in inner:
        yield from _without_words(f"{at}, {kind} {name}", part, "description")
