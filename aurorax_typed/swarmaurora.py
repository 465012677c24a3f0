# Made from _async/swarmaurora.py by scripts/unasync.py. Edit that, then run `make unasync`.

"""Conjunctions on Swarm-Aurora, another web site, with the default client."""

from __future__ import annotations

import os
from pathlib import Path

from aurorax_typed._default import default_client
from aurorax_typed.records import JSONValue

__all__ = ["custom_import", "open_in_browser", "save_custom_import", "url"]


def custom_import(request_id: str) -> list[dict[str, JSONValue]]:
    """The conjunctions of a finished search in the form that Swarm-Aurora's custom import takes.

    The API key does not go there. The request goes over the network as it is, past a `transport=` of the client's.

    Raises:
        SearchStateError: the search is not finished, or failed.
        QueryError: it found over 5000 conjunctions, more than Swarm-Aurora takes.
        APIError: Swarm-Aurora refused it.
        ProtocolError: Swarm-Aurora answered with something else than a list of objects.
    """
    return default_client().swarmaurora.custom_import(request_id)


def open_in_browser(request_id: str, *, browser: str | None = None) -> None:
    """Show the conjunctions of a search in a web browser.

    Args:
        request_id: the search.
        browser: such as `"firefox"`; without one, the usual one of this machine.

    Raises:
        QueryError: that is no request id.
        ConfigurationError: there is no such browser, or it did not start.
    """
    return default_client().swarmaurora.open_in_browser(request_id, browser=browser)


def save_custom_import(request_id: str, path: str | os.PathLike[str] | None = None) -> Path:
    """Save the conjunctions of a finished search as a file for Swarm-Aurora's custom import; see `custom_import`.

    The file appears whole or not at all.

    Args:
        request_id: the search.
        path: where; without one, `swarmaurora_custom_import_<request id>.json` in the current folder.

    Returns:
        Where it is.
    """
    return default_client().swarmaurora.save_custom_import(request_id, path)


def url(request_id: str) -> str:
    """The page that shows the conjunctions of a search. Sends nothing.

    Raises:
        QueryError: that is no request id.
    """
    return default_client().swarmaurora.url(request_id)
