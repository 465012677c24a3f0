"""The facts of a newer description in the file of ours, which keeps its own words, order, comments and style.

Where an element is still there, its words stay; a new one gets empty ones, to be written by a person. The operators'
prose is never taken over.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from attrs import field, frozen
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from api_changes.form import METHODS, NAMED, PROSE, facts, is_element
from api_changes.reading import Document, load_ours
from api_changes.style import tidy

__all__ = ["Merged", "take_over", "without_words"]


@frozen
class Merged:
    """Our file with their facts.

    Attributes:
        text: the file.
        to_write: places of elements that have no words yet.
        to_read: places whose facts changed below words that were kept.
    """

    text: str
    to_write: list[str] = field(factory=list)
    to_read: list[str] = field(factory=list)


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 120
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def take_over(text: str, theirs: Document) -> Merged:
    """Put the facts of a description (OpenAPI 3.0) into the text of ours."""
    plain = load_ours(text)
    kept = {key: value for key, value in theirs.items() if key != "openapi"} | {"openapi": plain["openapi"]}
    if facts(plain) == facts(kept):
        return Merged(text)
    yaml = _yaml()
    ours = yaml.load(text)
    to_read: list[str] = []
    _merge(ours, kept, "", False, to_read)
    _drop_words_beside_references(ours)
    to_write = [at for at, node, names in without_words(ours) if _add_words(node, names)]
    out = io.StringIO()
    yaml.dump(ours, out)
    return Merged(tidy(out.getvalue()), to_write, sorted({_readable(at) for at in to_read} - set(to_write)))


def _readable(at: str) -> str:
    """A place in the document, for people."""
    schema = re.fullmatch(r"/components/schemas/([^/]+)(.*)", at)
    if schema:
        members = re.findall(r"/properties/([^/]+)", schema[2])
        return ", member ".join([f"schema {schema[1]}", *members])
    operation = re.fullmatch(rf"/paths/(/.*)/({'|'.join(METHODS)})(.*)", at)
    if operation:
        rest = operation[3].replace("/parameters/", ", parameter ").replace("/responses/", ", response ")
        return f"{operation[2].upper()} {operation[1]}{rest}"
    return at.strip("/")


def _is_prose(key: str, names: bool) -> bool:
    return not names and (key in PROSE or key.startswith("x-"))


def _merge(ours: CommentedMap, theirs: Document, at: str, names: bool, to_read: list[str]) -> None:
    before = {key: facts(value, key, not names and key in NAMED) for key, value in ours.items()}
    changed = False
    for key in list(ours):
        if not _is_prose(key, names) and key not in theirs and before[key] not in (False, [], None):
            del ours[key]
            changed = True
    for key, value in theirs.items():
        if _is_prose(key, names):
            continue
        inner = not names and key in NAMED
        if key not in ours:
            if facts({key: value}, "", names):
                ours.insert(_place(ours, theirs, key, names and at == "/paths"), key, _fresh(value, inner))
                changed = True
        elif facts(value, key, inner) != before[key]:
            changed |= not isinstance(value, dict)
            ours[key] = _merged(ours[key], value, f"{at}/{key}", to_read, names=inner)
    if changed and not names and PROSE & ours.keys():
        to_read.append(at)


def _merged(ours: Any, theirs: Any, at: str, to_read: list[str], *, names: bool) -> Any:
    if isinstance(ours, CommentedMap) and isinstance(theirs, dict):
        _merge(ours, theirs, at, names, to_read)
        return ours
    if isinstance(ours, CommentedSeq) and isinstance(theirs, list):
        return _merged_list(ours, theirs, at, to_read)
    return _fresh(theirs, names)


def _merged_list(ours: CommentedSeq, theirs: list[Any], at: str, to_read: list[str]) -> CommentedSeq:
    if not any(isinstance(item, dict | list) for item in [*ours, *theirs]):
        for item in [item for item in ours if item not in theirs]:
            ours.remove(item)
        ours.extend(item for item in theirs if item not in ours)
        return ours
    tell = is_element(list(ours) + theirs)
    if tell is None:
        if len(ours) == len(theirs) and all(isinstance(item, dict) for item in theirs):
            for number, (mine, item) in enumerate(zip(ours, theirs, strict=True)):
                _merge(mine, item, f"{at}/{number}", False, to_read)
            return ours
        fresh = _fresh(theirs, False)
        assert isinstance(fresh, CommentedSeq)
        return fresh
    wanted = {tell(item): item for item in theirs}
    for item in [item for item in ours if tell(item) not in wanted]:
        ours.remove(item)
    present = {tell(item): item for item in ours}
    for name, item in wanted.items():
        if name in present:
            _merge(present[name], item, f"{at}/{name}", False, to_read)
        else:
            ours.append(_fresh(item, False))
    return ours


def _place(ours: CommentedMap, theirs: Document, key: str, path: bool) -> int:
    """Where a new member goes: a path behind its nearest relative, others behind the member that they follow there."""
    keys = list(ours)
    if path and keys:
        parts = key.split("/")
        shared = [sum(1 for _ in _common(parts, other.split("/"))) for other in keys]
        return max(range(len(keys)), key=lambda number: (shared[number], number)) + 1
    for other in reversed(list(theirs)[: list(theirs).index(key)]):
        if other in ours:
            return keys.index(other) + 1
    return len(keys)


def _common(one: list[str], other: list[str]) -> Iterator[str]:
    for a, b in zip(one, other, strict=False):
        if a != b:
            return
        yield a


def _fresh(node: Any, names: bool) -> Any:
    """A copy in the style of our file, without anything but facts."""
    if isinstance(node, dict):
        return CommentedMap(
            (key, _fresh(value, not names and key in NAMED)) for key, value in node.items() if not _is_prose(key, names)
        )
    if isinstance(node, list):
        found = CommentedSeq(_fresh(item, False) for item in node)
        if not any(isinstance(item, dict | list) for item in node):
            found.fa.set_flow_style()
        return found
    return node


def _drop_words_beside_references(node: Any, names: bool = False) -> None:
    """3.0 ignores what stands beside a $ref; words of what was there before would only mislead."""
    if isinstance(node, dict):
        if not names and "$ref" in node:
            for key in [key for key in node if key != "$ref"]:
                del node[key]
        for key, value in node.items():
            _drop_words_beside_references(value, not names and key in NAMED)
    elif isinstance(node, list):
        for item in node:
            _drop_words_beside_references(item)


def without_words(document: Document) -> Iterator[tuple[str, Document, tuple[str, ...]]]:
    """Every element that must be explained and is not: its place, itself, and the words it lacks."""
    for at, node, names in _elements(document):
        missing = tuple(name for name in names if not node.get(name))
        if missing and "$ref" not in node:
            yield at, node, missing


def _elements(document: Document) -> Iterator[tuple[str, Document, tuple[str, ...]]]:
    for path, item in document["paths"].items():
        for parameter in item.get("parameters", []):
            yield f"{path} {parameter.get('name', '')}", parameter, ("description",)
        for method in METHODS:
            if method in item:
                here, operation = f"{method.upper()} {path}", item[method]
                yield here, operation, ("summary", "description")
                for parameter in operation.get("parameters", []):
                    yield f"{here}, parameter {parameter.get('name', '')}", parameter, ("description",)
                for status, response in operation.get("responses", {}).items():
                    yield f"{here}, response {status}", response, ("description",)
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        yield f"schema {name}", schema, ("description",)
        # In a response format each member says only that a member is wanted.
        if not name.endswith("Format"):
            yield from _members(f"schema {name}", schema)


def _members(at: str, schema: Document) -> Iterator[tuple[str, Document, tuple[str, ...]]]:
    for name, member in schema.get("properties", {}).items():
        yield f"{at}, member {name}", member, ("description",)
        yield from _members(f"{at}, member {name}", member)


def _add_words(node: Any, missing: tuple[str, ...]) -> bool:
    for name in missing:
        before = [key for key in ("operationId", "type", "name", "in", "required", "summary") if key in node]
        if name not in node:
            node.insert(max((list(node).index(key) + 1 for key in before), default=0), name, "")
    return True
