"""What changed between two descriptions, by operation and schema, and whom it breaks.

The direction decides: a request that takes less breaks who calls, a reply that may hold more breaks who reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from attrs import evolve, field, frozen

from api_changes.form import METHODS, facts
from api_changes.reading import Document
from api_changes.schemas import Difference, Effect, addition, both, requirement, schema_differences, show

__all__ = ["Change", "Uses", "compare", "operations", "uses"]

_SCHEMAS: Final = "#/components/schemas/"


@frozen
class Change:
    """One change.

    Attributes:
        subject: an operation (`GET /path`) or a schema (its name).
        is_operation: which of the two.
        place: where in it: a parameter, a member; empty for the whole.
        effect: added, removed, narrowed, widened or changed.
        text: what, for people.
        sent: it is about what clients send.
        answered: it is about what the server answers.
    """

    subject: str
    is_operation: bool
    place: str
    effect: Effect
    text: str
    sent: bool = field(default=False, kw_only=True)
    answered: bool = field(default=False, kw_only=True)

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


@frozen
class Uses:
    """Which operations send a schema, and which answer with it, at any remove."""

    sent: dict[str, list[str]]
    answered: dict[str, list[str]]


def operations(document: Document) -> dict[str, Document]:
    """Every operation by method and path, with the parameters that its path shares."""
    found = {}
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                shared = item.get("parameters", [])
                own = item[method].get("parameters", [])
                found[f"{method.upper()} {path}"] = item[method] | {"parameters": [*shared, *own]}
    return found


def uses(document: Document) -> Uses:
    """Who uses each schema."""
    found = Uses({}, {})
    for name, operation in operations(document).items():
        for table, start in (
            (found.sent, [operation["parameters"], operation.get("requestBody", {})]),
            (found.answered, [operation.get("responses", {})]),
        ):
            for schema in _reached(document, start):
                table.setdefault(schema, []).append(name)
    return found


def _reached(document: Document, start: list[Any]) -> set[str]:
    nodes, references = list(start), set()
    while nodes:
        node = nodes.pop()
        if isinstance(node, dict):
            reference = node.get("$ref")
            if isinstance(reference, str) and reference not in references:
                references.add(reference)
                nodes.append(_resolved(document, node))
            nodes += node.values()
        elif isinstance(node, list):
            nodes += node
    return {reference.removeprefix(_SCHEMAS) for reference in references if reference.startswith(_SCHEMAS)}


def _resolved(document: Document, node: Document) -> Document:
    """What a reference leads to; nothing where it leads nowhere."""
    found: Any = document
    reference = node.get("$ref")
    if not isinstance(reference, str):
        return node
    for part in reference.removeprefix("#/").split("/"):
        found = (
            found.get(part.replace("~1", "/").replace("~0", "~").replace("%20", " "), {})
            if isinstance(found, dict)
            else {}
        )
    return found if isinstance(found, dict) else {}


def compare(old: Document, new: Document) -> list[Change]:
    """Every change of fact from one description to another: operations first, then schemas, then the rest."""
    found = [*_operations(old, new), *_schemas(old, new)]
    found += [
        Change(part, True, "", "changed", "is not what it was", sent=part == "security")
        for part in ("servers", "security", "info")
        if facts(old.get(part), part) != facts(new.get(part), part)
    ]
    schemes = tuple(
        facts(document.get("components", {}).get("securitySchemes", {}), "securitySchemes") for document in (old, new)
    )
    for name in sorted(schemes[0].keys() | schemes[1].keys()):
        effect: Effect | None = _effect(schemes[0].get(name), schemes[1].get(name))
        if effect:
            found.append(Change("security", True, f"scheme `{name}`", effect, effect, sent=True))
    return found


def _effect(old: Any, new: Any) -> Effect | None:
    return None if old == new else "added" if old is None else "removed" if new is None else "changed"


def _operations(old: Document, new: Document) -> Iterator[Change]:
    before, after = operations(old), operations(new)
    gone, come = [name for name in before if name not in after], [name for name in after if name not in before]
    for name in list(gone):
        moved = next((other for other in come if _same(before[name], after[other])), None)
        if moved is not None:
            gone.remove(name)
            come.remove(moved)
            yield Change(name, True, "", "changed", f"moved to {moved}", sent=True)
            yield from _operation(moved, old, new, before[name], after[moved])
    for name in gone:
        yield Change(
            name, True, "", "removed", f"removed (`{before[name].get('operationId', '')}`)", sent=True, answered=True
        )
    for name in come:
        yield Change(
            name, True, "", "added", f"added (`{after[name].get('operationId', '')}`)", sent=True, answered=True
        )
    for name in before:
        if name in after:
            yield from _operation(name, old, new, before[name], after[name])


def _same(one: Document, other: Document) -> bool:
    """Whether two operations at different places are one that moved."""
    ids = one.get("operationId"), other.get("operationId")
    rest = tuple(
        {key: facts(value, key) for key, value in op.items() if key not in ("operationId", "parameters")}
        for op in (one, other)
    )
    return (ids[0] is not None and ids[0] == ids[1]) or (rest[0] == rest[1] and "requestBody" in one)


def _operation(name: str, old: Document, new: Document, one: Document, other: Document) -> Iterator[Change]:
    ids = one.get("operationId"), other.get("operationId")
    if ids[0] != ids[1]:
        yield Change(name, True, "", "changed", f"renamed from `{ids[0]}` to `{ids[1]}`")
    for word in ("tags", "deprecated"):
        if facts(one.get(word), word) != facts(other.get(word), word):
            yield Change(name, True, "", "changed", f"{word}: {show(other.get(word))}, was {show(one.get(word))}")
    security = facts(one.get("security", old.get("security"))), facts(other.get("security", new.get("security")))
    if security[0] != security[1]:
        effect: Effect = "narrowed" if not security[0] else "widened" if not security[1] else "changed"
        yield Change(
            name, True, "", effect, "needs an account now" if effect == "narrowed" else "security is another", sent=True
        )
    yield from _parameters(name, old, new, one, other)
    yield from _body(name, old, new, one, other)
    yield from _responses(name, old, new, one, other)


def _parameters(name: str, old: Document, new: Document, one: Document, other: Document) -> Iterator[Change]:
    before, after = (
        {
            f"{p['in']} parameter `{p['name']}`": p
            for p in (_resolved(document, raw) for raw in op["parameters"])
            if "in" in p
        }
        for document, op in ((old, one), (new, other))
    )
    for place in both(before, after):
        change = Change(name, True, place, "changed", "", sent=True)
        was, now = before.get(place), after.get(place)
        if now is None:
            yield evolve(change, effect="removed", text="removed")
        elif was is None:
            yield _now(change, addition(bool(now.get("required"))))
        else:
            if found := requirement(bool(was.get("required")), bool(now.get("required"))):
                yield _now(change, found)
            yield from _inline(change, was.get("schema", {}), now.get("schema", {}))
            rest = tuple({k: v for k, v in facts(p).items() if k not in ("schema", "required")} for p in (was, now))
            if rest[0] != rest[1]:
                yield evolve(change, text="is written in another way")


def _now(change: Change, found: tuple[Effect, str]) -> Change:
    return evolve(change, effect=found[0], text=found[1])


def _inline(change: Change, old: Document, new: Document) -> Iterator[Change]:
    for found in schema_differences(facts(old), facts(new)):
        yield _with(change, found)


def _with(change: Change, found: Difference) -> Change:
    member = f"`{found.member}`" if found.member else ""
    return evolve(change, place=", ".join(filter(None, (change.place, member))), effect=found.effect, text=found.text)


def _body(name: str, old: Document, new: Document, one: Document, other: Document) -> Iterator[Change]:
    before, after = _resolved(old, one.get("requestBody", {})), _resolved(new, other.get("requestBody", {}))
    change = Change(name, True, "body", "changed", "", sent=True)
    if before and not after:
        yield evolve(change, effect="removed", text="removed")
    elif after and not before:
        yield _now(change, addition(bool(after.get("required"))))
    else:
        if found := requirement(bool(before.get("required")), bool(after.get("required"))):
            yield _now(change, found)
        yield from _content(change, before.get("content", {}), after.get("content", {}))


def _content(change: Change, before: Document, after: Document) -> Iterator[Change]:
    for kind in both(before, after):
        if kind not in after:
            yield evolve(change, effect="removed", text=f"no longer as {kind}")
        elif kind not in before:
            yield evolve(change, effect="widened", text=f"as {kind} too")
        else:
            yield from _inline(change, before[kind].get("schema", {}), after[kind].get("schema", {}))


def _responses(name: str, old: Document, new: Document, one: Document, other: Document) -> Iterator[Change]:
    before, after = one.get("responses", {}), other.get("responses", {})
    for status in both(before, after):
        change = Change(name, True, f"answer {status}", "changed", "", answered=True)
        if status not in after:
            yield evolve(change, effect="removed", text="removed")
        elif status not in before:
            # An answer that is written down only now does no harm; what it holds is new, though.
            yield evolve(change, effect="added", text="added")
        else:
            was, now = _resolved(old, before[status]), _resolved(new, after[status])
            yield from _content(change, was.get("content", {}), now.get("content", {}))
            if facts(was.get("headers", {}), "headers") != facts(now.get("headers", {}), "headers"):
                yield evolve(change, text="has other headers")


def _schemas(old: Document, new: Document) -> Iterator[Change]:
    before, after = (facts(document.get("components", {}).get("schemas", {}), "schemas") for document in (old, new))
    used = uses(old), uses(new)
    for name in both(before, after):
        change = Change(
            name,
            False,
            "",
            "changed",
            "",
            sent=any(name in found.sent for found in used),
            answered=any(name in found.answered for found in used),
        )
        if name not in after:
            twin = next((other for other in after if other not in before and after[other] == before[name]), None)
            yield evolve(
                change, effect="changed" if twin else "removed", text=f"renamed to `{twin}`" if twin else "removed"
            )
        elif name not in before:
            if not any(old_name not in after and before[old_name] == after[name] for old_name in before):
                yield evolve(change, effect="added", text="added")
        else:
            for found in schema_differences(before[name], after[name]):
                yield _with(change, found)
