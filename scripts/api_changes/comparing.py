"""What changed between two descriptions, by operation and schema, and whom it breaks.

The direction decides: a request that takes less breaks who calls, a reply that may hold more breaks who reads.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal, TypeAlias, TypeVar
from urllib.parse import unquote

from attrs import frozen

from api_changes.form import METHODS, facts
from api_changes.reading import Document

__all__ = ["Change", "Effect", "both", "compare", "operations", "uses"]

Effect: TypeAlias = Literal["added", "removed", "narrowed", "widened", "changed"]
_Name = TypeVar("_Name")
_Found: TypeAlias = tuple[tuple[str, ...], str, Effect, str]
"""Where, at which keyword (empty for the whole), effect and text."""

_SCHEMAS: Final = "#/components/schemas/"
_PLACES: Final = {
    "parameters": "{}", "responses": "answer {}", "content": "as {}", "headers": "header `{}`", "properties": "`{}`",
    "securitySchemes": "scheme `{}`", "servers": "{}", "tags": "{}",
}  # fmt: skip
"""Members that hold others by name, and what such a place is called."""
_INSIDE: Final = {"requestBody": "body", "schema": "", "additionalProperties": "any member"}

_LOWER: Final = ("minimum", "minLength", "minItems", "minProperties")
_UPPER: Final = ("maximum", "maxLength", "maxItems", "maxProperties")
_TAKES_LESS: Final = (
    *_LOWER, *_UPPER, "required", "security", "additionalProperties", "enum", "pattern", "multipleOf", "uniqueItems",
    "exclusiveMinimum", "exclusiveMaximum",
)  # fmt: skip
_WIDER: Final = {("integer", "number"), ("int32", "int64"), ("float", "double")}
_COMES_OR_GOES: Final = {
    "required": ("is required now", "is no longer required"),
    "nullable": ("may be null", "may no longer be null"),
    "security": ("needs an account now", "needs no account any more"),
    "additionalProperties": ("further members are bound now", "further members are free now"),
    "enum": ("takes only {}", "takes any value, not only {}"),
}
_ANYTHING: Final = "anything"
_SHOWN: Final = ("type", "format", "items", "oneOf", "anyOf", "allOf")


@frozen
class Change:
    """One change.

    Attributes:
        subject: an operation (`GET /path`), a schema (its name) or another part of the description.
        is_schema: whether it is a schema.
        place: where in it: a parameter, a member; empty for the whole.
        effect: added, removed, narrowed, widened or changed.
        text: what, for people.
        sent: operations that send what it is about.
        answered: operations that answer with it.
    """

    subject: str
    is_schema: bool
    place: str
    effect: Effect
    text: str
    sent: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()

    @property
    def what(self) -> tuple[str, str, Effect]:
        """By which it is known again in a comparison of other documents, where the text may be another."""
        return self.subject, self.place, self.effect

    @property
    def breaks(self) -> str:
        """Whom it may break: callers, readers, both or nobody (empty)."""
        callers = self.sent and self.effect in ("removed", "narrowed", "changed")
        readers = self.answered and self.effect in ("removed", "widened", "changed")
        return " and ".join(name for name, broken in (("callers", callers), ("readers", readers)) if broken)


def both(before: Iterable[_Name], after: Iterable[_Name]) -> list[_Name]:
    """The names of two sides, each once, those that are new at the end."""
    return list(dict.fromkeys([*before, *after]))


# ---- Operations, and what they use ----


def operations(document: Document) -> dict[str, Document]:
    """Every operation by method and path, with all that it shares; only schemas are still references."""
    found = {}
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                parameters = [*item.get("parameters", []), *item[method].get("parameters", [])]
                security = item[method].get("security", document.get("security")) or []
                # An empty alternative says that it goes without an account.
                schemes = [] if {} in security else [" and ".join(names) for names in security]
                operation = item[method] | {"parameters": parameters, "security": schemes or None}
                found[f"{method.upper()} {path}"] = _resolved(document, operation)
    return found


def uses(document: Document) -> dict[str, tuple[list[str], list[str]]]:
    """By schema, which operations send it and which answer with it, at any remove."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for name, operation in operations(document).items():
        for side, part in enumerate((operation | {"responses": {}}, operation.get("responses", {}))):
            for schema in _reached(document, part, set()):
                found.setdefault(schema, ([], []))[side].append(name)
    return found


def _reached(document: Document, node: Any, found: set[str]) -> set[str]:
    for reference in re.findall(rf'"\$ref": "({_SCHEMAS}[^"]*)"', json.dumps(node, default=str)):
        name = unquote(reference).removeprefix(_SCHEMAS)
        if name not in found:
            found.add(name)
            _reached(document, _target(document, reference), found)
    return found


def _target(document: Document, reference: str) -> Any:
    """What a reference leads to; nothing where it leads nowhere."""
    found: Any = document
    for part in reference.removeprefix("#/").split("/"):
        found = found.get(unquote(part).replace("~1", "/").replace("~0", "~"), {}) if isinstance(found, dict) else {}
    return found


def _resolved(document: Document, node: Any) -> Any:
    if isinstance(node, list):
        return [_resolved(document, item) for item in node]
    if not isinstance(node, dict):
        return node
    reference = node.get("$ref")
    if isinstance(reference, str) and not reference.startswith(_SCHEMAS):
        return _resolved(document, _target(document, reference))
    return {name: _resolved(document, value) for name, value in node.items()}


# ---- Comparing ----


