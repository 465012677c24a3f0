#!/usr/bin/env python3
"""Write down the public API as one text, tests/contract/public_api.txt, so that a change of it shows in a review.

`api_snapshot.py` writes; `api_snapshot.py --check` writes nothing and fails where the text is not what the code has.
What is public, docs/public-api.md says: the names in `__all__` of modules without an underscore, one level deep.
"""

from __future__ import annotations

import ast
import difflib
import enum
import inspect
import pkgutil
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import ForwardRef, cast, is_typeddict

import aurorax_typed
from aurorax_typed import AuroraX
from aurorax_typed.queries import EphemerisQuery

ROOT = Path(__file__).resolve().parent.parent
SNAPSHOT = ROOT / "tests" / "contract" / "public_api.txt"
HEADER = (
    "# Made by scripts/api_snapshot.py (make api-snapshot). A line that goes or changes breaks somebody's program.\n"
)
OWN = "aurorax_typed"


class Source(str):
    """Text that shows itself without quotes, as annotations stand in the source."""

    def __repr__(self) -> str:
        return str(self)


def modules() -> Iterator[ModuleType]:
    """The public modules, each by its name."""
    yield aurorax_typed
    for info in pkgutil.iter_modules(aurorax_typed.__path__):
        if not info.name.startswith("_"):
            yield import_module(f"{OWN}.{info.name}")


def annotation(value: object) -> object:
    """An annotation as it stands in the source."""
    if isinstance(value, ForwardRef):
        value = value.__forward_arg__
    if isinstance(value, str):
        return Source(value)
    return Source(value.__name__) if isinstance(value, type) and value.__module__ == "builtins" else value


def signature(of: Callable[..., object], *, bound: bool) -> str:
    """A call's arguments and its result, without `self`."""
    found = inspect.signature(of)
    parameters = list(found.parameters.values())[1 if bound else 0 :]
    shown = [one.replace(annotation=annotation(one.annotation)) for one in parameters]
    return str(found.replace(parameters=shown, return_annotation=annotation(found.return_annotation)))


def call(name: str, of: Callable[..., object], *, bound: bool) -> str:
    """`async def name(arguments) -> result`."""
    kind = "async def" if inspect.iscoroutinefunction(of) else "def"
    return f"{kind} {name}{signature(of, bound=bound)}"


def annotated(cls: type) -> dict[str, object]:
    """Annotations of a class and of its own bases, those of what every exception has left aside."""
    found: dict[str, object] = {}
    for base in reversed(cls.__mro__):
        if base.__module__.startswith(OWN):
            found.update(inspect.get_annotations(base))
    return {name: hint for name, hint in found.items() if not hasattr(BaseException, name)}


def inherited_from_us(cls: type, name: str) -> bool:
    """Whether a member is ours, and not of `Exception` or `Enum`."""
    return any(name in vars(base) for base in cls.__mro__ if base.__module__.startswith(OWN))


def member(cls: type, name: str, hints: dict[str, object]) -> str:
    """The line of one member of a class."""
    found = inspect.getattr_static(cls, name)
    if isinstance(found, property) and found.fget:
        return f"{name}: {annotation(inspect.signature(found.fget).return_annotation)}"
    if isinstance(found, classmethod | staticmethod):
        return f"{type(found).__name__} {call(name, found.__func__, bound=isinstance(found, classmethod))}"
    if callable(found) and not isinstance(found, type):
        return call(name, found, bound=True)
    return f"{name}: {annotation(hints.get(name, type(found).__name__))}"


def makes_its_own(cls: type) -> bool:
    """Whether users make objects of a class in a way of its own: not what only the client makes, no protocol."""
    if issubclass(cls, BaseException):
        return "__init__" in vars(cls)
    hints = " ".join(map(str, inspect.get_annotations(cls.__init__).values()))
    made_by_the_client = any(name in hints for name in ("Transport", "Plan", "Overlap"))
    return inherited_from_us(cls, "__init__") and not getattr(cls, "_is_protocol", False) and not made_by_the_client


def described(cls: type) -> list[str]:
    """The lines of a class: how it is made, and its public members."""
    bases = [base.__name__ for base in cls.__bases__ if base is not object and not base.__name__.startswith("_")]
    head = f"class {cls.__name__}" + (f"({', '.join(bases)})" if bases else "")
    if issubclass(cls, enum.Enum):
        return [head, *(f"    {name} = {item.value!r}" for name, item in cls.__members__.items())]
    hints = annotated(cls)
    if is_typeddict(cls):
        return [head, *(f"    {name}: {annotation(hint)}" for name, hint in inspect.get_annotations(cls).items())]
    lines = [head]
    if makes_its_own(cls):
        lines.append("    " + signature(cls.__init__, bound=True).removesuffix(" -> None"))
    names = {name for name in (*dir(cls), *hints) if not name.startswith("_")}
    ours = sorted(name for name in names if name in hints or inherited_from_us(cls, name))
    for name in ours:
        is_there = name in dir(cls)
        lines.append("    " + (member(cls, name, hints) if is_there else f"{name}: {annotation(hints[name])}"))
    return lines


