"""Where the typed layer differs from the description: members, types, what may be missing or null, lists of values,
addresses and parameters of calls, response formats."""

from __future__ import annotations

import inspect
import re
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Literal, SupportsFloat, TypeAlias, Union, get_args, get_origin

import attrs
from attrs import frozen

from api_changes.comparing import both, operations
from api_changes.reading import Document
from api_changes.typed_layer import ANSWERS, BODIES, FORMATS, FREE, QUERIES, RENAMED, short
from aurorax_typed import AsyncAuroraX, queries, records
from aurorax_typed.queries.times import SupportsIsoformat, SupportsItem, SupportsToDatetime

__all__ = ["calls_of", "deviations", "resolve", "templated"]


class _Json:
    """Stands for anything that JSON can hold."""


_PLAIN: Final = {
    str: "str", int: "int", float: "float", bool: "bool", datetime: "time", date: "date", object: "any", _Json: "any",
    SupportsIsoformat: "time", SupportsToDatetime: "time", SupportsItem: "time", SupportsFloat: "float",
}  # fmt: skip
_TIMES: Final = ("utc-time", "date")
_DESCRIBED: Final = {
    "string": "str", "integer": "int", "number": "float", "boolean": "bool", "utc-time": "time", "date": "date",
}  # fmt: skip
_LOCAL: Final = {"JSONValue": _Json, "_Values": list[_Json]}
_Found: TypeAlias = Iterator[tuple[str, str, str]]
"""Class or call, member, and what is another there."""


@frozen
class _Member:
    """A member of a class or a schema, or a parameter of a call."""

    form: str
    null: bool
    may_lack: bool


# ---- Types and schemas, in the same words; and whether null is one of the values ----


def _one_of(values: Iterable[Any]) -> str:
    return "one of " + ", ".join(sorted(map(str, values)))


def _inner(form: str, null: bool) -> str:
    return f"{form} or null" if null else form


def _form_of_hint(hint: Any) -> tuple[str, bool]:
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (typing.Required, typing.NotRequired):
        return _form_of_hint(parts[0])
    if origin in (Union, types.UnionType):
        others = [part for part in parts if part is not type(None)]
        return " or ".join(sorted({_form_of_hint(part)[0] for part in others})), len(others) < len(parts)
    if origin is Literal:
        return _one_of(parts), False
    if origin in (list, tuple, Iterable, Sequence) and parts:
        return f"list of {_inner(*_form_of_hint(parts[0]))}", False
    if origin is not None and issubclass(origin, Mapping):
        value = _inner(*_form_of_hint(parts[1]))
        return "object" if value == "any" else f"{value} by {_form_of_hint(parts[0])[0]}", False
    return _PLAIN[hint] if hint in _PLAIN else str(getattr(hint, "__name__", hint)), False


def _form_of_schema(schema: Document, document: Document, *, sent: bool) -> tuple[str, bool]:
    """Known values of what is sent count as its list."""

    def form(inner: Document) -> tuple[str, bool]:
        return _form_of_schema(inner, document, sent=sent)

    null, kind, more = bool(schema.get("nullable")), schema.get("type", "any"), schema.get("additionalProperties")
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        typed = "object" if name in FREE else short(ANSWERS.get(name) or QUERIES.get(name) or "")
        behind = document["components"]["schemas"].get(name)
        return typed or (f"unknown schema {name}" if behind is None else form(behind)[0]), null
    if options := schema.get("oneOf") or schema.get("anyOf") or schema.get("allOf", [])[:1]:
        others = [option for option in options if option.get("enum") != [None]]
        return " or ".join(sorted({form(option)[0] for option in others})), null or len(others) < len(options)
    if values := schema.get("enum") or (schema.get("x-known-values") if sent else None):
        return _one_of(value for value in values if value is not None), null or None in values
    if kind == "array":
        return f"list of {_inner(*form(schema.get('items', {})))}", null
    if kind == "object" and isinstance(more, dict):
        return f"{_inner(*form(more))} by {schema.get('x-key-format', 'str')}", null
    plain = schema["format"] if schema.get("format") in _TIMES else kind
    return _DESCRIBED.get(plain, str(kind)), null


# ---- Members of both sides ----


def resolve(name: str) -> Any:
    """A class of the typed layer by its name below `aurorax_typed`."""
    module, _, last = f"aurorax_typed.{name}".rpartition(".")
    return getattr(import_module(module), last)


def _members_of_class(kind: Any, *, sent: bool) -> dict[str, _Member]:
    """The fields of an attrs class, or the keys of a TypedDict. What is sent has a value for each."""
    hints = typing.get_type_hints(kind, localns=_LOCAL, include_extras=True)
    if attrs.has(kind):
        free = {field.name: field.default is not attrs.NOTHING for field in attrs.fields(kind)}
    else:
        free = {name: name in kind.__optional_keys__ for name in hints}
    return {name: _Member(*_form_of_hint(hints[name]), may_lack and not sent) for name, may_lack in free.items()}


def _members_of_call(name: str) -> dict[str, _Member]:
    """The parameters of a call by the name that docs/api-coverage.md has for it."""
    call: Any = AsyncAuroraX(base_url="http://127.0.0.1:1")
    for part in name.split(".")[1:]:
        call = getattr(call, part)
    found = {}
    # Some have a signature that is made, whose annotations are types already.
    for parameter in inspect.signature(call).parameters.values():
        hint = parameter.annotation
        hint = eval(hint, inspect.unwrap(call).__globals__, _LOCAL) if isinstance(hint, str) else hint  # of our sources
        found[parameter.name] = _Member(*_form_of_hint(hint), parameter.default is not inspect.Parameter.empty)
    return found


