"""One command from two functions: the options that make a query, and what is then done with it.

So `search`, `describe` and whatever else takes a query have the same options for it, written down once.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

import typer

if TYPE_CHECKING:
    from aurorax_typed.cli.asking import Wanted

__all__ = ["Act", "Ask", "composed"]

Ask: TypeAlias = "Callable[..., Wanted[Any, Any]]"
"""Takes the options that make a query, all by keyword."""

Act: TypeAlias = Callable[..., None]
"""Takes the context, the query that is wanted, and its own options by keyword."""


def composed(ask: Ask, act: Act, doc: str) -> Callable[..., None]:
    """A command with the options of both, those of the query first, and this text as its help."""
    asking = _options(ask)
    acting = _options(act)

    def command(context: typer.Context, **given: Any) -> None:
        wanted = ask(**{name: given[name] for name in asking})
        act(context, wanted, **{name: given[name] for name in acting})

    context = inspect.Parameter("context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    command.__signature__ = inspect.Signature([context, *asking.values(), *acting.values()])  # type: ignore[attr-defined]
    command.__doc__ = doc
    return command


def _options(function: Callable[..., object]) -> dict[str, inspect.Parameter]:
    """The parameters that stand by keyword, with their annotations as values; what it returns is of no concern here."""
    names = vars(sys.modules[function.__module__])
    found = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY:
            found[name] = parameter.replace(annotation=eval(parameter.annotation, names))
    return found
