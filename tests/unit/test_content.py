"""Content codings: whatever the pieces, the same bytes; and never more memory than one piece."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given, strategies as st

from aurorax_typed._core.content_encoding import CodingError, ContentDecoder


def decode(decoder: ContentDecoder, raw: bytes, sizes: list[int]) -> bytes:
    found = b""
    position = 0
    for size in [*sizes, len(raw)]:
        found += b"".join(decoder.feed(raw[position : position + size]))
        position += size
    decoder.close()
    return found


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=3), st.lists(st.integers(1, 50), max_size=30))
def test_gzip_in_any_pieces_and_members(members: list[bytes], sizes: list[int]) -> None:
    raw = b"".join(gzip.compress(member) for member in members)
    assert decode(ContentDecoder("gzip"), raw, sizes) == b"".join(members)


@given(st.binary(max_size=300), st.sampled_from(["", "identity", " Identity "]))
def test_no_coding(content: bytes, coding: str) -> None:
    assert decode(ContentDecoder(coding), content, [7]) == content


@given(st.binary(min_size=1, max_size=300), st.data())
def test_a_cut_stream_is_an_error(content: bytes, data: st.DataObject) -> None:
    raw = gzip.compress(content)
    cut = data.draw(st.integers(1, len(raw) - 1))
    with pytest.raises(CodingError, match="end early"):
        decode(ContentDecoder("gzip"), raw[:cut], [])


DAMAGED = gzip.compress(b"x" * 99, mtime=0)[:-8] + bytes(8)


@pytest.mark.parametrize("raw", [b"no gzip at all", DAMAGED, zlib.compress(b"x")])
def test_damage_is_an_error(raw: bytes) -> None:
    with pytest.raises(CodingError, match="damaged"):
        decode(ContentDecoder("gzip"), raw, [])


@pytest.mark.parametrize("coding", ["br", "deflate", "gzip, gzip", "zstd"])
def test_other_codings_were_not_asked_for(coding: str) -> None:
    with pytest.raises(CodingError, match="not asked for"):
        ContentDecoder(coding)


def test_a_bomb_comes_in_small_pieces() -> None:
    compress = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(compress.compress(bytes(1_000_000)) for _ in range(200)) + compress.flush()
    assert len(bomb) < 250_000
    size = 0
    tracemalloc.start()
    for piece in ContentDecoder("gzip").feed(bomb):
        size += len(piece)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size == 200_000_000
    assert peak < 2_000_000
