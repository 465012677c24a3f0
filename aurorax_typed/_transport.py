"""What both transports share: how httpx is set up, and which of its errors means what.

Together with `_async/transport.py` and the sync twin made from it, the only place that knows httpx.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, Final

import httpx

from aurorax_typed._core.content_encoding import CodingError
from aurorax_typed._core.http import Request
from aurorax_typed._core.redaction import Redacted
from aurorax_typed._environment import OUT_OF_FILES, Proxy, certificates, is_out_of_files
from aurorax_typed._httpcore import NO_RESPONSE
from aurorax_typed.config import Secret
from aurorax_typed.errors import ConfigurationError, TransportError
from aurorax_typed.logs import protect

__all__ = [
    "MAX_DOCUMENT",
    "MAX_REFUSAL",
    "SLOWEST",
    "ConnectionUse",
    "check_address",
    "damaged",
    "headers",
    "no_cookies",
    "timeouts",
    "tls_context",
    "too_slow",
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


def check_address(base_url: str) -> None:
    """Refuse the host names that httpx can't encode: characters that the current rules for names exclude.

    Raises:
        ConfigurationError: it is one of these.
    """
    try:
        _ = httpx.URL(base_url).host
    except (httpx.InvalidURL, UnicodeError) as error:
        reason = str(error).rstrip(".")
    else:
        return
    raise ConfigurationError(f"{base_url} has no valid host name ({reason}); check it for typing errors.")


def tls_context(base_url: str) -> ssl.SSLContext:
    """The certificates to trust for this server; for plain HTTP none, and none are loaded."""
    if base_url.startswith("https:"):
        return certificates()
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def no_cookies() -> CookieJar:
    """A jar that takes nothing: a server must not mark its clients, nor one search follow from another."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=[]))


def timeouts(seconds: float) -> httpx.Timeout:
    """httpx's time-outs from one number: the longest silence; connecting gets at most ten seconds of it."""
    return httpx.Timeout(seconds, connect=min(seconds, _MAX_CONNECT))


def _is_tls(error: BaseException) -> bool:
    return any(isinstance(cause, ssl.SSLError) for cause in _causes(error))


class ConnectionUse:
    """What httpx's trace tells of the connection that a request went out on.

    Args:
        proxy: the one on the way; None if the server is asked directly, or over a transport of the user's.

    Attributes:
        reused: it had served requests before, and no answer to this one has come.
        waiting: the request has no connection yet, since all of the pool are in use.
        at_proxy: the proxy is connected to, or asked to connect to the server; nothing has been sent to the server.
        stream: a connection to a SOCKS proxy that is not set up yet, which httpcore does not close if that fails.
    """

    def __init__(self, proxy: Proxy | None) -> None:
        self.proxy: Proxy | None = proxy
        self.reused: bool = False
        self.waiting: bool = True
        self.at_proxy: bool = False
        self.stream: Any = None
        self._made = False

    def saw(self, event: str, info: Mapping[str, object]) -> None:
        """Note one of the events that httpcore names in its description of the trace extension."""
        self.waiting = False
        if event.endswith(("connect_tcp.started", "setup_socks5_connection.started")):
            self._made = True
            self.at_proxy = self.proxy is not None
        if event == "socks.setup_socks5_connection.started":
            self.stream = info["stream"]
        elif event == "socks.setup_socks5_connection.complete":
            self.stream = None
        elif event.endswith(("proxy.start_tls.started", "socks.start_tls.started")):
            self.at_proxy = False
        elif event == "http11.send_request_headers.started":
            self.reused = not self._made
            self.at_proxy = getattr(info.get("request"), "method", b"") == b"CONNECT"
        elif event == "http11.receive_response_headers.complete":
            self.reused = False  # it was alive: what happens from now on has another cause


def _ended_unanswered(error: httpx.HTTPError | httpx.InvalidURL | UnicodeError) -> bool:
    """Whether a connection was closed before the head of an answer came. httpcore tells it by its words only."""
    if isinstance(error, httpx.RemoteProtocolError):
        return NO_RESPONSE in str(error)
    return isinstance(error, httpx.ReadError | httpx.WriteError)


_FULL: Final = (
    "all connections of this client are in use, by results that are still being read. Close streams that are not read "
    "to their end, or allow more time with timeout=."
)
_RETRIED_STATUSES: Final = ("408", "429", "500", "502", "503", "504")


