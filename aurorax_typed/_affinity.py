"""Where a client may be used: in the process that made it, in one event loop, until it is closed."""

from __future__ import annotations

import os

from aurorax_typed.errors import ClientStateError

__all__ = ["ClientAffinity"]


class ClientAffinity:
    """Refuses the use of connections where they would do harm.

    After a fork, parent and child would read each other's answers from the same sockets. The connections of an event
    loop don't work in another. Both are refused before anything is sent.

    Attributes:
        closed: nothing can be sent any more.
    """

    __slots__ = ("_event_loop", "_process", "closed")

    def __init__(self) -> None:
        self.closed: bool = False
        self._process = os.getpid()
        self._event_loop: object | None = None

    @property
    def is_other_process(self) -> bool:
        """Whether this is another process than the one that made it."""
        return self._process != os.getpid()

    def check(self, event_loop: object | None) -> None:
        """Refuse what can't work here.

        Args:
            event_loop: the one that runs; None for a blocking client.

        Raises:
            ClientStateError: see the class.
        """
        if self.is_other_process:
            raise ClientStateError(
                f"This client was made in process {self._process} and this is process {os.getpid()}, which shares its "
                "connections since the fork. Make a client in each process; attach() takes its searches up there."
            )
        if self.closed:
            raise ClientStateError("This client is closed. Make a new one.")
        if self._event_loop is None:
            self._event_loop = event_loop
        elif event_loop is not self._event_loop:
            raise ClientStateError(
                "This client was used in another event loop, and its connections belong to that one. Make a client "
                "in each loop (`async with AsyncAuroraX() as client` within asyncio.run), or use one loop for all."
            )
