"""A scripted AuroraX on a raw socket: right answers by default, and any fault in place of any of them.

Each connection has its thread. What a fault does is written as bytes and socket operations, since no web server would
let us send a wrong length, half a header or a reset.
"""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any

from attrs import define, field

SOURCE = {
    "identifier": 103,
    "program": "trex",
    "platform": "gillam",
    "instrument_type": "RGB ASI",
    "source_type": "ground",
    "display_name": "TREx RGB GILL",
}
RECORD = {
    "data_source": SOURCE,
    "data_product_type": "keogram",
    "start": "2020-02-01T00:00:00",
    "end": "2020-02-01T00:59:00",
    "url": "https://data.example/keogram.jpg",
    "metadata": {"keogram_type": "hourly"},
}
COUNT = 200
LITTLE = 256 * 1024
"""Nothing that can be made of that many bytes takes much memory."""
DATA_TYPES = ["application/json; charset=utf-8", "application/json;charset=UTF-8", "Application/JSON", None]
RUNNING = dict.fromkeys(
    [
        "data_uri",
        "result_count",
        "result_file_deleted_timestamp",
        "file_size",
        "completed_timestamp",
        "query_duration",
        "error_condition",
    ]
)


@cache
def document(count: int = COUNT) -> bytes:
    """A result of that many records, told apart by their URL."""
    return json.dumps({"result": [{**RECORD, "url": f"https://data.example/{n}.jpg"} for n in range(count)]}).encode()


def result(request_id: str, **changes: Any) -> dict[str, Any]:
    """The `search_result` of a search that is done."""
    return {
        "data_uri": f"/api/v1/data_products/requests/{request_id}/data",
        "result_count": COUNT,
        "result_file_deleted_timestamp": None,
        "file_size": 500_000,
        "completed_timestamp": "2024-11-27T21:41:33.966478",
        "query_duration": 389,
        "error_condition": False,
        **changes,
    }


