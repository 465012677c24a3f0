"""What changed between two schemas, and whether fewer or more values fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal, TypeAlias

from attrs import frozen

from api_changes.reading import Document

__all__ = ["Difference", "Effect", "addition", "both", "requirement", "schema_differences", "show"]

Effect: TypeAlias = Literal["added", "removed", "narrowed", "widened", "changed"]

_LOWER: Final = ("minimum", "minLength", "minItems", "minProperties")
_UPPER: Final = ("maximum", "maxLength", "maxItems", "maxProperties")
_WIDER: Final = {("integer", "number"), ("int32", "int64"), ("float", "double")}
_OTHERS: Final = (
    "pattern",
    "default",
    "multipleOf",
    "uniqueItems",
    "discriminator",
    "not",
    "deprecated",
    "readOnly",
    "writeOnly",
    "exclusiveMinimum",
    "exclusiveMaximum",
)


@frozen
class Difference:
    """One difference. `member` is its place inside the schema, empty for the schema itself."""

    member: str
    effect: Effect
    text: str


def show(value: Any) -> str:
    """A value for a sentence: a type, a list of values, a reference."""
    if isinstance(value, dict):
        if "$ref" in value:
            return f"`{value['$ref'].rpartition('/')[2]}`"
        if value.get("type") == "array":
            return f"list of {show(value.get('items', {}))}"
        kind = value.get("type") or next((word for word in ("oneOf", "anyOf", "allOf") if word in value), "anything")
        return f"`{kind}` ({value['format']})" if "format" in value else f"`{kind}`"
    if isinstance(value, list):
        return ", ".join(show(item) for item in value) or "none"
    return f"`{value}`"


def both(before: Iterable[str], after: Iterable[str]) -> list[str]:
    """The names of two sides, each once, those that are new at the end."""
    return list(dict.fromkeys([*before, *after]))


def requirement(was: bool, now: bool) -> tuple[Effect, str] | None:
    """What it means that something is required, or no longer; None where nothing changed."""
    if was == now:
        return None
    return ("narrowed", "is required now") if now else ("widened", "is no longer required")


def addition(needed: bool, what: str = "") -> tuple[Effect, str]:
    """What it means that something is new."""
    return "narrowed" if needed else "added", f"added, {'required' if needed else 'optional'}{what}"


def schema_differences(old: Document, new: Document, member: str = "") -> Iterator[Difference]:
    """The differences of two schemas by their facts. What a reference leads to is another schema's matter."""
    if old == new:
        return
    is_was = f"is {show(new)}, was {show(old)}"
    if old.get("$ref") != new.get("$ref"):
        yield Difference(member, "changed", is_was)
        return
    same = "type" in old and old.get("type") == new.get("type")
    for name in both(old, new):
        before, after = old.get(name), new.get(name)
        if before == after:
            continue
        if name == "type":
            yield Difference(member, _wider(before, after), is_was)
        elif name == "additionalProperties":
            yield from _more(before, after, member)
        elif name == "items" and before and after:
            yield from schema_differences(before, after, f"{member}[]" if member else "items")
        elif name == "items" and same:
            yield Difference(member, "changed", is_was)
        elif name in ("format", "allOf", "oneOf", "anyOf") and old.get("type") != new.get("type"):
            continue  # said with the type
        else:
            yield from _keyword(name, before, after, member)
    yield from _members(old, new, member)


def _keyword(name: str, before: Any, after: Any, member: str) -> Iterator[Difference]:
    if name == "format":
        yield Difference(member, _wider(before, after), f"has the format {show(after)}, had {show(before)}")
    elif name == "nullable":
        null = bool(after)
        yield Difference(member, "widened" if null else "narrowed", "may be null" if null else "may no longer be null")
    elif name == "enum":
        yield from _values(before, after, member)
    elif name in _LOWER + _UPPER:
        tighter = before is None or (after is not None and (after > before) == (name in _LOWER))
        text = f"{name} is {show(after)}, was {show(before)}".replace("`None`", "none")
        yield Difference(member, "narrowed" if tighter else "widened", text)
    elif name in ("allOf", "oneOf", "anyOf"):
        yield _choices(name, before, after, member)
    elif name in _OTHERS:
        yield Difference(member, "changed", f"{name} is {show(after)}, was {show(before)}")


def _wider(before: Any, after: Any) -> Effect:
    return "widened" if (before, after) in _WIDER else "narrowed" if (after, before) in _WIDER else "changed"


def _values(before: Any, after: Any, member: str) -> Iterator[Difference]:
    if before is None:
        yield Difference(member, "narrowed", f"takes only {show(after)}")
    elif after is None:
        yield Difference(member, "widened", f"takes any value, not only {show(before)}")
    else:
        if more := [value for value in after if value not in before]:
            yield Difference(member, "widened", f"takes {show(more)} too")
        if less := [value for value in before if value not in after]:
            yield Difference(member, "narrowed", f"no longer takes {show(less)}")


def _choices(name: str, before: Any, after: Any, member: str) -> Difference:
    effect: Effect = "changed"
    if name != "allOf" and before and after:
        lost, come = ([item for item in one if item not in other] for one, other in ((before, after), (after, before)))
        effect = "widened" if not lost else "narrowed" if not come else "changed"
    return Difference(member, effect, f"{name} is {show(after or [])}, was {show(before or [])}")


def _more(before: Any, after: Any, member: str) -> Iterator[Difference]:
    if isinstance(before, dict) and isinstance(after, dict):
        yield from schema_differences(before, after, f"{member}.*" if member else "*")
        return
    closed = after is False or isinstance(after, dict)
    yield Difference(
        member, "narrowed" if closed else "widened", f"further members are {'bound' if closed else 'free'} now"
    )


def _members(old: Document, new: Document, member: str) -> Iterator[Difference]:
    before, after = old.get("properties", {}), new.get("properties", {})
    for name in both(before, after):
        here = f"{member}.{name}" if member else name
        was, now = name in old.get("required", []), name in new.get("required", [])
        if name not in after:
            yield Difference(here, "removed", f"removed; was {show(before[name])}")
        elif name not in before:
            yield Difference(here, *addition(now, f": {show(after[name])}"))
        else:
            if found := requirement(was, now):
                yield Difference(here, *found)
            yield from schema_differences(before[name], after[name], here)
