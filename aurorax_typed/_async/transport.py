"""Sends requests: one connection pool, retries, time bounds; knows nothing of searches."""

from __future__ import annotations

import random
import time
from collections.abc import AsyncGenerator, Iterator, Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import NoReturn, cast

import httpx
from attrs import evolve
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt, stop_before_delay

from aurorax_typed import _endpoints as endpoints
from aurorax_typed._affinity import ClientAffinity
from aurorax_typed._core.content_encoding import CodingError, ContentDecoder
from aurorax_typed._core.decoder import DecoderLimits
from aurorax_typed._core.documents import parse_account
from aurorax_typed._core.http import Reply, Request, error_of, json_bytes
from aurorax_typed._core.redaction import Redacted
from aurorax_typed._core.retry import RetryBudget, backoff, may_retry
from aurorax_typed._environment import Proxy, proxy_for
from aurorax_typed._httpcore import connection_pools
from aurorax_typed._runtime_async import (
    close_leaked_connections,
    event_loop,
    fail_after,
    install_network_backend,
    lock,
    shielded,
    sleep,
)
from aurorax_typed._telemetry import Telemetry
from aurorax_typed._transport import (
    MAX_DOCUMENT,
    MAX_REFUSAL,
    SLOWEST,
    ConnectionUse,
    check_address,
    damaged,
    headers,
    no_cookies,
    timeouts,
    tls_context,
    too_slow,
    transport_error,
)
from aurorax_typed.answers import Account
from aurorax_typed.config import RetryPolicy, Secret
from aurorax_typed.errors import (
    AuroraXError,
    AuthenticationError,
    ClientStateError,
    ProtocolError,
    ResultLimitError,
    TransportError,
)
from aurorax_typed.events import RetryScheduled

__all__ = ["AsyncBody", "AsyncSession", "AsyncTransport"]


async def _set_location_aside(reply: httpx.Response) -> None:
    """Keep httpx from making a request of a redirect, which is not followed here: it fails for some host names."""
    if reply.has_redirect_location:
        reply.extensions["aurorax_location"] = {"location": reply.headers.pop("location")}


class AsyncBody:
    """The body of a reply, read piece by piece. Closing it early drops the connection.

    Attributes:
        taken: bytes read so far, as they were sent; with what came in an earlier body where this one goes on from it.
        sound: what was read so far could be decoded.
    """

    def __init__(
        self,
        reply: httpx.Response,
        request: Request,
        url: str,
        use: ConnectionUse,
        *,
        silence: float,
        home: ClientAffinity,
    ) -> None:
        self.status: int = reply.status_code
        self.headers: dict[str, str] = {name.lower(): value for name, value in reply.headers.items()}
        self.headers.update(reply.extensions.get("aurorax_location", {}))
        self.taken: int = 0
        self.sound: bool = True
        self._reply = reply
        self._raw = cast(AsyncGenerator[bytes], cast(httpx.AsyncByteStream, reply.stream).__aiter__())
        self._content: ContentDecoder | None = None
        self._pieces: Iterator[bytes] = iter(())
        self._request = request
        self._url = url
        self._returned = b""
        self._silence = silence
        self._affinity = home
        self._window = (time.monotonic(), 0)
        self._use = use

    def go_on_from(self, earlier: AsyncBody) -> None:
        """Be the rest of a body that broke: count on, and decode on, from where that one stopped."""
        self.taken = earlier.taken
        self._content = earlier._content

    def give_back(self, piece: bytes) -> None:
        """Put back the end of a piece, to be read next."""
        self._returned = piece

    async def read(self) -> bytes:
        """The next piece, its content coding undone; empty at the end.

        Raises:
            TransportError: the connection broke, nothing came in time, or the coding is damaged.
            ClientStateError: it was opened in another process or event loop, or the client was closed meanwhile.
        """
        self._affinity.check(event_loop())
        if self._returned:
            piece, self._returned = self._returned, b""
            return piece
        failure: TransportError | None = None
        try:
            if self._content is None:
                self._content = ContentDecoder(self.headers.get("content-encoding", ""))
            while True:
                for piece in self._pieces:
                    return piece
                raw = await anext(self._raw, None)
                if raw is None:
                    self._content.close()
                    return b""
                self.taken += len(raw)
                self._check_pace(len(raw))
                self._pieces = self._content.feed(raw)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            failure = transport_error(error, self._request, self._url, self._use)
        except CodingError as error:
            self.sound = False
            failure = damaged(error, self._request, self._url)
        # Raised here, not above, so that httpx's error (which holds the headers) is not its context.
        raise failure

    def _check_pace(self, size: int) -> None:
        """A server that sends a byte now and then never lets a read time out; it is as good as silent."""
        begun, received = self._window
        received += size
        now = time.monotonic()
        if now - begun <= self._silence:
            self._window = (begun, received)
        elif received < SLOWEST:
            raise httpx.ReadTimeout(f"only {received} bytes in {now - begun:.0f} s")
        else:
            self._window = (now, 0)

    async def aclose(self) -> None:
        """Close it, to the end: a task that is cancelled at this moment must not lose the connection."""
        await shielded(self._close)

    async def _close(self) -> None:
        await self._reply.aclose()
        # httpx's iterator too, by name: one that is only dropped is closed later, by a task of its own.
        await self._raw.aclose()


