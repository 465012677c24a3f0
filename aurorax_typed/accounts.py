"""Accounts and sessions, on the default client."""

from __future__ import annotations

from aurorax_typed._default import of_default
from aurorax_typed._sync.accounts import Accounts
from aurorax_typed._sync.client import AuroraX

__all__ = ["create", "end_session", "list", "sign_in"]


def _resource(client: AuroraX) -> Accounts:
    return client.accounts


sign_in = of_default(_resource, Accounts.sign_in)
end_session = of_default(_resource, Accounts.end_session)
create = of_default(_resource, Accounts.create)
list = of_default(_resource, Accounts.list)
