"""Where the typed layer differs from the description: members, types, what may be missing or null, lists of values."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from importlib import import_module
from typing import Any, Final, Literal, SupportsFloat, Union, get_args, get_origin

import attrs
from attrs import frozen

from api_changes.reading import Document
from api_changes.typed_layer import ANSWERS, FREE, QUERIES, Answer, Query
from aurorax_typed.queries.times import SupportsIsoformat, SupportsItem, SupportsToDatetime

__all__ = [
    "LOCAL",
    "Deviation",
    "Member",
    "answers",
    "form_of_hint",
    "form_of_schema",
    "members_of_schema",
    "queries",
    "resolve",
]


class _Json:
    """Stands for anything that JSON can hold."""


_PLAIN: Final = {
    str: "str", int: "int", float: "float", bool: "bool", datetime: "time", date: "date", object: "any", _Json: "any",
    SupportsIsoformat: "time", SupportsToDatetime: "time", SupportsItem: "time", SupportsFloat: "float",
}  # fmt: skip
LOCAL: Final = {"JSONValue": _Json, "_Values": list[_Json]}


@frozen
class Deviation:
    """One difference. `subject` and `member` name it in the tables, `text` says what, for people."""

    subject: str
    member: str
    text: str

    def __str__(self) -> str:
        return f"{self.subject}.{self.member} {self.text}"


def resolve(name: str) -> Any:
    """A class or a function of the typed layer by its name below `aurorax_typed`."""
    module, _, last = f"aurorax_typed.{name}".rpartition(".")
    return getattr(import_module(module), last)


def _short(name: str) -> str:
    return name.rpartition(".")[2]


def _literal(values: Iterable[Any]) -> str:
    return "one of " + ", ".join(sorted(map(str, values)))


# ---- What a type says ----


def form_of_hint(hint: Any) -> tuple[str, bool]:
    """A type in words that a schema can be put in too, and whether it may be None."""
    if get_origin(hint) in (typing.Required, typing.NotRequired):
        hint = get_args(hint)[0]
    if get_origin(hint) not in (Union, types.UnionType):
        return _form_of_one(hint), False
    others = [part for part in get_args(hint) if part is not type(None)]
    return " or ".join(sorted({form_of_hint(part)[0] for part in others})), len(others) < len(get_args(hint))


def _form_of_one(hint: Any) -> str:
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Literal:
        return _literal(parts)
    if origin in (list, tuple, Iterable, Sequence) and parts:
        return f"list of {_maybe_null(parts[0])}"
    if origin is not None and issubclass(origin, Mapping):
        inner = _maybe_null(parts[1])
        return "object" if inner == "any" else f"{inner} by {form_of_hint(parts[0])[0]}"
    return _PLAIN[hint] if hint in _PLAIN else str(getattr(hint, "__name__", hint))


def _maybe_null(hint: Any) -> str:
    form, null = form_of_hint(hint)
    return f"{form} or null" if null else form


def form_of_schema(schema: Document, document: Document, *, sent: bool) -> tuple[str, bool]:
    """A schema in the same words, and whether it may be null. Known values of what is sent count as its list."""
    null = bool(schema.get("nullable"))
    if "$ref" in schema:
        return _form_of_reference(schema["$ref"].rpartition("/")[2], document, sent=sent), null
    if len(schema.get("allOf", [])) == 1:
        return form_of_schema(schema["allOf"][0], document, sent=sent)[0], null
    options = schema.get("oneOf") or schema.get("anyOf")
    if options:
        others = [option for option in options if option.get("enum") != [None]]
        forms = {form_of_schema(option, document, sent=sent)[0] for option in others}
        return " or ".join(sorted(forms)), null or len(others) < len(options)
    values = schema.get("enum") or (schema.get("x-known-values") if sent else None)
    if values:
        return _literal(value for value in values if value is not None), null or None in values
    return _form_of_type(schema, document, sent=sent), null


def _form_of_reference(name: str, document: Document, *, sent: bool) -> str:
    if name in FREE:
        return "object"
    table: Mapping[str, Answer | Query] = {**ANSWERS, **QUERIES}
    if name in table:
        return _short(table[name].name)
    schema = document["components"]["schemas"].get(name)
    return f"unknown schema {name}" if schema is None else form_of_schema(schema, document, sent=sent)[0]


def _form_of_type(schema: Document, document: Document, *, sent: bool) -> str:
    kind = schema.get("type", "any")
    more = schema.get("additionalProperties")
    if kind == "string":
        return {"utc-time": "time", "date": "date"}.get(schema.get("format", ""), "str")
    if kind == "array":
        inner, null = form_of_schema(schema.get("items", {}), document, sent=sent)
        return f"list of {inner}{' or null' if null else ''}"
    if kind == "object" and isinstance(more, dict):
        inner, null = form_of_schema(more, document, sent=sent)
        return f"{inner}{' or null' if null else ''} by {schema.get('x-key-format', 'str')}"
    return {"integer": "int", "number": "float", "boolean": "bool"}.get(kind, str(kind))


# ---- Answers ----


@frozen
class Member:
    """A member of a class or a schema."""

    form: str
    null: bool
    may_lack: bool


def _members_of_class(kind: Any) -> dict[str, Member]:
    """The fields of an attrs class, or the keys of a TypedDict."""
    hints = typing.get_type_hints(kind, localns=LOCAL, include_extras=True)
    found = {}
    if attrs.has(kind):
        for attribute in attrs.fields(kind):
            found[attribute.name] = Member(*form_of_hint(hints[attribute.name]), attribute.default is not attrs.NOTHING)
    else:
        for name, hint in hints.items():
            found[name] = Member(*form_of_hint(hint), name in kind.__optional_keys__)
    return found


def members_of_schema(schema: Document, document: Document, *, sent: bool) -> dict[str, Member]:
    """The members of a schema; `sent` where clients send it."""
    return {
        name: Member(*form_of_schema(member, document, sent=sent), name not in schema.get("required", []))
        for name, member in schema.get("properties", {}).items()
    }


def answers(document: Document) -> Iterator[Deviation]:
    """Every difference between a class of `ANSWERS` and its schema, whether there is a reason for it or not."""
    for schema_name, answer in ANSWERS.items():
        subject = _short(answer.name)
        schema = document["components"]["schemas"].get(schema_name)
        if schema is None:
            yield Deviation(subject, "*", f"stands for the schema {schema_name}, which is gone")
            continue
        ours = _members_of_class(resolve(answer.name))
        theirs = members_of_schema(schema, document, sent=False)
        theirs = {answer.renamed.get(name, name): member for name, member in theirs.items()}
        for name in ours.keys() - theirs.keys():
            yield Deviation(subject, name, f"is not in the schema {schema_name}")
        for name, member in theirs.items():
            if name not in ours:
                yield Deviation(subject, name, f"is missing: the schema {schema_name} has it ({member.form})")
            else:
                yield from _compared(subject, name, ours[name], member)


def _compared(subject: str, name: str, mine: Member, theirs: Member) -> Iterator[Deviation]:
    if mine.form != theirs.form:
        yield Deviation(subject, name, f"is {mine.form}; the description says {theirs.form}")
    if theirs.null and not mine.null:
        yield Deviation(subject, name, "may be null, and the type says it is not")
    if theirs.may_lack and not (mine.may_lack or mine.null):
        yield Deviation(subject, name, "may be left out, and the type says it is there")
    if mine.null and not (theirs.null or theirs.may_lack):
        yield Deviation(subject, name, "may be None in the type; the description says it is always there")


# ---- Queries ----


def _leaves(schema: Document, document: Document, taken: set[str], at: str = "") -> Iterator[tuple[str, Member]]:
    """The members of what is sent; those of an object whose own members are fields of the class one by one."""
    for name, member in schema.get("properties", {}).items():
        here = f"{at}.{name}" if at else name
        inner = document["components"]["schemas"].get(member.get("$ref", "").rpartition("/")[2], {})
        if any(place.startswith(f"{here}.") for place in taken):
            yield from _leaves(inner, document, taken, here)
        else:
            yield here, Member(*form_of_schema(member, document, sent=True), name not in schema.get("required", []))


def queries(document: Document) -> Iterator[Deviation]:
    """Every difference between a class of `QUERIES` and its schema."""
    for schema_name, query in QUERIES.items():
        subject = _short(query.name)
        schema = document["components"]["schemas"].get(schema_name)
        if schema is None:
            yield Deviation(subject, "*", f"stands for the schema {schema_name}, which is gone")
            continue
        ours = _members_of_class(resolve(query.name))
        theirs = dict(_leaves(schema, document, set(query.places.values())))
        places = {name: query.places.get(name, name) for name in ours}
        for name, place in places.items():
            if place not in theirs:
                yield Deviation(subject, name, f"becomes {place}, which is not in the schema {schema_name}")
            else:
                mine, member = ours[name], theirs[place]
                if mine.form != member.form:
                    yield Deviation(subject, name, f"is {mine.form}; the description says {member.form}")
                if mine.null and not (member.may_lack or member.null):
                    yield Deviation(subject, name, "may be None, and the server needs it")
        for place in theirs.keys() - set(places.values()):
            yield Deviation(subject, place, f"can't be said: the schema {schema_name} takes it ({theirs[place].form})")