def _members_of_schema(
    schema: Document, document: Document, into: Callable[[str], bool], *, sent: bool, at: str = ""
) -> Iterator[tuple[str, _Member]]:
    """The members of a schema; those of an object one by one where `into` says so of its place."""
    for name, member in schema.get("properties", {}).items():
        here = f"{at}{name}"
        inner = document["components"]["schemas"].get(member.get("$ref", "").rpartition("/")[2], member)
        if inner.get("properties") and into(here):
            yield from _members_of_schema(inner, document, into, sent=sent, at=f"{here}.")
        else:
            form = _form_of_schema(member, document, sent=sent)
            yield here, _Member(*form, name not in schema.get("required", []))


def _asked(tree: Any, at: str = "") -> Iterator[str]:
    """The places of a tree of booleans."""
    for name, part in tree.items():
        yield from _asked(part, f"{at}{name}.") if isinstance(part, dict) else [f"{at}{name}"]


# ---- Comparing ----


def _compared(subject: str, where: str, ours: dict[str, _Member], theirs: dict[str, _Member], *, sent: bool) -> _Found:
    """The differences of a class or a call from what is described, by our names."""
    renamed, is_call = RENAMED.get(subject, {}), subject.startswith("client.")
    theirs = {renamed.get(name, name): member for name, member in theirs.items()}
    for name in both(theirs, ours):
        mine, other, texts = ours.get(name), theirs.get(name), []
        if mine is None:
            texts = [f"is missing: {where} has it ({theirs[name].form})"]
        elif other is None:
            # A call also takes what is no part of this schema.
            texts = [] if is_call else [f"is not in {where}"]
        else:
            if mine.form != other.form and not (sent and other.form in mine.form.split(" or ")):
                texts = [f"is {mine.form}; the description says {other.form}"]
            we_may_lack, they_may_lack = mine.null or mine.may_lack, other.null or other.may_lack
            if sent and we_may_lack and not they_may_lack:
                texts.append("may be left out, and the server needs it")
            if not sent and other.null and not mine.null:
                texts.append("may be null, and the type says it is not")
            if not sent and other.may_lack and not we_may_lack:
                texts.append("may be left out, and the type says it is there")
            if not sent and mine.null and not they_may_lack:
                texts.append("may be None in the type; the description says it is always there")
        for text in texts:
            yield short(subject), name, text


def _schemas(document: Document) -> _Found:
    """Differences of classes, bodies and response formats from their schemas."""
    pairs = [(schema, name, False) for schema, name in ANSWERS.items()]
    pairs += [(schema, name, True) for schema, name in QUERIES.items()]
    pairs += [(schema, call, True) for schema, calls in BODIES.items() for call in calls]
    pairs += [(schema, f"{record} fields", True) for schema, record in FORMATS.items()]
    for schema_name, subject, sent in pairs:
        schema = document["components"]["schemas"].get(schema_name)
        if schema is None:
            yield short(subject), "*", f"stands for the schema {schema_name}, which is gone"
            continue
        inside = [place.rpartition(".")[0] for place in RENAMED.get(subject, {})]
        into: Callable[[str], bool] = inside.__contains__
        if schema_name in FORMATS:
            kind = getattr(records, FORMATS[schema_name])
            tree = queries.response_format(kind, queries.all_fields(kind))
            ours = dict.fromkeys(_asked(tree), _Member("bool", False, False))
            into = bool
        elif schema_name in BODIES:
            ours = _members_of_call(subject)
        else:
            ours = _members_of_class(resolve(subject), sent=sent)
        theirs = dict(_members_of_schema(schema, document, into, sent=sent))
        yield from _compared(subject, f"the schema {schema_name}", ours, theirs, sent=sent)


def templated(operation: str) -> str:
    """`GET /a/{name}` with the names of what is filled in left out."""
    return re.sub(r"\{[^}]*\}", "{}", operation)


def calls_of(root: Path) -> dict[str, list[str]]:
    """The typed calls of each operation, by method and path, from the table in docs/api-coverage.md."""
    text = (root / "docs/api-coverage.md").read_text(encoding="utf-8").split("## Operations of the API", 1)[1]
    rows = re.findall(r"^\|[^|]*\| *([A-Z]+ /[^|]*?) *\| *([^|]*?) *\|$", text.split("\n## ", 1)[0], re.MULTILINE)
    return {
        templated(operation): [] if calls.startswith("none:") else re.findall(r"`([\w.]+)`", calls)
        for operation, calls in rows
    }


def _calls(document: Document, root: Path) -> _Found:
    """Differences between the operations and the calls. What the endpoints send is held by the type checker."""
    public = calls_of(root)
    described = {templated(name): operation for name, operation in operations(document).items()}
    for name in both(described, public):
        call = (public.get(name) or [described.get(name, {}).get("operationId", name)])[0]
        if name not in described:
            yield call, "*", f"sends {name}, which is not in the description"
        elif name not in public:
            yield call, "*", f"is not in docs/api-coverage.md: {name}"
        # The methods of a search know its id.
        elif call.startswith("client."):
            sent = [item for item in described[name]["parameters"] if item["in"] in ("query", "path")]
            schema = {
                "properties": {item["name"]: item.get("schema", {}) for item in sent},
                "required": [item["name"] for item in sent if item.get("required")],
            }
            theirs = dict(_members_of_schema(schema, document, lambda _: False, sent=True))
            yield from _compared(call, "the operation", _members_of_call(call), theirs, sent=True)


def deviations(document: Document, root: Path) -> dict[str, str]:
    """Every difference between the typed layer and a description, meant or not, with the class or call that it is of.

    `root` is where the sources are.
    """
    return {f"{name}.{member} {text}": name for name, member, text in (*_schemas(document), *_calls(document, root))}
