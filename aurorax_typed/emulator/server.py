"""Starting and stopping the emulator: in the background for tests, in the foreground for people."""

import asyncio
import ipaddress
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from aurorax_typed.emulator.app import Emulator
from aurorax_typed.emulator.settings import EmulatorError, EmulatorSettings

__all__ = ["run", "serve"]


class _Protocol(H11Protocol):
    """HTTP that tells the application its connection, so that a fault can break it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        application: ASGIApp = self.app

        async def with_transport(scope: Scope, receive: Receive, send: Send) -> None:
            scope["emulator.transport"] = self.transport
            await application(scope, receive, send)

        self.app = with_transport


class _Server(uvicorn.Server):
    """A server that says when it answers, and ends quietly when it is interrupted."""

    def __init__(self, config: uvicorn.Config, on_started: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_started = on_started
        self.stopped_by = 0

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_started()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        # uvicorn's own way raises the signal again at the end, before the state of the emulator is cleaned up.
        numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
        heeded = [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]  # nohup ignores one
        former = {number: signal.signal(number, self._stop) for number in heeded}
        try:
            yield
        finally:
            for number, handler in former.items():
                signal.signal(number, handler)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopped_by = number
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, signal.SIG_DFL)  # a second signal ends the process at once
        self.handle_exit(number, frame)


@contextmanager
def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    data_dir: str | os.PathLike[str] | None = None,
    time_scale: float = 1.0,
    settings: EmulatorSettings | None = None,
    allow_remote: bool = False,
) -> Iterator[str]:
    """Run an emulator in the background; gives its address, ``http://127.0.0.1:PORT``, once it answers.

    Port 0 takes a free one, so any number can run at once. ``data_dir`` and ``time_scale`` are shorthand for those
    members of ``EmulatorSettings``; with ``settings`` given they are not looked at. At the end of the ``with`` block
    running searches are stopped, the port is free again and, without ``data_dir``, no file is left. Raises
    ``EmulatorError`` when it cannot start.
    """
    chosen = settings or EmulatorSettings(data_dir=data_dir, time_scale=time_scale)
    with _listening(host, port, allow_remote) as listener:
        emulator = Emulator(chosen)
        started = threading.Event()
        server = _Server(_config(emulator), started.set)

        def work() -> None:
            try:
                asyncio.run(server.serve(sockets=[listener]))
            finally:
                started.set()

        thread = threading.Thread(target=work, name="aurorax-emulator", daemon=True)
        try:
            thread.start()
            started.wait()
            if not server.started:
                raise EmulatorError("the emulator did not start; its output says why")
            yield _address(listener)
        finally:
            server.should_exit = True
            thread.join()
            emulator.close()


def run(
    host: str = "127.0.0.1",
    port: int = 8080,
    *,
    settings: EmulatorSettings | None = None,
    allow_remote: bool = False,
) -> int:
    """Run an emulator until it is interrupted.

    Prints its address as the first line of output once it answers. Returns after Ctrl-C or a termination signal, with
    everything cleaned up, and gives the number of the signal. Raises ``EmulatorError`` when it cannot start.
    """
    with _listening(host, port, allow_remote) as listener:
        emulator = Emulator(settings or EmulatorSettings())
        try:
            server = _Server(_config(emulator), lambda: print(_address(listener), flush=True))
            asyncio.run(server.serve(sockets=[listener]))
        finally:
            emulator.close()
    return server.stopped_by


def _config(emulator: Emulator) -> uvicorn.Config:
    return uvicorn.Config(
        emulator,
        loop="asyncio",
        http=_Protocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=1,
    )


@contextmanager
def _listening(host: str, port: int, allow_remote: bool) -> Iterator[socket.socket]:
    if not allow_remote and not _is_loopback(host):
        raise EmulatorError(
            f"{host} can be reached from other machines, and the emulator asks nobody for a password."
            " Use 127.0.0.1, or allow it explicitly."
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen(1024)
        except (OSError, OverflowError) as error:
            raise EmulatorError(
                f"cannot listen on {host}, port {port}: {error}. Choose another port; port 0 takes a free one."
            ) from None
        yield listener


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
