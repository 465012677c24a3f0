"""A server that names its document by a strong entity tag and sends parts of it; or does not do as it should."""

from __future__ import annotations

from support.faulty import Exchange, Fault, document, head

__all__ = ["TAG", "serves"]

TAG = '"5f3a-1"'


def serves(
    body: bytes = document(),
    *,
    stop: int | None = None,
    most: int | None = None,
    tag: str = TAG,
    ignores: bool = False,
    headers: dict[str, str] | None = None,
    part: dict[str, str] | None = None,
    lies: bytes | None = None,
) -> Fault:
    """Sends the whole, or the part that is asked for.

    Args:
        stop: the connection closes after so many bytes of this answer.
        most: a part has no more bytes than this.
        ignores: the whole is sent, whatever is asked for.
        headers: with every answer.
        part: with a 206, over the right ones; an empty one is left out.
        lies: what is sent in place of the part, under the headers of the part.
    """

    def fault(exchange: Exchange) -> None:
        asked = exchange.headers.get("range", "")
        known = {"etag": tag, "accept-ranges": "bytes", **(headers or {})}
        known = {name: value for name, value in known.items() if value}
        if not asked or ignores or exchange.headers.get("if-range") != tag:
            answer, rest = head(200, known, length=len(body)), body
        else:
            begin = int(asked.removeprefix("bytes=").removesuffix("-"))
            end = min(len(body), begin + (most or len(body)))
            rest = body[begin:end] if lies is None else lies
            right = {**known, "content-range": f"bytes {begin}-{end - 1}/{len(body)}", **(part or {})}
            answer = head(206, {name: value for name, value in right.items() if value}, length=len(rest))
        exchange.send(answer + (rest if stop is None else rest[:stop]))
        if stop is not None:
            exchange.close()

    return fault
