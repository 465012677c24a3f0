"""The reference of the documentation holds every public name; that it is built without warnings, `make docs` shows."""

from __future__ import annotations

import inspect
import re
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import aurorax_typed

pytestmark = pytest.mark.checkout

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"
DIRECTIVE = re.compile(r"^\.\. (?:auto\w+|py:\w+):: ([\w.]+)$", re.MULTILINE)

DOCUMENTED = {name for page in REFERENCE.glob("*.md") for name in DIRECTIVE.findall(page.read_text(encoding="utf-8"))}
MODULES = [
    "aurorax_typed",
    *(
        f"aurorax_typed.{module.name}"
        for module in iter_modules(aurorax_typed.__path__)
        if not module.name.startswith("_") and module.name != "cli"
    ),
]


def find(full: str) -> object:
    """What a full name stands for; its last modules may be names that a package loads when they are used."""
    value: object = aurorax_typed
    path = "aurorax_typed"
    for name in full.split(".")[1:]:
        path = f"{path}.{name}"
        with suppress(ImportError):
            import_module(path)
        value = getattr(value, name)
    return value


def is_documented(module: str, name: str) -> bool:
    value = getattr(import_module(module), name)
    # A module written with automodule brings all its names.
    return (
        inspect.ismodule(value)
        or module in DOCUMENTED
        or f"{module}.{name}" in DOCUMENTED
        or any(find(full) is value for full in DOCUMENTED if full.endswith(f".{name}"))
    )


@pytest.mark.parametrize("module", MODULES)
def test_every_public_name_is_in_the_reference(module: str) -> None:
    names = getattr(import_module(module), "__all__", [])
    missing = [name for name in names if not is_documented(module, name)]
    assert not missing, f"add to docs/reference: {', '.join(f'{module}.{name}' for name in missing)}"
