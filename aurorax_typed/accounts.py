# Made from _async/accounts.py by scripts/unasync.py. Edit that, then run `make unasync`.

"""Accounts and sessions, on the default client."""

from __future__ import annotations

import builtins

from aurorax_typed._default import default_client
from aurorax_typed.answers import Account, Role
from aurorax_typed.queries import Time

__all__ = ["create", "end_session", "list", "sign_in"]


def create(*, email: str, first_name: str, last_name: str, password: str, agreed_to_terms: Time) -> None:
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
    return default_client().accounts.create(
        email=email, first_name=first_name, last_name=last_name, password=password, agreed_to_terms=agreed_to_terms
    )


def end_session() -> None:
    """Close the session, if there is one; requests carry the API key again, if the client has one."""
    return default_client().accounts.end_session()


def list(*, role: Role | None = None) -> builtins.list[Account]:
    """All accounts, or those of a role. Needs the key or the session of an Administrator.

    Raises:
        AuthenticationError, PermissionDeniedError: it is missing, or somebody else's.
    """
    return default_client().accounts.list(role=role)


def sign_in(email: str, password: str) -> Account:
    """Open a session: from now on its token goes along with every request of this client, in place of the API key.

    The server ends a session that is not used for half an hour; the client then signs in again by itself, once for
    each request that is refused. Password and token go to the configured server only, and show in no repr, log or
    error.

    Raises:
        AuthenticationError: the e-mail address and the password do not belong together.
    """
    return default_client().accounts.sign_in(email, password)
