"""A description in the form of ours: OpenAPI 3.0, facts told apart from prose.

Facts are what a program depends on: paths, parameters, schemas, types, formats, lists of values, bounds, what is
required or may be null, responses, security. Prose is what a person reads. Vendors' own members (`x-…`) are neither
and are left out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from api_changes.reading import Document

__all__ = ["METHODS", "NAMED", "PROSE", "facts", "is_element", "to_3_0"]

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
PROSE: Final = frozenset({"description", "summary", "title", "example", "examples", "externalDocs"})
NAMED: Final = frozenset(
    {
        "paths", "schemas", "properties", "responses", "content", "headers", "securitySchemes", "parameters",
        "requestBodies", "callbacks", "links", "variables", "mapping", "encoding", "scopes",
    }
)  # fmt: skip
"""Members whose keys are names chosen by the author, so that `description` there is a name like any other."""

_UNORDERED: Final = frozenset({"required", "enum", "type"})
_DROPPED: Final = ("$schema", "$comment", "jsonSchemaDialect", "contentMediaType", "contentEncoding")
_UNKNOWN_TO_3_0: Final = (
    "patternProperties", "prefixItems", "contains", "if", "then", "else", "dependentRequired", "dependentSchemas",
    "propertyNames", "unevaluatedProperties", "unevaluatedItems", "$defs", "$dynamicRef",
)  # fmt: skip


def to_3_0(document: Document) -> tuple[Document, list[str]]:
    """The description as OpenAPI 3.0, with what could not be carried over.

    3.0 is left as it is. Of 3.1, what 3.0 can say in other words is put so.
    """
    if not str(document["openapi"]).startswith("3.1"):
        return document, []
    lost: list[str] = []
    found: Document = _schema_down(document, "", False, lost)
    found["openapi"] = "3.0.1"
    if found.pop("webhooks", None):
        lost.append("webhooks")
    return found, lost


def _schema_down(node: Any, at: str, names: bool, lost: list[str]) -> Any:
    """One part of a 3.1 description in 3.0; `names` where the keys are names."""
    if isinstance(node, list):
        return [_schema_down(item, f"{at}/{number}", False, lost) for number, item in enumerate(node)]
    if not isinstance(node, dict):
        return node
    found: Document = {}
    for key, value in node.items():
        if not names and key in _UNKNOWN_TO_3_0:
            lost.append(f"{at}/{key}")
        elif names or key not in _DROPPED:
            keep = not names and key in ("example", "examples", "default", "enum", "const")
            found[key] = value if keep else _schema_down(value, f"{at}/{key}", not names and key in NAMED, lost)
    return found if names else _keywords_down(found, at, lost)


def _keywords_down(schema: Document, at: str, lost: list[str]) -> Document:
    kinds = schema.get("type")
    if isinstance(kinds, list):
        others = [kind for kind in kinds if kind != "null"]
        if "null" in kinds:
            schema["nullable"] = True
        if len(others) == 1:
            schema["type"] = others[0]
        else:
            del schema["type"]
            if others:
                schema["oneOf"] = [{"type": kind} for kind in others]
    elif kinds == "null":
        del schema["type"]
        schema |= {"nullable": True, "enum": [None]}
    if "const" in schema:
        schema["enum"] = [schema.pop("const")]
    for bound, name in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(schema.get(bound), int | float) and not isinstance(schema[bound], bool):
            schema[name], schema[bound] = schema[bound], True
    if schema.get("nullable") and None in schema.get("enum", [None]) and len(schema.get("enum", [])) > 1:
        schema["enum"] = [value for value in schema["enum"] if value is not None]
    if "$ref" in schema and len(schema.keys() - PROSE) > 1:
        lost.append(f"{at}: what stands beside $ref")
        return {"$ref": schema["$ref"]}
    return schema


def is_element(items: Any) -> Callable[[Any], str] | None:
    """How the elements of a list are told apart, for lists whose order says nothing; None for the others."""
    if not isinstance(items, list) or not items or not all(isinstance(item, dict) for item in items):
        return None
    if all("name" in item and "in" in item for item in items):
        return lambda item: f"{item['in']} {item['name']}"
    if all("url" in item for item in items):
        return lambda item: str(item["url"])
    if all("name" in item for item in items):
        return lambda item: str(item["name"])
    return None


def facts(node: Any, key: str = "", names: bool = False) -> Any:
    """The facts of a description, or of a part of it, in a form that is equal for equal facts."""
    if isinstance(node, dict):
        kept = {
            name: facts(value, name, not names and name in NAMED)
            for name, value in node.items()
            if names or (name not in PROSE and not name.startswith("x-"))
        }
        # The file may say what holds anyway.
        if not names and kept.get("required") is False:
            del kept["required"]
        return {
            name: value
            for name, value in kept.items()
            if names or value not in ([], None) or name in ("default", "security")
        }
    if isinstance(node, list):
        tell = is_element(node)
        if key in _UNORDERED:
            return sorted(node, key=repr)
        items = [facts(item) for item in node]
        return {tell(item): value for item, value in zip(node, items, strict=True)} if tell else items
    return node
