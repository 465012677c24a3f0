"""Any records, written in each format and read again: the same records where the format can hold them.

Each list of records is drawn once for all formats that can hold it, since that takes longer than to write and read it.
"""

from __future__ import annotations

import csv
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings, strategies as st
from support.export_records import RECORD_TYPES, RecordType, records, table

from aurorax_typed import Conjunction, DataProduct
from aurorax_typed.export import (
    CsvSink,
    NdjsonSink,
    ParquetSink,
    arrow_schema,
    column_names,
    flat,
    read_results,
    records_from_arrow,
)

each_type = pytest.mark.parametrize("record_type", RECORD_TYPES, ids=lambda kind: kind.__name__)


@each_type
@settings(max_examples=60)
@given(data=st.data())
def test_records_come_back_from_every_table(
    record_type: RecordType, data: st.DataObject, tmp_path_factory: Any
) -> None:
    found = data.draw(records(record_type, whole=False))
    folder = tmp_path_factory.getbasetemp()
    come_back_from_arrow(record_type, found, data.draw(st.integers(1, 5)))
    come_back_from_parquet(record_type, found, folder / "result.parquet")
    are_what_csv_reads(record_type, found, folder / "result.csv")


def come_back_from_arrow(record_type: RecordType, found: list[Any], size: int) -> None:
    made = table(record_type, found, size)
    made.validate(full=True)
    assert made.schema.equals(arrow_schema(record_type), check_metadata=True)
    assert list(records_from_arrow(made.to_batches(), record_type)) == found


def come_back_from_parquet(record_type: RecordType, found: list[Any], path: Path) -> None:
    with ParquetSink(path, record_type) as sink:
        for record in found:
            sink.write([record])
    assert sink.rows == len(found)
    assert pq.read_schema(path).equals(arrow_schema(record_type), check_metadata=True)
    assert list(read_results(path, record_type)) == found


def are_what_csv_reads(record_type: RecordType, found: list[Any], path: Path) -> None:
    with CsvSink(path, record_type) as sink:
        for record in found:
            sink.write([record])
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == column_names(record_type)
    assert len(rows) == len(found) + 1
    for cells, record in zip(rows[1:], found, strict=True):
        for cell, (name, value) in zip(cells, flat(record).items(), strict=True):
            if value is None:
                assert cell == ""
            elif isinstance(value, datetime):
                assert datetime.fromisoformat(cell) == value
            elif isinstance(value, int | float):
                assert type(value)(cell) == value
            elif isinstance(value, str):
                assert cell == value
            elif name in ("metadata", "extra"):
                assert json.loads(cell) == value
            else:
                assert [item.get("program") for item in json.loads(cell)] == [item.get("program") for item in value]


@each_type
@settings(max_examples=60)
@given(data=st.data())
def test_whole_records_come_back_from_lines_and_lose_broken_text_in_tables(
    record_type: RecordType, data: st.DataObject, tmp_path_factory: Any
) -> None:
    found = data.draw(records(record_type, whole=True))
    lose_nothing_in_lines_of_json(record_type, found, tmp_path_factory.getbasetemp() / "result.ndjson")
    lose_in_tables_only_text_that_is_no_unicode(record_type, found)


def lose_nothing_in_lines_of_json(record_type: RecordType, found: list[Any], path: Path) -> None:
    with NdjsonSink(path, record_type) as sink:
        for record in found:
            sink.write([record])
    lines = path.read_bytes().split(b"\n")
    assert lines.pop() == b""
    assert len(lines) == len(found)
    assert all(isinstance(json.loads(line), dict) for line in lines)
    assert list(read_results(path, record_type)) == found


def lose_in_tables_only_text_that_is_no_unicode(record_type: RecordType, found: list[Any]) -> None:
    small = [record for record in found if fits(record)]
    back = list(records_from_arrow(table(record_type, small).to_batches(), record_type))
    assert [record.extra for record in back] == [record.extra for record in small]
    if record_type is DataProduct:
        assert [p.url for p in back] == [p.url.replace("\udc80", "\N{REPLACEMENT CHARACTER}") for p in small]
        assert [p.metadata for p in back] == [p.metadata for p in small]


def fits(record: Any) -> bool:
    """Whether the identifiers of its sources fit in 64 bits, as those of the server do."""
    sources = record.data_sources if isinstance(record, Conjunction) else [record.data_source]
    if isinstance(record, Conjunction):
        sources = sources + [source for event in record.events for source in (event.e1_source, event.e2_source)]
    return all(-(2**63) <= source.identifier < 2**63 for source in sources)
