"""What changed between two schemas, and whether fewer or more values fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal, TypeAlias

from attrs import frozen

from api_changes.reading import Document

__all__ = ["Difference", "Effect", "schema_differences", "show"]

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


def schema_differences(old: Document, new: Document, member: str = "") -> Iterator[Difference]:
    """The differences of two schemas by their facts. What a reference leads to is another schema's matter."""
    if old == new:
        return
    if old.get("$ref") != new.get("$ref"):
        yield Difference(member, "changed", f"is {show(new)}, was {show(old)}")
        return
    yield from _type(old, new, member)
    yield from _values(old, new, member)
    yield from _bounds(old, new, member)
    for name in _OTHERS:
        if old.get(name) != new.get(name):
            yield Difference(member, "changed", f"{name} is {show(new.get(name))}, was {show(old.get(name))}")
    yield from _members(old, new, member)
    inner = f"{member}[]" if member else "items"
    if "items" in old and "items" in new:
        yield from schema_differences(old["items"], new["items"], inner)
    elif "type" in old and old.get("type") == new.get("type") and ("items" in old) != ("items" in new):
        yield Difference(member, "changed", f"is {show(new)}, was {show(old)}")
    yield from _more(old, new, member)
    for name in ("allOf", "oneOf", "anyOf"):
        if old.get(name) != new.get(name) and old.get("type") == new.get("type"):
            effect: Effect = "changed"
            if name != "allOf" and name in old and name in new:
                kept = [item in new[name] for item in old[name]], [item in old[name] for item in new[name]]
                effect = "widened" if all(kept[0]) else "narrowed" if all(kept[1]) else "changed"
            yield Difference(member, effect, f"{name} is {show(new.get(name, []))}, was {show(old.get(name, []))}")


def _type(old: Document, new: Document, member: str) -> Iterator[Difference]:
    kinds = old.get("type"), new.get("type")
    if kinds[0] != kinds[1]:
        effect: Effect = "widened" if kinds in _WIDER else "narrowed" if kinds[::-1] in _WIDER else "changed"
        yield Difference(member, effect, f"is {show(new)}, was {show(old)}")
    elif old.get("format") != new.get("format"):
        formats = old.get("format"), new.get("format")
        effect = "widened" if formats in _WIDER else "narrowed" if formats[::-1] in _WIDER else "changed"
        yield Difference(member, effect, f"has the format {show(formats[1])}, had {show(formats[0])}")
    if bool(old.get("nullable")) != bool(new.get("nullable")):
        null = bool(new.get("nullable"))
        yield Difference(member, "widened" if null else "narrowed", "may be null" if null else "may no longer be null")


def _values(old: Document, new: Document, member: str) -> Iterator[Difference]:
    before, after = old.get("enum"), new.get("enum")
    if before == after:
        return
    if before is None:
        yield Difference(member, "narrowed", f"takes only {show(after)}")
    elif after is None:
        yield Difference(member, "widened", f"takes any value, not only {show(before)}")
    else:
        more, less = [v for v in after if v not in before], [v for v in before if v not in after]
        if more:
            yield Difference(member, "widened", f"takes {show(more)} too")
        if less:
            yield Difference(member, "narrowed", f"no longer takes {show(less)}")


def _bounds(old: Document, new: Document, member: str) -> Iterator[Difference]:
    for names, lower in ((_LOWER, True), (_UPPER, False)):
        for name in names:
            before, after = old.get(name), new.get(name)
            if before != after:
                tighter = before is None or (after is not None and (after > before) == lower)
                text = f"{name} is {show(after)}, was {show(before)}".replace("`None`", "none")
                yield Difference(member, "narrowed" if tighter else "widened", text)
    for name in ("exclusiveMinimum", "exclusiveMaximum"):
        if bool(old.get(name)) != bool(new.get(name)):
            yield Difference(
                member, "narrowed" if new.get(name) else "widened", f"{name} is {show(new.get(name, False))}"
            )


def _members(old: Document, new: Document, member: str) -> Iterator[Difference]:
    before, after = old.get("properties", {}), new.get("properties", {})
    needed = set(old.get("required", [])), set(new.get("required", []))
    for name in [*before, *(name for name in after if name not in before)]:
        here = f"{member}.{name}" if member else name
        if name not in after:
            yield Difference(here, "removed", f"removed; was {show(before[name])}")
        elif name not in before:
            required = name in needed[1]
            yield Difference(
                here,
                "narrowed" if required else "added",
                f"added, {'required' if required else 'optional'}: {show(after[name])}",
            )
        else:
            if (name in needed[0]) != (name in needed[1]):
                required = name in needed[1]
                yield Difference(
                    here,
                    "narrowed" if required else "widened",
                    "is required now" if required else "is no longer required",
                )
            yield from schema_differences(before[name], after[name], here)


def _more(old: Document, new: Document, member: str) -> Iterator[Difference]:
    before, after = old.get("additionalProperties", True), new.get("additionalProperties", True)
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        yield from schema_differences(before, after, f"{member}.*" if member else "*")
    else:
        closed = after is False or isinstance(after, dict)
        yield Difference(
            member, "narrowed" if closed else "widened", f"further members are {'bound' if closed else 'free'} now"
        )
