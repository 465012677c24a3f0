"""Where the typed calls differ from the description: addresses, parameters, members of bodies, response formats."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from api_changes.comparing import operations
from api_changes.drift import LOCAL, Deviation, answers, form_of_hint, form_of_schema, members_of_schema, queries
from api_changes.impact import calls_of, generated_operations, sent_operations, templated
from api_changes.reading import Document
from api_changes.typed_layer import BODIES, FORMATS, RENAMED

__all__ = ["bodies", "calls", "deviations", "formats", "public_call"]


@cache
def _client() -> Any:
    from aurorax_typed import AsyncAuroraX

    return AsyncAuroraX(base_url="http://127.0.0.1:1")


def public_call(name: str) -> Callable[..., Any]:
    """A call by the name that docs/api-coverage.md has for it."""
    import aurorax_typed

    head, *rest = name.split(".")
    found: Any = _client() if head == "client" else getattr(aurorax_typed, head)
    for part in rest:
        found = getattr(found, part)
    return found  # type: ignore[no-any-return]


def _parameters(function: Callable[..., Any]) -> dict[str, tuple[str, bool]]:
    """Form of each parameter, and whether it may be left out or None."""
    inner: Any = inspect.unwrap(function)
    globals_ = getattr(inner, "__globals__", None) or inner.__func__.__globals__
    found = {}
    for name, parameter in inspect.signature(function).parameters.items():
        hint = parameter.annotation
        if isinstance(hint, str):
            hint = eval(hint, globals_, LOCAL)  # the sources are ours
        form, null = form_of_hint(hint)
        found[name] = (form, null or parameter.default is not inspect.Parameter.empty)
    return found


def _differs(where: str, name: str, schema_form: tuple[str, bool], *, needed: bool) -> Iterator[Deviation]:
    found = _parameters(public_call(where))
    ours = RENAMED.get((where, name), name)
    if ours not in found:
        yield Deviation(where, name, f"can't be said: the description has it ({schema_form[0]})")
        return
    form, free = found[ours]
    if schema_form[0] not in (form, *form.split(" or ")):
        yield Deviation(where, name, f"is {form}; the description says {schema_form[0]}")
    if needed and free:
        yield Deviation(where, name, "may be left out, and the server needs it")


def calls(document: Document, root: Path) -> Iterator[Deviation]:
    """Differences between the operations and the public calls. What the endpoints send is held by the type checker."""
    generated, sent, public = generated_operations(root), sent_operations(root), calls_of(root)
    described = {templated(name): operation for name, operation in operations(document).items()}
    for name in generated.keys() - described.keys():
        subject = (public.get(name) or [generated[name].rpartition(".")[2]])[0]
        yield Deviation(subject, "*", f"sends {name}, which is not in the description")
    for name, operation in described.items():
        subject = operation.get("operationId", name)
        if name not in generated:
            yield Deviation(subject, "*", f"is not generated: {name}")
            continue
        if name not in public:
            yield Deviation(subject, "*", f"is not in docs/api-coverage.md: {name}")
        elif (generated[name] in sent) != bool(public[name]):
            yield Deviation(subject, "*", "is sent and has no call in docs/api-coverage.md, or the other way round")
        for parameter in operation["parameters"]:
            if parameter["in"] not in ("query", "path"):
                continue
            form = form_of_schema(parameter.get("schema", {}), document, sent=True)
            needed = bool(parameter.get("required"))
            for call in public.get(name, [])[:1]:
                # The methods of a search know its id.
                if call.startswith("client."):
                    yield from _differs(call, parameter["name"], form, needed=needed)


def bodies(document: Document) -> Iterator[Deviation]:
    """Differences between schemas of bodies and the parameters that become their members."""
    for schema_name, places in BODIES.items():
        schema = document["components"]["schemas"].get(schema_name)
        for where in places:
            if schema is None:
                yield Deviation(where, "*", f"stands for the schema {schema_name}, which is gone")
                continue
            members = members_of_schema(schema, document, sent=True)
            for name, member in members.items():
                yield from _differs(where, name, (member.form, member.null), needed=not member.may_lack)


def _asked(tree: Any, at: str = "") -> Iterator[str]:
    for name, part in tree.items():
        here = f"{at}.{name}" if at else name
        if isinstance(part, dict):
            yield from _asked(part, here)
        else:
            yield here


def _booleans(schema: Document, document: Document, at: str = "") -> Iterator[str]:
    reference = schema.get("$ref", "").rpartition("/")[2]
    if reference:
        schema = document["components"]["schemas"].get(reference, {})
    if not schema.get("properties"):
        yield at
    for name, member in schema.get("properties", {}).items():
        yield from _booleans(member, document, f"{at}.{name}" if at else name)


def formats(document: Document) -> Iterator[Deviation]:
    """Differences between the response formats and what `select` can ask for."""
    from aurorax_typed import queries, records

    for schema_name, record in FORMATS.items():
        kind = getattr(records, record)
        ours = set(_asked(queries.response_format(kind, queries.all_fields(kind))))
        theirs = set(_booleans({"$ref": f"/{schema_name}"}, document))
        for name in sorted(ours - theirs):
            yield Deviation(f"{record} fields", name, f"is not in the schema {schema_name}")
        for name in sorted(theirs - ours):
            yield Deviation(f"{record} fields", name, f"can't be asked for: the schema {schema_name} has it")


def deviations(document: Document, root: Path) -> list[Deviation]:
    """Every difference between the typed layer and a description, meant or not. `root` is where the sources are."""
    found = [*answers(document), *queries(document), *calls(document, root), *bodies(document), *formats(document)]
    return list(dict.fromkeys(found))
