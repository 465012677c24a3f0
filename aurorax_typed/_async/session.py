"""A session: who signed in, and the token that goes along with each request.

The server ends a session that nobody uses for half an hour. The next request is then refused, and signs in again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorax_typed import _gateway as gateway
from aurorax_typed._core.documents import parse_account
from aurorax_typed._core.redaction import Hidden
from aurorax_typed._runtime_async import lock
from aurorax_typed.answers import Account
from aurorax_typed.errors import ProtocolError

if TYPE_CHECKING:
    from aurorax_typed._async.transport import AsyncTransport

__all__ = ["AsyncSession"]


class AsyncSession:
    """The session of one client; all its threads or tasks share it.

    Attributes:
        token: what the server gave, to be sent back as it is; None before.
        renewable: False once it is being ended on purpose.
    """

    def __init__(self, email: str, password: str) -> None:
        self.token: Hidden | None = None
        self.renewable = True
        self._email = email
        self._password = Hidden(password)
        self._lock = lock()

    @property
    def secrets(self) -> list[Hidden]:
        """What must not show."""
        return [self._password] if self.token is None else [self._password, self.token]

    async def open(self, transport: AsyncTransport) -> Account:
        """Sign in; the token is kept here.

        Raises:
            AuthenticationError: the e-mail address and the password do not belong together.
        """
        request = gateway.open_session(email_address=self._email, password=self._password.reveal())
        reply = await transport.call(request)
        token = Hidden(reply.headers.get("authorization", ""))
        if not (token.reveal() and token.reveal().isascii() and token.reveal().isprintable()):
            raise ProtocolError("The server's answer to signing in has no token in its Authorization header.")
        self.token = token
        return parse_account(reply.body)

    async def renew(self, transport: AsyncTransport, stale: Hidden | None) -> None:
        """Sign in again, unless somebody else has since the request with the stale token went out."""
        async with self._lock:
            if self.token is stale and self.renewable:
                await self.open(transport)
