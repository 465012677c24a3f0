"""The command `aurorax`. Needs the extra `cli`: typer and rich."""

from __future__ import annotations

import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    0: done, also when nothing was found. 1: the search or the server failed. 2: called wrongly. 130: interrupted.

    Args:
        arguments: what stands behind `aurorax` on the command line; None takes it from the process.
    """
    try:
        try:
            import rich  # noqa: F401 - looked for here, so that a missing extra is one line and not a traceback later
            import typer  # noqa: F401
        except ImportError as error:
            print(
                f"error: the command line needs {error.name}, which is not installed: pip install 'aurorax-typed[cli]'",
                file=sys.stderr,
            )
            return 2
        from aurorax_typed.cli.app import run

        return run(arguments)
    except KeyboardInterrupt:
        return 130
