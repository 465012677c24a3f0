"""The optional packages: imported when they are needed, with the way to get them where they are missing."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from aurorax_typed.errors import MissingExtraError

__all__ = ["require"]


_EXTRAS = {"pyarrow": "arrow", "pandas": "pandas", "polars": "polars", "dask": "dask", "matplotlib": "plot"}


def require(package: str, purpose: str) -> ModuleType:
    """Import an optional package, or a module of it.

    Raises:
        MissingExtraError: it is not installed; the message has the line that installs it.
    """
    name = package.partition(".")[0]
    try:
        return import_module(package)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise MissingExtraError(
            f"{purpose} need {name}, which is not installed: pip install 'aurorax-typed[{_EXTRAS[name]}]'"
        ) from None