def head(status: int | str, headers: dict[str, str] | None = None, *, length: int | None = None) -> bytes:
    """Status line and headers, with the empty line."""
    fields = {"content-type": "application/json", **(headers or {})}
    if length is not None:
        fields["content-length"] = str(length)
    lines = [f"HTTP/1.1 {status} Whatever", *(f"{name}: {value}" for name, value in fields.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def whole(status: int, body: bytes | Any = b"", headers: dict[str, str] | None = None) -> bytes:
    """A correct reply."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return head(status, headers, length=len(data)) + data


@define
class Exchange:
    """One request on its way to an answer."""

    server: FaultyServer
    connection: socket.socket
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        """What it asks for: submit, status, data, cancel, delete, sources …"""
        path = self.path.split("?")[0]
        if path.endswith("/search"):
            return "submit"
        if "/requests/" not in path:
            return path.rsplit("/", 1)[-1]
        part = "data" if path.endswith("/data") else "status"
        return {"DELETEstatus": "cancel", "DELETEdata": "delete"}.get(self.method + part, part)

    @property
    def request_id(self) -> str:
        return str(json.loads(self.body)["request_id"]) if self.kind == "submit" else self.path.split("/")[5]

    def send(self, data: bytes) -> None:
        self.server.sent += len(data)
        much = self.server.sent > LITTLE or b"\r\ncontent-encoding:" in data[:1000].lower()
        if much and self.server.traces_memory:
            tracemalloc.start()  # does nothing where it has been started
        self.connection.sendall(data)

    def drip(self, data: bytes, pause: float = 0.02) -> None:
        """A byte at a time, until the client goes away or the server ends."""
        for position in range(len(data)):
            self.send(data[position : position + 1])
            if self.server.ending.wait(pause):
                return

    def stall(self) -> None:
        """Say nothing more until the client goes away or the server ends."""
        self.connection.settimeout(0.05)
        while not self.server.ending.is_set():
            try:
                if not self.connection.recv(1):
                    return
            except TimeoutError:
                continue
            except OSError:
                return

    def reset(self) -> None:
        """Close with RST, as a crashed machine or a strict firewall does."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def close(self) -> None:
        self.connection.close()

    def half_close(self) -> None:
        """Send no more, and go on reading until the client goes away."""
        self.connection.shutdown(socket.SHUT_WR)
        self.stall()

    def accept(self) -> None:
        """Take the submitted search in, whatever is answered."""
        self.server.known.add(self.request_id)

    def answer(self) -> bytes:
        """The right reply."""
        server = self.server
        if self.kind == "submit":
            self.accept()
            place = f"{server.url}/api/v1/data_products/requests/{self.request_id}"
            return whole(202, headers={"location": place})
        if self.kind == "data_sources":
            return whole(200, [SOURCE])
        if self.request_id not in server.known:
            return whole(404, {"error_code": "NotFound", "error_message": "Request not found"})
        if self.kind == "status":
            return whole(200, self.status(result(self.request_id)))
        if self.kind == "data":
            return whole(200, document())
        return whole(200, self.status(result(self.request_id)))

    def status(self, search_result: Any, **changes: Any) -> dict[str, Any]:
        """A status document around a `search_result`."""
        return {
            "search_request": {"request_id": self.request_id, "query": {}, "request_type": "data_product"},
            "logs": [{"level": "debug", "summary": "Search request arrived and saved", "timestamp": None}],
            "search_result": search_result,
            **changes,
        }


Fault = Callable[[Exchange], None]


@define
class FaultyServer:
    """See the module.

    Attributes:
        faults: by kind of request, what happens to the first, second … of that kind.
        traces_memory: begin to, with `tracemalloc`, before a reply is sent that is encoded, or takes their sum
            beyond `LITTLE`. From the beginning, it would double the time of everything.
    """

    faults: dict[str, list[Fault]] = field(factory=dict)
    context: ssl.SSLContext | None = None
    url: str = ""
    requests: list[str] = field(factory=list)
    seen_headers: list[dict[str, str]] = field(factory=list)
    known: set[str] = field(factory=set)
    connections: int = 0
    sent: int = 0
    traces_memory: bool = False
    ending: threading.Event = field(factory=threading.Event)
    _lock: threading.Lock = field(factory=threading.Lock)
    _open: set[socket.socket] = field(factory=set)

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError, ValueError):
            if self.context is not None:
                connection = self.context.wrap_socket(connection, server_side=True)
            while True:  # at the end too, so that a request is counted also when its answer was there before it
                exchange = self._read(connection)
                if exchange is None:
                    break
                with self._lock:
                    self.requests.append(exchange.kind)
                    self.seen_headers.append(exchange.headers)
                    waiting = self.faults.get(exchange.kind, [])
                    fault = waiting.pop(0) if waiting else None
                if fault is None:
                    exchange.send(exchange.answer())
                    continue
                fault(exchange)
                if connection.fileno() == -1:
                    break
        with suppress(OSError):
            connection.close()

    def _read(self, connection: socket.socket) -> Exchange | None:
        data = b""
        while b"\r\n\r\n" not in data:
            piece = connection.recv(65536)
            if not piece:
                return None
            data += piece
            if data.startswith(b"\x16\x03"):  # a TLS greeting: answered as web servers answer it
                connection.sendall(whole(400, b"<html>The plain HTTP request was sent to HTTPS port</html>"))
                return None
        top, body = data.split(b"\r\n\r\n", 1)
        lines = top.decode("latin-1").split("\r\n")
        method, path, _ = lines[0].split(" ")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines[1:])}
        while len(body) < int(headers.get("content-length", 0)):
            body += connection.recv(65536)
        return Exchange(self, connection, method, path, headers, body)


@contextmanager
def faulty_server(context: ssl.SSLContext | None = None, **faults: list[Fault]) -> Iterator[FaultyServer]:
    """A server on a free port of this machine; ends its threads and closes its sockets at the end."""
    server = FaultyServer({kind: list(steps) for kind, steps in faults.items()}, context)
    threads: list[threading.Thread] = []
    listener = socket.create_server(("127.0.0.1", 0))
    scheme = "http" if context is None else "https"
    server.url = (
        f"{scheme}://localhost:{listener.getsockname()[1]}"
        if context
        else (f"{scheme}://127.0.0.1:{listener.getsockname()[1]}")
    )
    connections: list[socket.socket] = []

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            server.connections += 1
            connections.append(connection)
            thread = threading.Thread(target=server._serve, args=(connection,), daemon=True)
            threads.append(thread)
            thread.start()

    acceptor = threading.Thread(target=accept, daemon=True)
    acceptor.start()
    try:
        yield server
    finally:
        server.ending.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        acceptor.join()
        for connection in connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RD)  # what has come can still be read
        for thread in threads:
            thread.join(timeout=1)
        for connection in connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            with suppress(OSError):
                connection.close()
        for thread in threads:
            thread.join()
