"""Swarm-Aurora, another web site that can show the result of a conjunction search.

It is another server: nothing that goes there carries the API key, a session, or the query; only the request id.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Final

from aurorax_typed import _endpoints as endpoints
from aurorax_typed._arguments import local_path
from aurorax_typed._async.transport import AsyncTransport
from aurorax_typed._core.documents import parse_list, parse_status
from aurorax_typed._core.http import Request
from aurorax_typed._core.urls import check_base_url, check_request_id
from aurorax_typed._runtime_async import to_thread
from aurorax_typed.errors import ConfigurationError, ProtocolError, QueryError, SearchStateError
from aurorax_typed.records import JSONValue

__all__ = ["AsyncSwarmAurora"]

_MOST: Final = 5000
"""Conjunctions that Swarm-Aurora takes at once."""


class AsyncSwarmAurora:
    """`client.swarmaurora`: conjunctions on https://swarm-aurora.com.

    Attributes:
        base_url: where Swarm-Aurora is.
    """

    def __init__(self, transport: AsyncTransport, base_url: str = "https://swarm-aurora.com") -> None:
        self._transport = transport
        self.base_url = base_url

    def url(self, request_id: str) -> str:
        """The page that shows the conjunctions of a search. Sends nothing.

        Raises:
            QueryError: that is no request id.
        """
        return f"{check_base_url(self.base_url)}/conjunctionFinder?aurorax_request_id={check_request_id(request_id)}"

    def open_in_browser(self, request_id: str, *, browser: str | None = None) -> None:
        """Show the conjunctions of a search in a web browser.

        Args:
            request_id: the search.
            browser: such as `"firefox"`; without one, the usual one of this machine.

        Raises:
            QueryError: that is no request id.
            ConfigurationError: there is no such browser, or it did not start.
        """
        import webbrowser

        address = self.url(request_id)
        try:
            open_in_thread = webbrowser.get(browser).open_new_tab(address)
        except webbrowser.Error as error:
            raise ConfigurationError(f"No browser could be found: {error}. Open {address} by hand.") from None
        if not open_in_thread:
            raise ConfigurationError(f"The browser did not start. Open {address} by hand.")

    async def custom_import(self, request_id: str) -> list[dict[str, JSONValue]]:
        """The conjunctions of a finished search in the form that Swarm-Aurora's custom import takes.

        The API key does not go there. The request goes over the network as it is, past a `transport=` of the client's.

        Raises:
            SearchStateError: the search is not finished, or failed.
            QueryError: it found over 5000 conjunctions, more than Swarm-Aurora takes.
            APIError: Swarm-Aurora refused it.
            ProtocolError: Swarm-Aurora answered with something else than a list of objects.
        """
        chosen = check_request_id(request_id)
        status = parse_status((await self._transport.call(endpoints.searches.status("conjunctions", chosen))).body)
        count = (status.get("search_result") or {}).get("result_count")
        if count is None:
            raise SearchStateError(f"Search {chosen} has no result (yet). Wait for it first.", request_id=chosen)
        if count > _MOST:
            raise QueryError(
                f"Search {chosen} found {count} conjunctions; Swarm-Aurora takes at most {_MOST}. "
                "Search a shorter time."
            )
        request = Request(
            method="GET",
            path="/conjunctionFinder/generate_custom_import_json",
            params={"aurorax_request_id": chosen},
            request_id=chosen,
            unsigned=True,
        )
        async with self._transport.elsewhere(check_base_url(self.base_url)) as other:
            reply = await other.call(request)
        found: list[dict[str, JSONValue]] = []
        for item in parse_list(reply.body, what="Swarm-Aurora's import file"):
            if not isinstance(item, dict):
                raise ProtocolError("Swarm-Aurora's import file holds something that is no object.")
            found.append(item)
        return found

    async def save_custom_import(self, request_id: str, path: str | os.PathLike[str] | None = None) -> Path:
        """Save the conjunctions of a finished search as a file for Swarm-Aurora's custom import; see `custom_import`.

        The file appears whole or not at all.

        Args:
            request_id: the search.
            path: where; without one, `swarmaurora_custom_import_<request id>.json` in the current folder.

        Returns:
            Where it is.
        """
        from aurorax_typed._atomic import write_whole

        name = f"swarmaurora_custom_import_{check_request_id(request_id)}.json"
        target = local_path(name if path is None else path)
        found = await self.custom_import(request_id)
        text = json.dumps(found, indent=2, ensure_ascii=False) + "\n"
        await to_thread(write_whole, target, text.encode("utf-8", "surrogatepass"))
        return target
