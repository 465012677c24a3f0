"""Accounts, and sessions as the other way to say who one is."""

from __future__ import annotations

import builtins
from contextlib import suppress

from aurorax_typed import _endpoints as endpoints
from aurorax_typed._async.transport import AsyncSession, AsyncTransport
from aurorax_typed._core.documents import parse_accounts
from aurorax_typed.answers import Account, Role
from aurorax_typed.errors import AuthenticationError, QueryError
from aurorax_typed.queries import Time
from aurorax_typed.queries.times import utc
from aurorax_typed.records import Records

__all__ = ["AsyncAccounts"]


class AsyncAccounts:
    """`client.accounts`: who one is.

    Searching needs no account. For what does, give the client an API key, or sign in with e-mail address and password.
    """

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    @property
    def signed_in(self) -> bool:
        """Whether requests carry the token of a session."""
        return self._transport.session is not None

    async def sign_in(self, email: str, password: str) -> Account:
        """Open a session: from now on its token goes along with every request of this client, in place of the API key.

        The server ends a session that is not used for half an hour; the client then signs in again by itself, once for
        each request that is refused. Password and token go to the configured server only, and show in no repr, log or
        error.

        Raises:
            AuthenticationError: the e-mail address and the password do not belong together.
        """
        for name, text in (("email", email), ("password", password)):
            if not isinstance(text, str) or not text:
                raise QueryError(f"{name} must be text that is not empty.")
        former, session = self._transport.session, AsyncSession(email, password)
        del password, text  # a traceback may show what is here
        self._transport.session = session
        try:
            return await session.open(self._transport)
        except BaseException:
            self._transport.session = former
            raise

    async def end_session(self) -> None:
        """Close the session, if there is one; requests carry the API key again, if the client has one."""
        session = self._transport.session
        if session is None:
            return
        session.renewable = False
        try:
            with suppress(AuthenticationError):  # it has ended already
                await self._transport.call(endpoints.accounts.close_session())
        finally:
            self._transport.session = None

    async def create(
        self, *, email: str, first_name: str, last_name: str, password: str, agreed_to_terms: Time
    ) -> None:
        """Make an account. The server sends a message to the address, to have it confirmed.

        Args:
            email: also the name to sign in with.
            first_name: of the person.
            last_name: of the person.
            password: for signing in; the API key is another thing, and comes from the web site.
            agreed_to_terms: when the person agreed to the terms of use, UTC.

        Raises:
            QueryError: a text is empty, or the time is none; nothing was sent.
            ConflictError: there is an account with this address.
        """
        texts = {"email": email, "first_name": first_name, "last_name": last_name, "password": password}
        empty = [name for name, text in texts.items() if not isinstance(text, str) or not text]
        if empty:
            raise QueryError(f"{empty[0]} must be text that is not empty.")
        request = endpoints.accounts.new_account(
            email_address=email,
            first_name=first_name,
            last_name=last_name,
            agree_terms=utc(agreed_to_terms, "agreed_to_terms").isoformat(timespec="seconds"),
            password=password,
        )
        del password, texts  # a traceback may show what is here
        await self._transport.call(request)

    async def list(self, *, role: Role | None = None) -> builtins.list[Account]:
        """All accounts, or those of a role. Needs the key or the session of an Administrator.

        Raises:
            AuthenticationError, PermissionDeniedError: it is missing, or somebody else's.
        """
        reply = await self._transport.call(endpoints.accounts.all_accounts(role=role))
        return Records(parse_accounts(reply.body))
