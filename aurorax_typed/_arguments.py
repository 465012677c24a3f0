"""What callers give, checked where it is given: names of arguments, numbers."""

from __future__ import annotations

import difflib
import math
import operator
from collections.abc import Callable
from functools import wraps
from inspect import Parameter, signature
from typing import SupportsFloat, SupportsIndex, TypeVar

from aurorax_typed.errors import AuroraXError, ConfigurationError, QueryError

__all__ = ["finite", "names_its_arguments", "whole"]

T = TypeVar("T")


def names_its_arguments(refusal: type[ConfigurationError] | type[QueryError]) -> Callable[[type[T]], type[T]]:
    """A class decorator: an argument that is unknown, missing or too many is refused with what was probably meant.

    Args:
        refusal: the error that is raised.
    """

    def decorate(cls: type[T]) -> type[T]:
        make = cls.__init__
        parameters = list(signature(make).parameters.values())[1:]
        known = [parameter.name for parameter in parameters]
        in_order = [parameter for parameter in parameters if parameter.kind is Parameter.POSITIONAL_OR_KEYWORD]
        needed = [parameter.name for parameter in parameters if parameter.default is Parameter.empty]

        @wraps(make)
        def checked(self: T, *given: object, **named: object) -> None:
            if unknown := next((name for name in named if name not in known), None):
                raise refusal(f"{cls.__name__} has no argument {unknown!r}. {_meant(unknown, known)}")
            if len(given) > len(in_order):
                order = ", ".join(parameter.name for parameter in in_order) or "none"
                raise refusal(
                    f"{cls.__name__} takes {len(in_order)} arguments without a name ({order}), not {len(given)}. "
                    "Name the others."
                )
            taken = known[: len(given)]
            if twice := next((name for name in taken if name in named), None):
                raise refusal(f"{cls.__name__} got {twice} twice, by place and by name.")
            if missing := [name for name in needed if name not in named and name not in taken]:
                raise refusal(f"{cls.__name__} needs {' and '.join(missing)}.")
            make(self, *given, **named)

        cls.__init__ = checked  # type: ignore[assignment, method-assign]
        return cls

    return decorate


def _meant(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.6)
    return f"Did you mean {near[0]!r}?" if near else f"It has: {', '.join(known)}."


def finite(value: object, refuse: Callable[[], AuroraXError]) -> float:
    """A number, of Python's or numpy's, as a float; `refuse` gives the error for what is none, NaN included."""
    if not isinstance(value, bool | str | bytes) and isinstance(value, SupportsFloat):
        try:
            number = float(value)
        except (TypeError, ValueError, OverflowError):
            raise refuse() from None
        if math.isfinite(number):
            return number
    raise refuse()


def whole(value: object, refuse: Callable[[], AuroraXError]) -> int:
    """A whole number, of Python's or numpy's, as an int; `refuse` gives the error for what is none."""
    if not isinstance(value, bool) and isinstance(value, SupportsIndex):
        return operator.index(value)
    raise refuse()