class AsyncSession:
    """The session of one client: who signed in, and the token that goes with each request.

    The server ends a session that has not been used for half an hour. The next request is then refused, and signs in
    again. All threads or tasks share one session.

    Attributes:
        token: what the server gave, to be sent back as it is; None before.
        renewable: False once it is being ended on purpose.
    """

    def __init__(self, email: str, password: str) -> None:
        self.token: Redacted | None = None
        self.renewable = True
        self._email = email
        self._password = Redacted(password)
        self._lock = lock()

    @property
    def secrets(self) -> list[Redacted]:
        """What must not show."""
        return [self._password] if self.token is None else [self._password, self.token]

    async def open(self, transport: AsyncTransport) -> Account:
        """Sign in; the token is kept here.

        Raises:
            AuthenticationError: the e-mail address and the password do not belong together.
        """
        request = endpoints.accounts.open_session(email_address=self._email, password=self._password.reveal())
        reply = await transport.call(request)
        token = Redacted(reply.headers.get("authorization", ""))
        if not (token.reveal() and token.reveal().isascii() and token.reveal().isprintable()):
            raise ProtocolError("The server's answer to signing in has no token in its Authorization header.")
        self.token = token
        return parse_account(reply.body)

    async def renew(self, transport: AsyncTransport, stale: Redacted | None) -> None:
        """Sign in again, unless somebody else has since the request with the stale token went out."""
        async with self._lock:
            if self.token is stale and self.renewable:
                await self.open(transport)


