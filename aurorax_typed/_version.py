"""The version that was installed. Apart, since looking it up takes longer than most of our modules take to load."""

from importlib.metadata import PackageNotFoundError, version
from typing import Final

__all__ = ["__version__"]

try:
    _found = version("aurorax-typed")
except PackageNotFoundError:  # run from a tree that was not installed
    _found = "0+unknown"

__version__: Final = _found
