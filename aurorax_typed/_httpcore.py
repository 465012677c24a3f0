"""The private parts of httpx and httpcore that the clients use, and the words of theirs that are matched: all of them.

httpx has no public way to give its connection pool a network backend (which bounds the total time of a request) or to
see which connections belong to no request. What is used is looked for when this module is imported. Where a part is
gone, a warning is logged and the pools are left alone: requests work, but their total time is not bounded.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Final, TypeAlias

import httpcore
import httpx

__all__ = ["NO_RESPONSE", "Pool", "connection_pools", "missing_parts", "take_leaked_connections"]

Pool: TypeAlias = httpcore.ConnectionPool | httpcore.AsyncConnectionPool
Connection: TypeAlias = httpcore.ConnectionInterface | httpcore.AsyncConnectionInterface

NO_RESPONSE: Final = "without sending a response"
"""What httpcore's `RemoteProtocolError` says when the server closed a connection before the head of a response."""

_POOL_PARTS: Final = ("_network_backend", "_requests", "_connections", "_optional_thread_lock")

PRIVATE_PARTS: Final[dict[type, tuple[str, ...]]] = {
    httpx.Client: ("_transport", "_mounts"),
    httpx.AsyncClient: ("_transport", "_mounts"),
    httpx.HTTPTransport: ("_pool",),
    httpx.AsyncHTTPTransport: ("_pool",),
    httpcore.ConnectionPool: _POOL_PARTS,
    httpcore.AsyncConnectionPool: _POOL_PARTS,
}


def missing_parts() -> list[str]:
    """The attributes of `PRIVATE_PARTS` that the installed versions no longer set, such as `Client._mounts`."""
    found = []
    for owner, names in PRIVATE_PARTS.items():
        code = getattr(vars(owner).get("__init__"), "__code__", None)
        assigned = () if code is None else code.co_names
        found += [f"{owner.__name__}.{name}" for name in names if name not in assigned]
    return found


def _check() -> bool:
    missing = missing_parts()
    if missing:
        from importlib.metadata import version

        logging.getLogger("aurorax_typed.http").warning(
            "httpx %s with httpcore %s is not supported: %s is missing. Requests work, but their total time is not "
            'bounded. Install "httpx>=0.27,<0.29" and "httpcore>=1.0.3,<2".',
            version("httpx"),
            version("httpcore"),
            ", ".join(missing),
        )
    return not missing


SUPPORTED: Final = _check()


def connection_pools(client: httpx.Client | httpx.AsyncClient) -> list[Pool]:
    """The pools of a client, those for its proxies included. A transport given by the user may have none."""
    if not SUPPORTED:
        return []
    transports: Iterable[object] = [client._transport, *client._mounts.values()]
    pools = (getattr(transport, "_pool", None) for transport in transports)
    return [pool for pool in pools if isinstance(pool, httpcore.ConnectionPool | httpcore.AsyncConnectionPool)]


def take_leaked_connections(pool: Pool) -> list[Connection]:
    """Remove from a pool the connections that no request has and none will get; the caller closes them.

    httpcore loses one where Ctrl-C or a cancellation comes between opening it and sending through it: neither idle nor
    closed, it would take a place in the pool for good.
    """
    with pool._optional_thread_lock:
        wanted = [request.connection for request in pool._requests]
        held: list[Connection] = [*pool._connections]
        leaked = [c for c in held if c not in wanted and not c.is_idle() and not c.is_closed()]
        pool._connections[:] = [c for c in pool._connections if c not in leaked]  # type: ignore[misc]
    return leaked
