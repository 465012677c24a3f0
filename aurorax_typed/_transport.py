"""What both transports share: how httpx is set up, and which of its errors means what.

Together with `_async/transport.py` and the sync twin made from it, the only place that knows httpx.
"""

from __future__ import annotations

import os
import ssl
from functools import lru_cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Final

import httpx

from aurorax_typed._core.content_encoding import CodingError
from aurorax_typed._core.http import Request
from aurorax_typed._core.redaction import Redacted
from aurorax_typed._httpcore import NO_RESPONSE
from aurorax_typed.config import Secret
from aurorax_typed.errors import TransportError
from aurorax_typed.logs import protect

__all__ = [
    "MAX_DOCUMENT",
    "MAX_REFUSAL",
    "SLOWEST",
    "ConnectionUse",
    "damaged",
    "headers",
    "no_cookies",
    "timeouts",
    "tls_context",
    "transport_error",
    "user_agent",
]

MAX_DOCUMENT: Final = 32 * 1024 * 1024
"""Bytes that a reply read whole (a status, a list of sources) may have. Parsed, it may take thirty times that."""

MAX_REFUSAL: Final = 64 * 1024
"""Bytes of an error page that are read."""

SLOWEST: Final = 1024
"""Bytes that a download must bring within the time that counts as silence; less is silence too."""

_MAX_CONNECT: Final = 10.0

# At DEBUG these show headers: httpcore those of replies, one of which brings the token of a session; hpack (where a
# transport of the user's speaks HTTP/2) those of requests too.
protect(["httpx", *(f"httpcore.{part}" for part in ("connection", "http11", "http2", "proxy", "socks"))])
protect(["hpack.hpack", "hpack.table"])


def user_agent() -> str:
    """`aurorax-typed/<version>`."""
    from aurorax_typed._version import __version__

    return f"aurorax-typed/{__version__}"


def headers(secret: Secret | None, token: Redacted | None, *, body: bool, streamed: bool) -> dict[str, str]:
    """The headers of one request. The key, or the token of a session in its place, is added here, request by request,
    and kept nowhere in httpx."""
    found = {"user-agent": user_agent(), "accept": "application/json"}
    # Small documents gain nothing from compression; results shrink by an order of magnitude.
    found["accept-encoding"] = "gzip" if streamed else "identity"
    if body:
        found["content-type"] = "application/json"
    if token is not None:
        found["authorization"] = token.reveal()
    elif secret is not None:
        found["x-aurorax-api-key"] = secret.reveal()
    return found


def tls_context() -> ssl.SSLContext:
    """The certificates that httpx would trust, loaded once for all clients: it takes longer than most requests.

    They are loaded again when the environment names other files, or a file changes.
    """
    chosen = [os.environ.get(name, "") for name in ("SSL_CERT_FILE", "SSL_CERT_DIR")]
    changed = [os.path.getmtime(path) if os.path.exists(path) else 0 for path in chosen]
    return _tls_context(*map(os.path.abspath, chosen), *changed)


@lru_cache(maxsize=4)
def _tls_context(*_: object) -> ssl.SSLContext:
    return httpx.create_ssl_context()


def no_cookies() -> CookieJar:
    """A jar that takes nothing: a server must not mark its clients, nor one search follow from another."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=[]))


def timeouts(seconds: float) -> httpx.Timeout:
    """httpx's time-outs from one number: the longest silence; connecting gets at most ten seconds of it."""
    return httpx.Timeout(seconds, connect=min(seconds, _MAX_CONNECT))


def _is_tls(error: BaseException) -> bool:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLError):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


class ConnectionUse:
    """What httpx's trace tells of the connection that a request went out on."""

    def __init__(self) -> None:
        self.reused = False
        self._made = False

    def saw(self, event: str) -> None:
        """Note one of the events that httpcore names in its description of the trace extension."""
        if event.startswith("connection.connect_"):
            self._made = True
        elif event == "http11.send_request_headers.started":
            self.reused = not self._made
        elif event == "http11.receive_response_headers.complete":
            self.reused = False  # it was alive: what happens from now on has another cause


def _ended_unanswered(error: httpx.HTTPError | httpx.InvalidURL) -> bool:
    """Whether a connection was closed before the head of an answer came. httpcore tells it by its words only."""
    if isinstance(error, httpx.RemoteProtocolError):
        return NO_RESPONSE in str(error)
    return isinstance(error, httpx.ReadError | httpx.WriteError)


def transport_error(
    error: httpx.HTTPError | httpx.InvalidURL, request: Request, url: str, *, reused: bool = False
) -> TransportError:
    """Our error for one of httpx's: what happened, where, whether the server may have acted on it."""
    timed_out = isinstance(error, httpx.TimeoutException)
    never_sent = isinstance(
        error,
        httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout | httpx.ProxyError | httpx.UnsupportedProtocol,
    )
    retryable = not isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL)
    reason = str(error) or type(error).__name__
    advice = "The server may be busy; try again."
    if _is_tls(error):
        retryable = False
        advice = "The server's certificate is not trusted; check the address, the clock, and SSL_CERT_FILE."
    elif isinstance(error, httpx.ConnectTimeout):
        reason, advice = "no connection in time", "Is the address right, and is this machine online?"
    elif isinstance(error, httpx.ConnectError):
        advice = "Is the address right (AURORAX_BASE_URL), and is the server running?"
    elif timed_out:
        reason, advice = "no answer in time", "Allow more with timeout=, or try again."
    return TransportError(
        f"{request.method} {url} failed: {reason.rstrip('.')}. {advice}",
        method=request.method,
        url=url,
        timed_out=timed_out,
        may_have_arrived=not never_sent,
        retryable=retryable,
        reused=reused and _ended_unanswered(error),
    )


def damaged(error: CodingError, request: Request, url: str) -> TransportError:
    """Our error for a body whose content coding can't be undone."""
    return TransportError(
        f"{request.method} {url} failed: {error}. The transfer is damaged; try again.",
        method=request.method,
        url=url,
    )
