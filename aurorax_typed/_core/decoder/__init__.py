"""The streaming decoder of results: bytes in, typed records out, no I/O.

`stream` is the decoder, `iterate` the loops around it. `machine` reads the document, `scan` finds where a value ends,
`parse` and `build` make a record from it. `rows` does the same for parts of records.
"""

from aurorax_typed._core.decoder.faults import EnvelopeError
from aurorax_typed._core.decoder.iterate import aiter_batches, aiter_records, iter_batches, iter_records
from aurorax_typed._core.decoder.limits import DecoderLimits
from aurorax_typed._core.decoder.rows import RowDecoder
from aurorax_typed._core.decoder.stream import Decoder, DocumentDecoder

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