def compare(old: Document, new: Document) -> list[Change]:
    """Every change of fact from one description to another: operations first, then schemas, then the rest."""
    rest = [facts({name: value for name, value in document.items() if name != "paths"}) for document in (old, new)]
    schemas = [document.get("components", {}).pop("schemas", {}) for document in rest]
    addressed = [{name: facts(value) for name, value in operations(document).items()} for document in (old, new)]
    used = uses(old), uses(new)
    found = []
    for name, (path, keyword, effect, text) in _subjects(*addressed):
        part = (*path, keyword)[0]
        sent = (name,) if part in ("", "address", "parameters", "requestBody", "security") else ()
        answered = (name,) if part in ("", "responses") else ()
        found.append(Change(name, False, _place(path), effect, text, sent, answered))
    for name, (path, _, effect, text) in _subjects(*schemas):
        sides = [tuple(both(*(table.get(name, ((), ()))[side] for table in used))) for side in (0, 1)]
        found.append(Change(name, True, _place(path), effect, text, *sides))
    for path, keyword, effect, text in _differences(*rest):
        account = keyword == "security" or "securitySchemes" in path
        found.append(Change(path[0] if path else keyword, False, _place(path[1:]), effect, text, ("",) * account))
    return found


def _place(path: tuple[str, ...]) -> str:
    """A place for people."""
    parts, words = iter(path), []
    for part in parts:
        if part in _PLACES:
            words.append(_PLACES[part].format(next(parts, "")))
        else:
            words.append(_INSIDE.get(part, part))
    return ", ".join(filter(None, words))


def _subjects(before: Document, after: Document) -> Iterator[tuple[str, _Found]]:
    """The differences of operations, or of schemas, with the name of each."""
    gone, come = [name for name in before if name not in after], [name for name in after if name not in before]
    moved = {name: other for other in come for name in gone if _is_same(before[name], after[other])}
    for name in both(before, after):
        other = moved.get(name, name)
        if other != name:
            yield name, ((), "address", "changed", f"is now `{other}`")
        if name not in moved.values():
            for found in _named("", (), before.get(name), after.get(other)):
                yield other, found


def _is_same(one: Document, other: Document) -> bool:
    """Whether two subjects with different names are one that got a new name."""
    return one == other or (one.get("operationId") is not None and one["operationId"] == other.get("operationId"))


def _named(kind: str, path: tuple[str, ...], before: Any, after: Any) -> Iterator[_Found]:
    """The differences of one thing that has a name."""
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _differences(before, after, path)
    elif before is not None and after is not None:
        if before != after:
            yield path, "", "changed", f"is {show(after)}, was {show(before)}"
    else:
        shown = show(after if before is None else before)
        what = "" if shown == _ANYTHING else f": {shown}"
        if after is None:
            yield path, "", "removed", f"removed{what}"
        elif isinstance(after, dict) and "required" in after:
            yield path, "", "narrowed", f"added and required{what}"
        else:
            yield path, "", "widened" if kind == "content" else "added", f"added{what}"


def _differences(old: Document, new: Document, path: tuple[str, ...] = ()) -> Iterator[_Found]:
    """The differences of two parts by their facts. What a reference leads to is another schema's matter."""
    is_was = f"is {show(new)}, was {show(old)}"
    if old.get("$ref") != new.get("$ref"):
        yield path, "$ref", "changed", is_was
        return
    same_type = old.get("type") == new.get("type")
    if not same_type:
        yield path, "type", _wider(old.get("type"), new.get("type")), is_was
    for key in both(old, new):
        before, after = old.get(key), new.get(key)
        if before == after or (key in _SHOWN and not same_type):
            continue
        if key in _PLACES and isinstance(before or {}, dict) and isinstance(after or {}, dict):
            one, other = before or {}, after or {}
            for name in both(one, other):
                yield from _named(key, (*path, key, name), one.get(name), other.get(name))
        elif key == "requestBody" or (isinstance(before, dict) and isinstance(after, dict)):
            yield from _named(key, (*path, key), before, after)
        else:
            for effect, text in _keyword(key, before, after):
                yield path, key, effect, text


def _keyword(key: str, before: Any, after: Any) -> Iterator[tuple[Effect, str]]:
    """What it means that the value of one keyword is another."""
    text = f"{key} is {show(after)}, was {show(before)}"
    if before is None or after is None:
        known, less = key in _TAKES_LESS or key == "nullable", (before is None) == (key in _TAKES_LESS)
        if key in _COMES_OR_GOES:
            text = _COMES_OR_GOES[key][after is None].format(show(after or before))
        yield "changed" if not known else "narrowed" if less else "widened", text
    elif key in ("enum", "oneOf", "anyOf", "security"):
        if more := [value for value in after if value not in before]:
            yield "widened", f"takes {show(more)} too"
        if gone := [value for value in before if value not in after]:
            yield "narrowed", f"no longer takes {show(gone)}"
    elif key in _LOWER + _UPPER:
        yield "narrowed" if (after > before) == (key in _LOWER) else "widened", text
    else:
        yield _wider(before, after), text


def _wider(before: Any, after: Any) -> Effect:
    pairs = str(before), str(after)
    return "widened" if pairs in _WIDER else "narrowed" if pairs[::-1] in _WIDER else "changed"


def show(value: Any) -> str:
    """A value for a sentence: a type, a list of values, a reference, the name of an operation."""
    if value is None:
        return "none"
    if isinstance(value, list):
        return ", ".join(show(item) for item in value)
    if not isinstance(value, dict):
        return f"`{value}`"
    if "schema" in value:
        return show(value["schema"])
    if value.get("type") == "array":
        return f"list of {show(value.get('items', {}))}"
    name = value.get("operationId") or value.get("$ref", "").rpartition("/")[2] or value.get("type")
    name = name or next((word for word in ("oneOf", "anyOf", "allOf") if word in value), "")
    form = f" ({value['format']})" if "format" in value else ""
    return f"`{name}`{form}" if name else _ANYTHING
