"""What callers give, checked where it is given: names of arguments, numbers, paths."""

from __future__ import annotations

import math
import operator
import os
from collections.abc import Callable, Iterable
from functools import wraps
from inspect import Parameter, signature
from pathlib import Path
from typing import Any, Literal, SupportsFloat, SupportsIndex, TypeAlias, TypeVar

from aurorax_typed._core.sanitize import shortened
from aurorax_typed.errors import AuroraXError, ConfigurationError, QueryError

__all__ = [
    "Number",
    "check_listener",
    "did_you_mean",
    "local_path",
    "names_its_arguments",
    "number",
    "python_value",
    "setting",
    "wait_limit",
    "whole_number",
]

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
                raise refusal(f"{cls.__name__} has no argument {unknown!r}. {did_you_mean(unknown, known)}")
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


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The name that was probably meant, or all there are."""
    from difflib import get_close_matches  # seldom needed, and slow to import

    known = list(known)
    near = get_close_matches(name.lower(), known, n=1, cutoff=0.6)
    return f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(known)}."


Number: TypeAlias = SupportsFloat | SupportsIndex
"""A number of Python's or numpy's."""


def number(value: object, refusal: Callable[[], AuroraXError]) -> float:
    """A number as one of Python's, whole where it is whole; `refusal` gives the error for what is none, such as NaN."""
    if not isinstance(value, bool) and type(value).__name__ not in ("bool", "bool_") and not hasattr(value, "__len__"):
        if isinstance(value, SupportsIndex):
            return operator.index(value)
        if isinstance(value, SupportsFloat):
            try:
                found = float(value)
            except (TypeError, ValueError, OverflowError):
                raise refusal() from None
            if math.isfinite(found):
                return found
    raise refusal()


def python_value(value: object) -> object:
    """A number, truth value or text of numpy's as one of Python's; everything else as it is, numpy's times too."""
    kind = getattr(getattr(value, "dtype", None), "kind", "")
    if kind not in _PYTHON or getattr(value, "shape", None) != ():
        return value
    return _PYTHON[kind](value)


_PYTHON: dict[str, Callable[[Any], object]] = {"b": bool, "i": int, "u": int, "f": float, "U": str}
"""By the letter with which numpy names a kind of values."""


def whole_number(value: object, name: str, *, most: int | None = None) -> int:
    """A whole number from 1 on.

    Raises:
        QueryError: it is another, or above `most`.
    """

    def refusal() -> QueryError:
        bound = "1 or more" if most is None else f"1 to {most}"
        return QueryError(f"{name}={value!r} must be a whole number, {bound}.")

    found = operator.index(value) if isinstance(value, SupportsIndex) and number(value, refusal) else 0
    if found < 1 or (most is not None and found > most):
        raise refusal()
    return found


def local_path(value: object, name: str = "path") -> Path:
    """The path that an argument names, with a leading `~` or `~user` replaced by that home folder.

    Every path that the package is given goes through here.

    Args:
        value: a `str`, or anything with `__fspath__`.
        name: the argument, for messages.

    Raises:
        QueryError: it is not a path of text, it is empty, or there is no such home folder.
    """
    shown = shortened(repr(value), 200)
    try:
        text = os.fspath(value)  # type: ignore[call-overload]
    except TypeError:
        raise QueryError(f"{name} takes a str or os.PathLike, not {shown}.") from None
    if isinstance(text, bytes):
        raise QueryError(f"{name} takes text, not bytes: os.fsdecode({shown}) makes text of it.")
    if not text:
        raise QueryError(f"{name} is empty. Name a file or folder.")
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        raise QueryError(f"{name}={shown} has characters that no file name can have.") from None
    if "\0" in text:
        raise QueryError(f"{name}={shown} has a NUL character, which no file name can have.")
    expanded = os.path.expanduser(text)
    if expanded.startswith("~"):
        user = os.path.splitdrive(text)[1].split("/")[0].split(os.sep)[0]
        raise QueryError(
            f"{name}={shown} is below the home folder of {user[1:] or 'this user'}, and there is none. "
            f"If {user} is the name of a file or folder, write the whole path."
        )
    found = Path(expanded)  # which makes "~x" of "./~x": read once more, that would be a home folder
    return found.absolute() if str(found).startswith("~") else found


def setting(value: T | None, kind: type[T], name: str, example: str) -> T:
    """A group of settings; the defaults where there is none.

    Raises:
        ConfigurationError: it is something else; `example` says how it is given.
    """
    if value is None:
        return kind()
    if not isinstance(value, kind):
        raise ConfigurationError(f"{name} takes a {kind.__name__}, such as {example}, not {value!r}.")
    return value


def check_listener(value: object, name: str) -> None:
    """Refuse what can't be called; None is fine.

    Raises:
        ConfigurationError: it is no function.
    """
    if value is not None and not callable(value):
        raise ConfigurationError(f"{name} takes a function that is called with each event, not {value!r}.")


def wait_limit(value: object) -> float | Literal["default"] | None:
    """Seconds to wait for a result; None for ever, `"default"` for what the client's settings say.

    Raises:
        ConfigurationError: it is none of these.
    """
    if value is None or value == "default":
        return None if value is None else "default"

    def refusal() -> ConfigurationError:
        return ConfigurationError(f"timeout takes seconds, 0 or more, or None for no limit, not {value!r}.")

    found = number(value, refusal)
    if found < 0:
        raise refusal()
    return found
