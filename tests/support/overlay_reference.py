"""Overlay 1.0 once more, apart from the tool that the project uses, so that the two can be held against each other.

Targets are read as RFC 9535 has them, in the part of it that our overlay keeps to: names, unions of names, `*`, and
`[?(@.name=='value')]`.
"""

from __future__ import annotations

import copy
import re
from typing import Any

__all__ = ["apply", "changed_by", "select", "single_names"]

Place = tuple[Any, Any]
"""A container and the key or index of a node in it."""

_SEGMENT = re.compile(
    r"\.(?P<name>[A-Za-z_]\w*)|(?P<any>\.\*)|\[(?P<union>'[^']+'(?:,'[^']+')*)\]"
    r"|\[\?\(@\.(?P<member>\w+)=='(?P<value>[^']+)'\)\]"
)


def _segments(target: str) -> list[re.Match[str]]:
    found, position = [], 1
    assert target.startswith("$"), target
    while position < len(target):
        match = _SEGMENT.match(target, position)
        assert match, f"cannot read {target} from {target[position:]}"
        found.append(match)
        position = match.end()
    return found


def _children(node: Any, segment: re.Match[str]) -> list[Place]:
    keys: list[Any] = list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []
    if segment["any"]:
        return [(node, key) for key in keys]
    if segment["member"]:
        member, value = segment["member"], segment["value"]
        return [(node, key) for key in keys if isinstance(node[key], dict) and node[key].get(member) == value]
    wanted = [segment["name"]] if segment["name"] else [name[1:-1] for name in segment["union"].split(",")]
    return [(node, name) for name in wanted if isinstance(node, dict) and name in node]


def select(document: Any, target: str) -> list[Place]:
    """Where the nodes are that a target selects."""
    places: list[Place] = [({"$": document}, "$")]
    for segment in _segments(target):
        places = [child for container, key in places for child in _children(container[key], segment)]
    return places


def single_names(target: str) -> list[str]:
    """The targets that a target with unions stands for, one for each name of each union, the other unions kept."""
    found = []
    for segment in _segments(target):
        if segment["union"] and "," in segment["union"]:
            before, after = target[: segment.start()], target[segment.end() :]
            found += [f"{before}[{name}]{after}" for name in segment["union"].split(",")]
    return found


def _merge(target: dict[str, Any], update: dict[str, Any]) -> None:
    for key, value in update.items():
        present = target.get(key)
        if isinstance(present, dict) and isinstance(value, dict):
            _merge(present, value)
        elif isinstance(present, list) and isinstance(value, list):
            present.extend(copy.deepcopy(value))
        else:
            target[key] = copy.deepcopy(value)


def _act(document: Any, action: dict[str, Any]) -> None:
    places = select(document, action["target"])
    for container, key in reversed(places):
        node = container[key]
        assert isinstance(node, dict | list), f"{action['target']} selects a single value"
        if action.get("remove"):
            del container[key]
        elif isinstance(node, list):
            node.append(copy.deepcopy(action["update"]))
        else:
            _merge(node, action["update"])


def apply(document: Any, actions: list[dict[str, Any]]) -> Any:
    """A copy of the document with the actions applied in order."""
    result = copy.deepcopy(document)
    for action in actions:
        _act(result, action)
    return result


def changed_by(document: Any, action: dict[str, Any]) -> bool:
    """Apply one action to the document itself; whether it is another document now."""
    before = copy.deepcopy(document)
    _act(document, action)
    return bool(before != document)
