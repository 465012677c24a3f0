"""Finding a search by its id: the server has an address for each kind of search, and an id does not tell which."""

from __future__ import annotations

from typing import Any

from aurorax_typed import AuroraX
from aurorax_typed._sync.search import Search
from aurorax_typed.cli.kinds import KINDS, Kind
from aurorax_typed.errors import NotFoundError

__all__ = ["find"]


def find(client: AuroraX, request_id: str, name: str | None = None) -> tuple[Kind[Any, Any], Search[Any, Any]]:
    """A search with its status, and its kind.

    Args:
        name: the kind, such as `data-products`; None asks for each in turn.

    Raises:
        QueryError: that is no request id.
        NotFoundError: the server does not know it.
    """
    for kind in KINDS:
        if name is None or kind.name == name:
            search = kind.attach(client, request_id)
            try:
                search.update_status()
            except NotFoundError:
                continue
            return kind, search
    what = "search" if name is None else f"search for {name}"
    raise NotFoundError(
        f"The server knows no {what} {request_id}. It forgets searches after some time; run it again.",
        status_code=404,
        error_code="NotFound",
        request_id=request_id,
    )
