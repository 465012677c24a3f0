"""One line on standard error that changes in place while something goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorax_typed.cli.text import plain

if TYPE_CHECKING:
    from rich.progress import Progress

__all__ = ["MovingLine"]


class MovingLine:
    """What is being done, how long it has taken, and how much of it is done. It is gone from the terminal at the end.

    Args:
        doing: what is done first.
        bar: whether a bar shows how much of the whole is done.
    """

    def __init__(self, doing: str, *, bar: bool = False) -> None:
        self._doing = doing
        self._bar = bar
        self._line: Progress | None = None

    @property
    def is_shown(self) -> bool:
        """Whether it stands on the terminal."""
        return self._line is not None

    @property
    def width(self) -> int:
        """Characters of a line of the terminal; 80 while it is not shown."""
        return 80 if self._line is None else self._line.console.width

    def start(self) -> None:
        """Show it."""
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        amount = TextColumn("{task.fields[amount]}", markup=False)
        behind = (BarColumn(bar_width=20), amount, TimeElapsedColumn()) if self._bar else (TimeElapsedColumn(), amount)
        self._line = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            *behind,
            console=Console(stderr=True, highlight=False),
            transient=True,
            # Our own output goes to the streams directly, to be the same with and without a terminal.
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._line.add_task(plain(self._doing), total=None, amount="")
        self._line.start()

    def show(self, doing: str, amount: str, *, done: int = 0, total: int | None = None) -> None:
        """Change it; `done` of `total` move the bar."""
        if self._line is not None:
            task = self._line.task_ids[0]
            self._line.update(task, description=plain(doing), amount=amount, completed=done, total=total)

    def above(self, text: str) -> None:
        """A line that stays, above it."""
        if self._line is not None:
            self._line.console.print(plain(text), markup=False, emoji=False, soft_wrap=True)

    def stop(self) -> None:
        """Take it away, so that something else can be shown; more than once is fine."""
        if self._line is not None:
            line, self._line = self._line, None
            line.stop()
