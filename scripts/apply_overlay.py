"""Apply openapi/corrections.overlay.yaml to openapi/aurorax.yaml with oas-patch.

regenerate.py runs this file in the environment of the generator, where oas-patch is.

oas-patch 0.6.0 departs from Overlay 1.0 in places; each is either kept from mattering here or refused with a message:

- an action whose target matches nothing is skipped without a word: refused, and so is one that changes nothing;
- an update that lands in several places is one shared object, so that a later action on one of them changes all: each
  action works on a fresh copy of the document;
- `remove: false` removes, a list given to a list is joined to it instead of appended, a single value can be a target:
  refused;
- a target that ends in an element of a list fails inside the tool: refused.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml

__all__ = ["OverlayError", "apply", "check_form", "check_matches", "examine", "main", "parts", "without_last"]

# What implementations of JSONPath agree on: names, unions of names, wildcards, and a filter on one member of the
# elements of a list.
_NAME = r"\.[A-Za-z_][A-Za-z0-9_]*|\.\*|\['[^']+'(?:,'[^']+')*\]"
_FILTER = r"\[\?\(@\.[a-z_]+=='[^']+'\)\]"
_TARGET = re.compile(rf"\$(?:(?:{_NAME})|{_FILTER}(?=.))*")
_SEGMENT = re.compile(rf"{_NAME}|{_FILTER}")


class OverlayError(Exception):
    """An action that cannot be applied, with its place in the overlay."""


def check_form(action: dict[str, Any]) -> None:
    """Refuse what oas-patch and Overlay 1.0 read differently, as far as the action alone shows it."""
    if not _TARGET.fullmatch(action["target"]):
        raise OverlayError("its target is not made of names, unions of names, * and [?(@.name=='…')] before a name")
    if ("remove" in action) == ("update" in action) or "copy" in action:
        raise OverlayError("it needs either update or remove")
    if "remove" in action and action["remove"] is not True:
        raise OverlayError("remove can only be true")


def check_matches(action: dict[str, Any], matches: list[Any]) -> None:
    """Refuse what oas-patch and Overlay 1.0 apply differently to these nodes."""
    if not matches:
        raise OverlayError("its target matches nothing; the description has changed, or the name is wrong")
    for match in matches:
        if not isinstance(match.value, (dict, list)):
            raise OverlayError(f"its target is a single value at {match.full_path}; name the object around it")
        update = action.get("update", {})
        if isinstance(match.value, dict) and not isinstance(update, dict):
            raise OverlayError(f"an object can only be updated with an object, at {match.full_path}")
        if isinstance(match.value, list) and isinstance(update, list):
            raise OverlayError(f"a list takes one new element, not a list, at {match.full_path}")


def apply(description: dict[str, Any], overlay: dict[str, Any]) -> dict[str, Any]:
    """The description with every action applied in order. Raises OverlayError at the first that is unsound."""
    parse = importlib.import_module("jsonpath_ng.ext").parse
    apply_overlay = importlib.import_module("oas_patch.overlay").apply_overlay
    verdict = importlib.import_module("oas_patch.validator").validate(overlay, "yaml")
    if yaml.safe_load(verdict)["status"] != "success":
        raise OverlayError(f"The overlay is not valid Overlay 1.0:\n{verdict}")
    document, before = description, json.dumps(description)
    for number, action in enumerate(overlay["actions"], start=1):
        try:
            check_form(action)
            check_matches(action, parse(action["target"]).find(document))
            after = json.dumps(apply_overlay(json.loads(before), {"actions": [json.loads(json.dumps(action))]}))
            if after == before:
                raise OverlayError("it changes nothing; the description may have been corrected by its owner")
        except OverlayError as error:
            name = action.get("x-correction", "unnamed")
            raise OverlayError(f"Action {number} ({name}) on {action['target']}: {error}") from None
        document, before = json.loads(after), after
    return document


def parts(target: str) -> list[str]:
    """The targets that one with lists of names stands for: for each name of each list one, the other lists kept."""
    found = []
    for segment in _SEGMENT.finditer(target):
        names = re.findall(r"'[^']+'", segment[0]) if segment[0].startswith("['") else []
        if len(names) > 1:
            found += [f"{target[: segment.start()]}[{name}]{target[segment.end() :]}" for name in names]
    return found


def without_last(target: str) -> str:
    """The target of what holds the nodes of a target."""
    segments = [segment[0] for segment in _SEGMENT.finditer(target)]
    return "$" + "".join(segments[:-1])


def differences(one: Any, other: Any) -> int:
    """How many members and elements of two documents differ, down to single values."""
    if one == other:
        return 0
    if isinstance(one, dict) and isinstance(other, dict):
        return sum(differences(one.get(name), other.get(name)) for name in one.keys() | other.keys())
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return sum(map(differences, one, other))
    return 1


def examine(description: dict[str, Any], overlay: dict[str, Any], older: dict[str, Any]) -> list[dict[str, Any]]:
    """How each action fits a description that may be another than the older one that it was written for.

    Each has a `verdict` and a reason, `why`:

    - fits: it matches and changes something;
    - not needed: what it updates is so already, or what it removes is gone from a place that is still there;
    - fits in part: some of the names in its target match nothing;
    - does not fit: its target matches nothing, or what it matches is of another kind now.

    Actions that do not fit are left out before the next ones are looked at. Where an action makes both descriptions
    more alike, `alike` holds what it was applied to and what came of it: older and newer, before and after.
    """
    parse = importlib.import_module("jsonpath_ng.ext").parse
    apply_overlay = importlib.import_module("oas_patch.overlay").apply_overlay
    document, before, unlike = description, json.dumps(description), differences(older, description)
    found = []
    for action in overlay["actions"]:
        target, verdict, why, given = action["target"], "fits", "", (older, document)
        matches = parse(target).find(document)
        try:
            check_form(action)
            check_matches(action, matches)
        except OverlayError as error:
            verdict, why = "does not fit", str(error)
            if not matches and "remove" in action and parse(without_last(target)).find(document):
                verdict, why = "not needed", "what it removes is gone from the description"
        else:
            after = json.dumps(apply_overlay(json.loads(before), {"actions": [json.loads(json.dumps(action))]}))
            missing = [part for part in parts(target) if not parse(part).find(document)]
            if after == before:
                verdict, why = "not needed", "the description says so itself now"
            elif missing:
                verdict, why = "fits in part", f"these match nothing: {', '.join(missing)}"
            document, before = json.loads(after), after
        with suppress(OverlayError):
            check_matches(action, parse(target).find(older))
            older = apply_overlay(json.loads(json.dumps(older)), {"actions": [json.loads(json.dumps(action))]})
        was, unlike = unlike, differences(older, document)
        alike = [*given, older, document] if unlike < was else []
        kept = {key: action.get(key, "") for key in ("target", "x-correction", "x-certainty", "description")}
        found.append({**kept, "verdict": verdict, "why": why, "alike": alike})
    return found


def _load(file: Path) -> Any:
    # The loader in C is several times faster, where PyYAML has it.
    return yaml.load(file.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def main(arguments: list[str]) -> int:
    """The command line: apply_overlay.py [--examine OLDER.yaml] DESCRIPTION.yaml OVERLAY.yaml OUT.json."""
    examining = arguments[:1] == ["--examine"]
    *older, source, overlay, target = (Path(argument) for argument in arguments[examining:])
    if examining:
        found = examine(_load(source), _load(overlay), _load(older[0]))
        target.write_text(json.dumps(found), encoding="utf-8")
        return 0
    try:
        document = apply(_load(source), _load(overlay))
    except OverlayError as error:
        print(f"{overlay.name}: {error}", file=sys.stderr)
        return 1
    target.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
