"""Finding a search by its id, or by the file that keeps it.

The server has an address for each kind of search, and an id does not tell which.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aurorax_typed import AuroraX
from aurorax_typed._core.sanitize import shortened
from aurorax_typed._core.urls import check_request_id
from aurorax_typed._sync.search import Search
from aurorax_typed.cli.kinds import KINDS, Kind
from aurorax_typed.errors import NotFoundError, QueryError

__all__ = ["find"]


def find(client: AuroraX, request: str, name: str | None = None) -> tuple[Kind[Any, Any], Search[Any, Any]]:
    """A search with its status, and its kind.

    Args:
        request: its id, or a file that `--save` wrote. One that was saved and never came to the server is as it was
            prepared.
        name: the kind, such as `data-products`; None asks for each in turn. A file knows its own.

    Raises:
        QueryError: neither an id nor a file.
        NotFoundError: the server does not know it.
        SavedSearchError: the file is no saved search.
    """
    path = Path(request)
    try:
        request_id = check_request_id(request)
    except QueryError:
        try:
            is_file = path.is_file()
        except OSError:  # too long, say
            is_file = False
        if not is_file:
            raise QueryError(
                f"{shortened(request, 100)!r} is neither a request id nor a file that --save wrote."
            ) from None
        return _saved(client, path)
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


def _saved(client: AuroraX, path: Path) -> tuple[Kind[Any, Any], Search[Any, Any]]:
    search: Search[Any, Any] = client.load(path)
    kind = next(kind for kind in KINDS if kind.record_type is search.record_type)
    return kind, search
