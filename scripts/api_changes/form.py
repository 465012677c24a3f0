"""The facts of a description, told apart from its prose.

Facts are what a program depends on: paths, parameters, schemas, types, formats, lists of values, bounds, what is
required or may be null, responses, security. Prose is what a person reads. Vendors' own members (`x-…`) are neither
and are left out.
"""

from __future__ import annotations

from typing import Any, Final

__all__ = ["METHODS", "NAMED", "UNORDERED", "by_name", "facts", "is_prose"]

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
NAMED: Final = frozenset(
    {
        "paths", "schemas", "properties", "responses", "content", "headers", "securitySchemes", "parameters",
        "requestBodies", "callbacks", "links", "variables", "mapping", "encoding", "scopes",
    }
)  # fmt: skip
"""Members whose keys are names chosen by the author, so that `description` there is a name like any other."""
UNORDERED: Final = frozenset({"required", "enum", "oneOf", "anyOf", "security"})
"""Lists whose order says nothing."""

_PROSE: Final = frozenset({"description", "summary", "title", "example", "examples", "externalDocs"})
_FALSE_ANYWAY: Final = frozenset(
    {
        "required", "nullable", "deprecated", "uniqueItems", "readOnly", "writeOnly", "exclusiveMinimum",
        "exclusiveMaximum", "allowEmptyValue",
    }
)  # fmt: skip


def is_prose(key: str) -> bool:
    """Whether a member that is no name holds no fact."""
    return key in _PROSE or key.startswith("x-")


def by_name(items: list[Any]) -> dict[str, Any] | None:
    """The elements of a list by what tells them apart, for lists whose order says nothing; None for the others."""
    for keys, text in ((("in", "name"), "{in} parameter `{name}`"), (("url",), "{url}"), (("name",), "{name}")):
        if items and all(isinstance(item, dict) and all(key in item for key in keys) for item in items):
            return {text.format_map(item): item for item in items}
    return None


def facts(node: Any, key: str = "", names: bool = False) -> Any:
    """The facts of a description, or of a part of it, in a form that is equal for equal facts.

    `key` is where it stands, `names` says whether its keys are names. That a member is required is said at the member.
    """
    if isinstance(node, list):
        named = by_name(node)
        if named is not None:
            return {name: facts(item) for name, item in named.items()}
        items = [facts(item, names=key == "security") for item in node]
        return sorted(items, key=repr) if key in UNORDERED else items
    if not isinstance(node, dict):
        return node
    if names:
        return {name: facts(value, name) for name, value in node.items()}
    found = {
        name: facts(value, name, name in NAMED)
        for name, value in node.items()
        if not is_prose(name) and not _holds_anyway(name, value)
    }
    if isinstance(found.get("required"), list):
        members = found.get("properties", {})
        needed = found.pop("required")
        found["properties"] = members | {name: members.get(name, {}) | {"required": True} for name in needed}
    return found


def _holds_anyway(name: str, value: Any) -> bool:
    if name == "additionalProperties":
        return value is True or value == {}
    return (value in ([], None) and name not in ("default", "security")) or (name in _FALSE_ANYWAY and value is False)