def resources(client: object) -> Iterator[tuple[str, type]]:
    """A client's parts, which are public through it."""
    for name, value in vars(client).items():
        if not name.startswith("_") and "._sync." in type(value).__module__:
            yield name, type(value)


def written(name: str, value: object) -> str:
    """A constant or an alias as its module writes it, so that no version of Python shows it differently."""
    for module in [
        found for key, found in sys.modules.items() if key.startswith(OWN) and vars(found).get(name) is value
    ]:
        for node in ast.parse(inspect.getsource(module)).body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                return f"{name} = {ast.unparse(cast('ast.Assign', node).value)}"
    return f"{name}: {type(value).__name__}"


def of_module(module: ModuleType, seen: dict[int, str], resource: type | None) -> Iterator[str]:
    """The lines of a module; what another has shown before, or its resource does, is only named."""
    for name in sorted(getattr(module, "__all__", ())):
        value = getattr(module, name)
        here = f"{module.__name__}.{name}"
        if isinstance(value, ModuleType):
            yield f"{name}: module"
        elif resource and name in dir(resource) and signature(value, bound=False) == of_resource(resource, name):
            yield f"{name} = AuroraX().{module.__name__.removeprefix(OWN + '.')}.{name}"
        elif isinstance(value, type) or inspect.isfunction(value):
            if id(value) in seen:
                yield f"{name} = {seen[id(value)]}"
                continue
            seen[id(value)] = here
            if name.startswith("Async"):
                yield f"class {name}: as {name.removeprefix('Async')}, awaited"
            else:
                yield from described(value) if isinstance(value, type) else [call(name, value, bound=False)]
        elif inspect.ismethod(value) or inspect.isbuiltin(value):
            yield call(name, value, bound=False)
        elif name == "__version__":
            yield "__version__: str"
        else:
            yield written(name, value)


def of_resource(resource: type, name: str) -> str:
    """The signature of a resource's method."""
    static = isinstance(inspect.getattr_static(resource, name), staticmethod)
    return signature(getattr(resource, name), bound=not static)


def attributes(of: object) -> str:
    """The public attributes that an object has beside what its class tells."""
    return "attributes: " + ", ".join(sorted(name for name in vars(of) if not name.startswith("_")))


def section(title: str, lines: Iterable[str]) -> str:
    return "\n".join(["", title, *(f"    {line}" for line in lines)]) + "\n"


def snapshot() -> str:
    """The whole text."""
    seen: dict[int, str] = {}
    every = {module.__name__: module for module in modules()}
    with AuroraX(base_url="http://127.0.0.1") as client:
        parts = dict(resources(client))
        # The package itself comes last, so that each name is described where it lives.
        text = [
            section(name, of_module(every[name], seen, parts.get(name.removeprefix(f"{OWN}."))))
            for name in (*sorted(every.keys() - {OWN}), OWN)
        ]
        text += [
            section(f"AuroraX().{name}", (line.removeprefix("    ") for line in described(cls)[1:]))
            for name, cls in parts.items()
        ]
        text.append(section("An AuroraX()", [attributes(client)]))
        text.append(
            section("Any search", [attributes(client.data_products.attach("00000000-0000-0000-0000-000000000000"))])
        )
        text.append(
            section(
                "Any scan",
                [attributes(client.ephemeris.scan(EphemerisQuery("2020-01-01", "2020-01-02", programs=["swarm"])))],
            )
        )
    return HEADER + "".join(text)


def main() -> int:
    text = snapshot()
    if "--check" not in sys.argv[1:]:
        SNAPSHOT.write_text(text, encoding="utf-8", newline="\n")
        print(f"Wrote {text.count(chr(10))} lines to {SNAPSHOT.relative_to(ROOT)}.")
        return 0
    old = SNAPSHOT.read_text(encoding="utf-8")
    if old == text:
        return 0
    sys.stdout.writelines(difflib.unified_diff(old.splitlines(True), text.splitlines(True), "written down", "the code"))
    print("The public API changed. If that is wanted, run: make api-snapshot, and add a fragment to changes/.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
