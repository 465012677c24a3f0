"""The command `aurorax`. Needs the extra `cli`: typer and rich."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Final

__all__ = ["main"]


_AT_ONCE: Final = 0.2
"""Seconds within which the same signal again is one signal that was sent twice."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    0: done, also when nothing was found. 1: the search or the server failed. 2: called wrongly. 128 and the number of a
    signal: ended by it, 130 by Ctrl-C, 143 by SIGTERM, 129 by SIGHUP.

    Args:
        arguments: what stands behind `aurorax` on the command line; None takes it from the process.
    """
    with _signals() as received:
        code = _main(arguments)
    return 128 + received[0] if received and code == 130 else code


def _main(arguments: Sequence[str] | None) -> int:
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


@contextmanager
def _signals() -> Iterator[list[int]]:
    """Let SIGTERM and SIGHUP interrupt as Ctrl-C does; a second signal ends the process at once.

    The same one again within moments is no second one: `timeout` sends it to the command and to its process group, and
    a terminal that is closed does as much. What is ignored stays ignored, as SIGHUP under nohup. Gives the list in
    which the first signal is noted.
    """
    received: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield received
        return
    names = ("SIGINT", "SIGTERM", "SIGHUP")  # Windows has no SIGHUP
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    before = {n: handler for n, handler in before.items() if handler in (signal.SIG_DFL, signal.default_int_handler)}

    first = 0.0

    def interrupt(number: int, frame: FrameType | None) -> None:
        nonlocal first
        if received:
            if number != received[0] or time.monotonic() - first > _AT_ONCE:
                os._exit(128 + number)
            return
        first = time.monotonic()
        received.append(number)
        raise KeyboardInterrupt

    try:
        for number in before:
            signal.signal(number, interrupt)
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
