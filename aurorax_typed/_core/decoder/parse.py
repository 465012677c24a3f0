"""One JSON value from its text, with the faults of the text told in bytes."""

from __future__ import annotations

import json
from typing import cast

from aurorax_typed._core.decoder.faults import LimitReached
from aurorax_typed._core.decoder.limits import DecoderLimits
from aurorax_typed._core.decoder.scan import check_numbers
from aurorax_typed.errors import ResultDecodeError, ResultLimitError
from aurorax_typed.records import JSONValue

__all__ = ["limit_error", "parse_value"]


def _not_json(name: str) -> JSONValue:
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_constant=_not_json)


def limit_error(fault: LimitReached, what: str, offset: int) -> ResultLimitError:
    """The error of a value called `what` that starts at `offset`, bytes."""
    place = offset + fault.at
    return ResultLimitError(
        f"{what} {fault.reason} (byte {place}). If the result is meant to be so, raise DecoderLimits.{fault.limit}.",
        offset=place,
    )


def parse_value(text: bytes, what: str, offset: int, limits: DecoderLimits) -> JSONValue:
    """The value that `text` holds; it is called `what` and starts at `offset` bytes in messages.

    As the standard library reads it, lone surrogates in `\\ud800` escapes included, but for NaN and Infinity, which
    are not JSON.

    Raises:
        ResultDecodeError: it isn't UTF-8, or not JSON.
        ResultLimitError: a number is too long, or the nesting too deep for Python's own stack.
    """
    characters = ""
    try:
        check_numbers(text, limits)
        characters = text.decode("utf-8")
        value = cast(JSONValue, _DECODER.decode(characters))
    except LimitReached as fault:
        raise limit_error(fault, what, offset) from None
    except UnicodeDecodeError as fault:
        place = offset + fault.start
        raise ResultDecodeError(f"{what} is not valid UTF-8 at byte {place}.", offset=place) from None
    except json.JSONDecodeError as fault:
        place = offset + len(characters[: fault.pos].encode("utf-8", "surrogatepass"))
        raise ResultDecodeError(f"{what} is not valid JSON: {fault.msg} at byte {place}.", offset=place) from None
    except RecursionError:
        deep = f"{what} nests deeper than Python's stack can follow (from byte {offset})."
        raise ResultLimitError(f"{deep} Lower DecoderLimits.max_depth.", offset=offset) from None
    except ValueError as fault:
        if str(fault) in {"NaN", "Infinity", "-Infinity"}:
            raise ResultDecodeError(
                f"{what} (from byte {offset}) holds {fault}, which is not JSON and no number.", offset=offset
            ) from None
        raise ResultLimitError(
            f"{what} (from byte {offset}) holds a number that Python refuses to convert: {fault}", offset=offset
        ) from None
    return value
