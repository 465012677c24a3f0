"""Public names are written once, in the stub that type checkers read, and are loaded from there on first use."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import aurorax_typed
from aurorax_typed import scans
from aurorax_typed._lazy import attach_stub


@pytest.mark.parametrize("package", [aurorax_typed, scans], ids=lambda package: package.__name__)
def test_every_name_of_the_stub_is_there(package: ModuleType) -> None:
    assert package.__all__
    for name in package.__all__:
        assert getattr(package, name) is not None
    assert dir(package) == sorted(package.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        _ = package.nonsense


def test_a_stub_is_read_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "a_lazy_package"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "__init__.pyi").write_text(
        "from a_lazy_package import part as part\nfrom a_lazy_package.part import Other as Other, Thing as Thing\n"
    )
    (package / "part.py").write_text("Thing, Other = 1, 2\n")
    monkeypatch.syspath_prepend(tmp_path)
    module = importlib.import_module("a_lazy_package")
    load, names, public = attach_stub("a_lazy_package")
    assert public == names() == ["Other", "Thing", "part"]
    assert (load("Thing"), load("Other")) == (1, 2)
    assert load("part") is importlib.import_module("a_lazy_package.part")
    assert vars(module)["Thing"] == 1, "it is kept: the next look-up costs nothing"
    (package / "__init__.pyi").unlink()
    with pytest.raises(FileNotFoundError):
        attach_stub("a_lazy_package")


def test_the_bare_import_loads_next_to_nothing() -> None:
    code = (
        "import sys; before = set(sys.modules); import aurorax_typed;"
        "print(sorted(name for name in set(sys.modules) - before if name.startswith('aurorax_typed')),"
        "sorted({'ast', 'inspect', 'attr', 'httpx', 'msgspec'} & (set(sys.modules) - before)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['aurorax_typed', 'aurorax_typed._lazy'] []"