class AsyncTransport:
    """A connection pool to one server.

    Args:
        base_url: scheme, host and path prefix; the API key is sent here only.
        secret: the API key, if any.
        timeout: seconds that a small request may take in all; for a download, the longest silence.
        limits: what a result may cost.
        transport: an httpx transport to use instead of the network.
        telemetry: is told what happens.
    """

    def __init__(
        self,
        *,
        base_url: str,
        secret: Secret | None,
        timeout: float,
        retry: RetryPolicy,
        limits: DecoderLimits,
        transport: httpx.AsyncBaseTransport | None,
        telemetry: Telemetry,
    ) -> None:
        self.base_url = base_url
        self.telemetry = telemetry
        self.retry = retry
        self.limits = limits
        self._session: AsyncSession | None = None
        self._first = self
        self._secret = secret
        self.timeout = timeout
        self._budget = RetryBudget()
        self._affinity = ClientAffinity()
        check_address(base_url)
        found = (None, None) if transport is not None else proxy_for(base_url)
        self._proxy: Proxy | None = found[0]
        self._http = httpx.AsyncClient(
            timeout=timeouts(timeout),
            follow_redirects=False,
            event_hooks={"response": [_set_location_aside]},
            transport=transport,
            proxy=found[1],
            trust_env=False,
            verify=tls_context(base_url) if transport is None else True,
            cookies=no_cookies(),
        )
        self._pools = connection_pools(self._http)
        install_network_backend(self._pools)

    @property
    def session(self) -> AsyncSession | None:
        """Who has signed in; one for all that share the connections."""
        return self._first._session

    @session.setter
    def session(self, session: AsyncSession | None) -> None:
        self._first._session = session

    def with_options(
        self, *, secret: Secret | None, timeout: float, retry: RetryPolicy, telemetry: Telemetry
    ) -> AsyncTransport:
        """The same connections under other settings; the same key and session, unless there is a key of its own."""
        other = object.__new__(AsyncTransport)
        vars(other).update(vars(self), timeout=timeout, retry=retry, telemetry=telemetry)
        if secret is not None:
            vars(other).update(_secret=secret, _session=None, _first=other)
        return other

    async def aclose(self) -> None:
        """Close the connections, those in use too. In a forked child nothing: they are the parent's.

        Raises:
            ClientStateError: they belong to another event loop.
        """
        if self._affinity.closed or self._affinity.is_other_process:
            return
        self._affinity.check(event_loop())
        self._affinity.closed = True
        await self._http.aclose()

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "A client, and all that was made by it, holds connections and can't be pickled or copied deeply. Make a "
            "client in each process, and hand a search on by its request_id, for attach(), or by save() and load()."
        )

    def elsewhere(self, base_url: str) -> AsyncTransport:
        """Connections to another server, as patient as these, without key and session. To be closed by the caller."""
        return AsyncTransport(
            base_url=base_url,
            secret=None,
            timeout=self.timeout,
            retry=self.retry,
            limits=self.limits,
            transport=None,
            telemetry=self.telemetry.elsewhere(base_url),
        )

    async def call(self, request: Request, *, retry: bool = True, within: float | None = None) -> Reply:
        """Send a request and read its whole reply.

        Args:
            request: what to send.
            retry: send again on passing failures, as the policy says.
            within: seconds that all of it may take, if less than the policy allows.

        Raises:
            APIError: the server refused it.
            TransportError: no usable answer came.
        """
        self._affinity.check(event_loop())
        reply: Reply | None = None
        async for attempt in self.retrying(request, retry=retry, within=within):
            with attempt:
                reply = await self._once(request, attempt.retry_state.attempt_number, within)
        if reply is None:  # tenacity yields at least once; this tells the type checker
            raise AssertionError
        self._budget.give_back()
        return reply

    async def open(self, request: Request, attempt: int = 1) -> AsyncBody:
        """Send a request, once, and give its reply unread.

        Raises:
            APIError: the server refused it.
            TransportError: no usable answer came.
        """
        self._affinity.check(event_loop())
        token = self._token(request)
        try:
            return await self._open(request, attempt)
        except AuthenticationError:
            if not await self._renewed(request, token):
                raise
        return await self._open(request, attempt)

    async def _open(self, request: Request, attempt: int) -> AsyncBody:
        body: AsyncBody | None = None
        try:
            with self.telemetry.request(request.method, request.path, attempt, request.request_id) as answer:
                use = ConnectionUse(self._proxy)
                try:
                    async with fail_after(self.timeout):
                        body = await self._send(request, attempt, self.timeout, answer.headers, use, streamed=True)
                except TimeoutError:
                    raise self._too_slow(request, self.timeout, use) from None
                answer.status = body.status
        except BaseException:
            if body is not None:  # a listener raised
                await body.aclose()
            raise
        if 200 <= body.status < 300:
            return body
        try:
            reply = await self._read_all(body, request, time.monotonic() + self.timeout)
        finally:
            await body.aclose()
        refusal = self._refusal(request, reply)
        raise refusal if refusal is not None else AssertionError(reply.status)

    def retrying(
        self, request: Request, *, retry: bool = True, within: float | None = None, repeatable: bool | None = None
    ) -> AsyncRetrying:
        """A fresh tenacity object for one call: what is retried, how often, how long, with the client's budget."""
        policy = self.retry
        again = request.repeatable if repeatable is None else repeatable
        most = policy.max_elapsed if within is None else min(policy.max_elapsed, max(within, 0.0))

        def worth_it(error: BaseException) -> bool:
            return retry and may_retry(error, repeatable=again)

        def wait(state: RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            ours = error if isinstance(error, AuroraXError) else None
            return backoff(state.attempt_number, policy, ours, random.random)

        def before_sleep(state: RetryCallState) -> None:
            error = state.outcome.exception() if state.outcome else None
            self.telemetry.tell(
                RetryScheduled(
                    method=request.method,
                    path=request.path,
                    attempt=state.attempt_number,
                    wait=state.upcoming_sleep,
                    reason=str(error),
                    request_id=request.request_id,
                )
            )

        enough = stop_after_attempt(policy.max_attempts) | stop_before_delay(most)

        def stop(state: RetryCallState) -> bool:
            return enough(state) or not self._budget.take()

        return AsyncRetrying(
            sleep=sleep,
            retry=retry_if_exception(worth_it),
            wait=wait,
            stop=stop,
            before_sleep=before_sleep,
            reraise=True,
        )

    def has_progressed(self) -> None:
        """Refund the retry: it brought something, so it does not count against the budget."""
        self._budget.give_back_retry()

    async def _once(self, request: Request, attempt: int, within: float | None) -> Reply:
        token = self._token(request)
        try:
            return await self._exchange(request, attempt, within)
        except AuthenticationError:
            if not await self._renewed(request, token):
                raise
        return await self._exchange(request, attempt, within)

    def _token(self, request: Request) -> Redacted | None:
        return None if request.unsigned or self.session is None else self.session.token

    async def _renewed(self, request: Request, refused: Redacted | None) -> bool:
        """After a 401: whether there is a session, signed in anew, so that the request is worth repeating."""
        session = self.session
        if session is None or request.unsigned or not session.renewable:
            return False
        await session.renew(self, refused)
        return True

    async def _exchange(self, request: Request, attempt: int, within: float | None) -> Reply:
        seconds = self.timeout if within is None else max(min(self.timeout, within), 0.001)
        deadline = time.monotonic() + seconds
        with self.telemetry.request(request.method, request.path, attempt, request.request_id) as answer:
            use = ConnectionUse(self._proxy)
            try:
                async with fail_after(seconds):
                    body = await self._send(request, attempt, seconds, answer.headers, use, streamed=False)
                    try:
                        reply = await self._read_all(body, request, deadline)
                    finally:
                        await body.aclose()
            except TimeoutError:
                raise self._too_slow(request, seconds, use) from None
            answer.status, answer.bytes = reply.status, len(reply.body)
        refusal = self._refusal(request, reply)
        if refusal is not None:
            raise refusal
        return reply

    async def _send(
        self,
        request: Request,
        attempt: int,
        seconds: float,
        more: Mapping[str, str],
        use: ConnectionUse,
        *,
        streamed: bool,
    ) -> AsyncBody:
        """Send it; retry once, immediately, if the pooled connection was stale."""
        try:
            return await self._send_once(request, seconds, more, use, streamed=streamed)
        except TransportError as error:
            if not (error.reused and request.repeatable and attempt == 1):
                raise
        return await self._send_once(request, seconds, more, ConnectionUse(self._proxy), streamed=streamed)

    async def _send_once(
        self, request: Request, seconds: float, more: Mapping[str, str], use: ConnectionUse, *, streamed: bool
    ) -> AsyncBody:
        self._affinity.check(event_loop())
        url = self.base_url + request.path
        secret = None if request.unsigned else self._secret

        async def trace(event: str, info: Mapping[str, object]) -> None:
            use.saw(event, info)

        failure: AuroraXError | None = None
        try:
            message = self._http.build_request(
                request.method,
                url,
                params=dict(request.params) or None,
                content=None if request.body is None else json_bytes(request.body),
                headers={
                    **more,
                    **headers(secret, self._token(request), body=request.body is not None, streamed=streamed),
                    **request.headers,
                },
                timeout=timeouts(seconds),
                extensions={"trace": trace},
            )
            try:
                reply = await self._http.send(message, stream=True)
            except BaseException:
                await close_leaked_connections(self._pools)
                if use.stream is not None:
                    await shielded(use.stream.aclose)
                raise
            body = AsyncBody(reply, request, url, use, silence=self.timeout, home=self._affinity)
            if not self._affinity.closed:
                return body
            await body.aclose()
            failure = ClientStateError("This client was closed while it was in use. Make a new one.")
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            failure = transport_error(error, request, url, use)
        except Exception as error:
            if use.stream is not None:  # httpcore lets errors of the package for SOCKS through
                failure = transport_error(httpx.RemoteProtocolError("no reply of SOCKS5"), request, url, use)
            elif isinstance(error, RuntimeError) and self._http.is_closed:
                failure = ClientStateError("This client is closed. Make a new one.")
            else:
                raise
        except BaseException as interrupt:  # a traceback may show values, and httpx's frames hold headers and body
            raise interrupt.with_traceback(None) from None
        raise failure

    async def _read_all(self, body: AsyncBody, request: Request, deadline: float) -> Reply:
        pieces: list[bytes] = []
        size = 0
        refused = not 200 <= body.status < 300
        while piece := await body.read():
            size += len(piece)
            if refused and size > MAX_REFUSAL:
                break  # what a refusal says stands at its beginning; the connection is dropped with the rest
            if size > MAX_DOCUMENT:
                raise ResultLimitError(
                    f"The answer to {request.method} {request.path} is over {MAX_DOCUMENT:,} bytes. "
                    "Is the base URL that of an AuroraX server?"
                )
            if time.monotonic() > deadline:
                raise TimeoutError
            pieces.append(piece)
        return Reply(status=body.status, headers=body.headers, body=b"".join(pieces), url=self.base_url + request.path)

    def _too_slow(self, request: Request, seconds: float, use: ConnectionUse) -> TransportError:
        return too_slow(request, self.base_url + request.path, seconds, use, pooled=bool(self._pools))

    def _refusal(self, request: Request, reply: Reply) -> AuroraXError | None:
        hidden = [] if self._secret is None else [self._secret]
        for secret in hidden if self.session is None else [*hidden, *self.session.secrets]:
            safe = {name: secret._blank(value.encode()).decode() for name, value in reply.headers.items()}
            reply = evolve(reply, body=secret._blank(reply.body), headers=safe)
        return error_of(request, reply, datetime.now(UTC))

    async def __aenter__(self) -> AsyncTransport:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()
