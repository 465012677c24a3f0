"""Public names that are loaded on first use, so that a program that needs one class does not pay for all."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    import ast
    from importlib.abc import ResourceLoader

__all__ = ["attach_stub"]

_ONLY_AST = 0x400  # ast.PyCF_ONLY_AST; importing ast would cost more than all of this


def attach_stub(package: str) -> tuple[Callable[[str], object], Callable[[], list[str]], list[str]]:
    """`__getattr__`, `__dir__` and `__all__` of a package (PEP 562), from the imports in its `__init__.pyi`.

    The stub is where type checkers look, so that each public name is written once.

    Args:
        package: its name.
    """
    here = sys.modules[package]
    # Through the loader, since a package may be imported from a zip file.
    stub = cast("ResourceLoader", getattr(here.__spec__, "loader", None)).get_data(f"{here.__file__}i")
    modules: dict[str, str] = {}
    tree = cast("ast.Module", compile(stub, f"{package}/__init__.pyi", "exec", _ONLY_AST))
    for node in cast("list[ast.ImportFrom]", tree.body):
        modules.update((alias.name, str(node.module)) for alias in node.names)
    names = sorted(modules)

    def load(name: str) -> object:
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module = modules[name]
        value = import_module(f"{package}.{name}") if module == package else getattr(import_module(module), name)
        setattr(here, name, value)
        return value

    return load, lambda: list(names), names
