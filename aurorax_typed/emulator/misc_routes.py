"""What is not about data: the page for people, the API's description, describing queries, and the faults."""

from importlib import resources

from attrs import frozen
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from aurorax_typed.emulator.faults import Faults
from aurorax_typed.emulator.replies import encode, error_reply, json_reply
from aurorax_typed.emulator.search_routes import body_of
from aurorax_typed.emulator.search_runner import Family

__all__ = ["describe_routes", "fault_routes", "page_routes"]


_PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>AuroraX emulator</title></head>
<body>
<h1>AuroraX emulator</h1>
<p>A local stand-in for the AuroraX search engine. Its data sources are real, its data products and orbits follow
rules, and it answers as the real API does.</p>
<p>The API is described in <a href="/openapi.json">openapi.json</a>. Try
<a href="/api/v1/data_sources?program=trex">the TREx data sources</a>.</p>
</body>
</html>
"""


async def _page(request: Request) -> Response:
    return HTMLResponse(_PAGE)


async def _openapi(request: Request) -> Response:
    file = resources.files("aurorax_typed.emulator").joinpath("openapi.json")
    if file.is_file():
        return Response(file.read_bytes(), media_type="application/json")
    return json_reply({"openapi": "3.0.1", "info": {"title": "AuroraX API", "version": "unknown"}, "paths": {}})


def page_routes() -> list[Route]:
    """The front page and the API's description."""
    return [Route("/", _page, methods=["GET"]), Route("/openapi.json", _openapi, methods=["GET"])]


def describe_routes(families: list[Family]) -> list[Route]:
    """Queries in words: a JSON text, not an array, whatever the published description says."""

    def route(family: Family) -> Route:
        async def describe(request: Request) -> Response:
            return Response(encode(family.describe(await body_of(request))), media_type="application/json")

        return Route(f"/api/v1/utils/describe/query/{family.describe_name}", describe, methods=["POST"])

    return [route(family) for family in families]


def fault_routes(faults: Faults) -> list[Route]:
    """Asking for faults; see the module ``faults``."""
    return [Route("/emulator/faults", _FaultApi(faults).handle, methods=["GET", "POST", "DELETE"])]


@frozen
class _FaultApi:
    faults: Faults

    async def handle(self, request: Request) -> Response:
        if request.client is None or request.client.host not in ("127.0.0.1", "::1"):
            return error_reply(403, "NotPermitted", "Faults can only be asked for on the machine of the emulator.")
        if request.method == "POST":
            return json_reply(self.faults.ask(await body_of(request)).document(), 201)
        if request.method == "DELETE":
            self.faults.clear()
            return Response(status_code=204)
        return json_reply([fault.document() for fault in self.faults.waiting()])
