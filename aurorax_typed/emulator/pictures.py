"""The files behind data products, made up: small pictures that look a little like keograms.

Each address has its own picture, the same every time. All are PNG, and say so in their content type, whatever their
name ends in; there are no movies here.
"""

import random
import struct
import zlib
from collections.abc import AsyncIterator
from functools import lru_cache
from hashlib import blake2b

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from aurorax_typed.emulator.faults import Faults, spoil
from aurorax_typed.emulator.ranges import part_of
from aurorax_typed.emulator.replies import front_end_reply

__all__ = ["FILES", "file_routes", "picture", "pointing_here"]

FILES = "/files/"
"""Below this the emulator has the files of other servers: ``/files/HOST/PATH`` is that of ``https://HOST/PATH``."""

_ENDINGS = (".jpg", ".jpeg", ".png", ".gif", ".mp4", ".mpg", ".avi", ".webm", ".pdf")
_WIDTH, _HEIGHT = 192, 64


@lru_cache(maxsize=512)
def picture(name: str) -> bytes:
    """A PNG of 192 by 64 pixels: time to the right, north up, a green arc that drifts, and stars of noise."""
    chance = random.Random(int.from_bytes(blake2b(name.encode("utf-8", "replace"), digest_size=8).digest()))
    centre, drift = chance.uniform(16, 48), chance.uniform(-0.15, 0.15)
    rows = [bytearray(b"\0") for _ in range(_HEIGHT)]  # each row begins with its filter: none
    brightness = 0.5
    for _ in range(_WIDTH):
        brightness = min(max(brightness + chance.uniform(-0.12, 0.12), 0.1), 1.0)
        centre = min(max(centre + drift + chance.uniform(-1, 1), 6), 58)
        for row in range(_HEIGHT):
            light = brightness / (1 + ((row - centre) / 5) ** 2)
            noise = chance.randrange(12)
            rows[row] += bytes((int(60 * light) + noise, int(230 * light) + noise, int(110 * light) + noise))
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"".join(rows), 6)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def pointing_here(chunk: bytes, base: str) -> bytes:
    """Part of a result whose products lie on this server. ``base`` is its address."""
    here = f'"url":"{base}{FILES}'.encode()
    return chunk.replace(b'"url":"https://', here)


def file_routes(faults: Faults) -> list[Route]:
    """The files themselves, with a strong ``ETag`` and in parts where these are asked for."""

    async def file(request: Request) -> Response:
        path = request.path_params["path"]
        if not path.lower().endswith(_ENDINGS):
            return front_end_reply(404, "Not Found")
        body = picture(path)
        part = part_of(request.headers, len(body), f'"{blake2b(body, digest_size=12).hexdigest()}"')
        fault = faults.on_result(request.method, request.url.path)
        if fault is None:
            return Response(body[part.begin : part.end], part.status, part.headers, media_type="image/png")
        chunks = spoil(_once(body[part.begin : part.end]), fault, request.scope, request.receive)
        return StreamingResponse(chunks, part.status, part.headers, media_type="image/png")

    return [Route(FILES + "{path:path}", file, methods=["GET"])]


async def _once(body: bytes) -> AsyncIterator[bytes]:
    yield body
