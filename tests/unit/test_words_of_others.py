"""What is matched or set in other libraries, beyond what they promise, is as it was when this was written.

Those of httpx and httpcore are in `test_httpcore.py`.
"""

from __future__ import annotations

import io
import sqlite3
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from aurorax_typed._core.decoder.fast import CUT_SHORT


@pytest.mark.parametrize("text", [b"", b"{", b'{"a":', b'{"a":"', b"[1,", b'{"a":[{"b":1}'])
def test_msgspec_says_so_of_text_that_ends_too_early(text: bytes) -> None:
    with pytest.raises(msgspec.DecodeError) as raised:
        msgspec.json.decode(text)
    assert str(raised.value) == CUT_SHORT


@pytest.mark.parametrize("text", [b'{"a" 1', b"{]", b'{"a":tru}', b"[1,]"])
def test_msgspec_says_something_else_of_text_that_is_wrong(text: bytes) -> None:
    with pytest.raises(msgspec.DecodeError) as raised:
        msgspec.json.decode(text)
    assert str(raised.value) != CUT_SHORT


def test_a_parquet_writer_that_is_said_to_be_closed_is_not_closed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    writer = pq.ParquetWriter(io.BytesIO(), pa.schema([("a", pa.int64())]))
    closed: list[object] = []

    def close(self: object) -> None:
        closed.append(self)

    monkeypatch.setattr(pq.ParquetWriter, "close", close)
    assert writer.is_open is True
    writer.__del__()
    assert closed == [writer]
    writer.is_open = False
    writer.__del__()
    assert closed == [writer]


def test_sqlite_tells_by_a_code_that_a_database_is_in_use(tmp_path: Path) -> None:
    first, second = (sqlite3.connect(tmp_path / "a.db", timeout=0, isolation_level=None) for _ in range(2))
    try:
        first.execute("CREATE TABLE a (b)")
        first.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError) as raised:
            second.execute("BEGIN IMMEDIATE")
        assert raised.value.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    finally:
        first.close()
        second.close()