def transport_error(
    error: httpx.HTTPError | httpx.InvalidURL | UnicodeError, request: Request, url: str, use: ConnectionUse
) -> TransportError:
    """Our error for one of httpx's: what happened, where, whether the server may have acted on it."""
    timed_out = isinstance(error, httpx.TimeoutException)
    unusable = isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL | UnicodeError)
    never_sent = (
        unusable
        or use.at_proxy
        or isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout | httpx.ProxyError)
    )
    retryable = not unusable
    reason = str(error) or type(error).__name__
    where = f"{request.method} {url} failed"
    if isinstance(error, httpx.PoolTimeout):
        said = f"{where}: {_FULL}"
    elif isinstance(error, httpx.ConnectError) and is_out_of_files(error):
        said = f"{where}: {OUT_OF_FILES}"
    elif use.proxy is not None and (use.at_proxy or isinstance(error, httpx.ProxyError)):
        what, advice, retryable = _failure_of_proxy(error, use.proxy)
        said = f"{where}: {use.proxy} {what}. {advice}"
    else:
        advice = "The server may be busy; try again."
        if unusable:
            advice = "Check the address for typing errors."
        elif _is_tls(error):
            retryable = False
            advice = "The server's certificate is not trusted; check the address, the clock, and SSL_CERT_FILE."
        elif isinstance(error, httpx.ConnectTimeout):
            reason, advice = "no connection in time", "Is the address right, and is this machine online?"
        elif isinstance(error, httpx.ConnectError):
            advice = "Is the address right (AURORAX_BASE_URL), and is the server running?"
        elif timed_out:
            reason, advice = "no answer in time", "Allow more with timeout=, or try again."
        through = f" through {use.proxy}" if use.proxy else ""
        said = f"{where}{through}: {reason.rstrip('.')}. {advice}"
    return TransportError(
        said,
        method=request.method,
        url=url,
        timed_out=timed_out,
        may_have_arrived=not never_sent,
        retryable=retryable,
        reused=use.reused and _ended_unanswered(error),
    )


def _failure_of_proxy(error: Exception, proxy: Proxy) -> tuple[str, str, bool]:
    """What a proxy did in place of connecting to the server, what to do, and whether another try may succeed."""
    reason = str(error).rstrip(".") or type(error).__name__
    if isinstance(error, httpx.ProxyError):
        return _refusal_of_proxy(reason, proxy)
    if _is_tls(error):
        return f"has no trusted certificate ({reason})", f"Check {proxy.variable}, the clock, and SSL_CERT_FILE.", False
    causes = _causes(error)
    if isinstance(error, httpx.TimeoutException):
        what = "gave no answer in time"
    elif any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        what = "refused the connection"
    elif any(isinstance(cause, socket.gaierror) for cause in causes):
        what = f"was not found ({reason})"
    else:
        what = f"can't be used ({reason})"
    return what, f"Check {proxy.variable}, and that the proxy is running; then try again.", True


def _refusal_of_proxy(reason: str, proxy: Proxy) -> tuple[str, str, bool]:
    """What a proxy said in place of connecting to the server, in httpcore's words: a status, or a reply of SOCKS."""
    status = reason[:3]
    if status == "407" or reason.startswith(("Requested ", "Invalid username")):
        remedy = f"Put yours into {proxy.variable}: {proxy.scheme}://user:password@host:port."
        return f"asks for a user name and password ({reason})", remedy, False
    if status in _RETRIED_STATUSES:
        return f"can't connect to the server now ({reason})", "Try again later.", True
    if status.isdigit() or "not allowed by ruleset" in reason:
        return f"refused to connect to the server ({reason})", "Ask who runs it, or add the server to NO_PROXY.", False
    return f"can't connect to the server ({reason})", "Is the address right, and is the server running?", True


def _causes(error: BaseException) -> list[BaseException]:
    """An error and all that led to it."""
    found: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        cause = waiting.pop()
        if cause is not None and cause not in found:
            found.append(cause)
            waiting += [cause.__cause__, cause.__context__]
            if isinstance(cause, BaseExceptionGroup):
                waiting += cause.exceptions
    return found


def too_slow(request: Request, url: str, seconds: float, use: ConnectionUse, *, pooled: bool) -> TransportError:
    """Our error for a request whose time is over.

    Args:
        pooled: the trace of the connection is known, since the pool is httpx's.
    """
    if pooled and use.waiting:
        return transport_error(httpx.PoolTimeout(""), request, url, use)
    if use.at_proxy:
        return transport_error(httpx.ConnectTimeout(""), request, url, use)
    return TransportError(
        f"{request.method} {url} took longer than {seconds:g} s. Allow more with timeout=, or try again.",
        method=request.method,
        url=url,
        timed_out=True,
    )


def damaged(error: CodingError, request: Request, url: str) -> TransportError:
    """Our error for a body whose content coding can't be undone."""
    return TransportError(
        f"{request.method} {url} failed: {error}. The transfer is damaged; try again.",
        method=request.method,
        url=url,
    )
