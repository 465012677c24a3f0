"""Names that are loaded when they are first used, so that a program that needs one class does not pay for all."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module

__all__ = ["lazy"]


def lazy(package: str, table: str) -> Callable[[str], object]:
    """A `__getattr__` for a package (PEP 562).

    Args:
        package: its name.
        table: a line for each of its modules: the module, then the names that live there. A module alone on its line
            is itself a name of the package; one that begins with a dot lies beside the package.
    """
    homes: dict[str, str] = {}
    for line in table.strip().splitlines():
        module, *names = line.split()
        homes.update(dict.fromkeys(names or [module], module))

    def load(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module = import_module(f".{homes[name]}", package)
        value = module if name == homes[name] else getattr(module, name)
        setattr(sys.modules[package], name, value)
        return value

    return load
