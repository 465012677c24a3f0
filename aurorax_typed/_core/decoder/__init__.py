"""The streaming decoder of results: bytes in, typed records out, no I/O.

`stream` is the decoder and the loops around it. `document_parser` reads the document, `value_scanner` finds where a
value ends, `build` makes a record from it; `fast` and `wire` do so for whole pieces at once, with `sources`. `rows`
makes parts of records.
"""

from aurorax_typed._core.decoder.limits import DecoderLimits, EnvelopeError
from aurorax_typed._core.decoder.rows import RowDecoder
from aurorax_typed._core.decoder.stream import (
    Decoder,
    DocumentDecoder,
    aiter_batches,
    aiter_records,
    iter_batches,
    iter_records,
)

__all__ = [
    "Decoder",
    "DecoderLimits",
    "DocumentDecoder",
    "EnvelopeError",
    "RowDecoder",
    "aiter_batches",
    "aiter_records",
    "iter_batches",
    "iter_records",
]
