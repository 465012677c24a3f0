"""Names that are loaded on first use are those that type checkers see, from the same modules."""

from __future__ import annotations

import ast
import importlib
from types import ModuleType

import pytest

import aurorax_typed
from aurorax_typed import _gateway, scans


def seen_by_type_checkers(package: ModuleType) -> dict[str, str]:
    """Name -> full name of its module, as imported under TYPE_CHECKING."""
    assert package.__file__ is not None
    with open(package.__file__, encoding="utf-8") as file:
        tree = ast.parse(file.read())
    [block] = [node for node in tree.body if isinstance(node, ast.If)]
    return {
        alias.name: str(node.module) for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }


@pytest.mark.parametrize("package", [aurorax_typed, _gateway, scans], ids=lambda package: package.__name__)
def test_both_sides_agree(package: ModuleType) -> None:
    seen = seen_by_type_checkers(package)
    assert set(package.__all__) == seen.keys()
    for name, module in seen.items():
        assert getattr(package, name) is getattr(importlib.import_module(module), name), name
    assert dir(package) == sorted(package.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        _ = package.nonsense
