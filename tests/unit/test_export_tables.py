"""Records as Arrow, pandas, polars and Parquet: what goes in comes out, in the same columns everywhere."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support.export_records import RECORD_TYPES, RecordType, table

from aurorax_typed import (
    Conjunction,
    ConjunctionEvent,
    DataProduct,
    DataSource,
    Ephemeris,
    Location,
    ResultDecodeError,
    ResultError,
)
from aurorax_typed.export import (
    BatchConverter,
    CsvSink,
    ParquetSink,
    arrow_schema,
    batch_to_arrow,
    column_names,
    flat,
    read_results,
    records_from_arrow,
    table_to_pandas,
    table_to_polars,
)

GILLAM = DataSource(103, "trex", "gillam", "RGB ASI", "ground", "TREx RGB GILL")
SWARM = DataSource(3, "swarm", "swarma", "footprint", "leo", "Swarm A")
BARE = DataSource(7)
NOON = datetime(2020, 2, 1, 12)
PRODUCTS = [
    DataProduct(GILLAM, "keogram", NOON, NOON + timedelta(minutes=59), "https://a/b.jpg", {"keogram_type": "daily"}),
    DataProduct(
        BARE, "movie", NOON + timedelta(hours=1), NOON + timedelta(hours=2, microseconds=5), "=1+1", {}, {"n": 1}
    ),
]
EPHEMERIS = [
    Ephemeris(
        SWARM,
        NOON,
        Location(56.35, -94.7),
        Location(60.5, -90.0),
        Location(),
        Location(1.0, 2.0),
        {"state": "definitive"},
    ),
    Ephemeris(GILLAM, NOON + timedelta(minutes=1)),
]
CONJUNCTIONS = [
    Conjunction(
        "nbtrace",
        NOON,
        NOON + timedelta(minutes=1),
        [GILLAM, SWARM],
        20.5,
        95.25,
        [ConjunctionEvent("nbtrace", GILLAM, SWARM, NOON, NOON + timedelta(minutes=1), 20.5, 95.25)],
        NOON,
        NOON + timedelta(minutes=1),
    ),
    Conjunction("sbtrace", NOON, NOON, [], 1.0, 2.0, []),
]
SAMPLES: dict[RecordType, list[Any]] = {DataProduct: PRODUCTS, Ephemeris: EPHEMERIS, Conjunction: CONJUNCTIONS}
each_type = pytest.mark.parametrize("record_type", RECORD_TYPES, ids=lambda kind: kind.__name__)


@each_type
def test_no_records_make_an_empty_table_with_the_same_columns(record_type: RecordType, tmp_path: Path) -> None:
    empty = table(record_type, [])
    assert (empty.num_rows, empty.schema) == (0, arrow_schema(record_type))
    assert batch_to_arrow([], record_type).schema == empty.schema
    frame = table_to_pandas(empty)
    assert (len(frame), list(frame.columns)) == (0, column_names(record_type))
    assert list(map(str, frame.dtypes)) == list(
        map(str, table_to_pandas(table(record_type, SAMPLES[record_type])).dtypes)
    )
    assert table_to_polars(empty).schema == table_to_polars(table(record_type, SAMPLES[record_type])).schema
    with ParquetSink(tmp_path / "x.parquet", record_type):
        pass
    assert pq.read_table(tmp_path / "x.parquet").schema == empty.schema
    assert list(read_results(tmp_path / "x.parquet", record_type)) == []


@each_type
def test_every_format_has_the_same_columns_and_rows(record_type: RecordType, tmp_path: Path) -> None:
    found = SAMPLES[record_type]
    names = column_names(record_type)
    made = table(record_type, found)
    with ParquetSink(tmp_path / "x.parquet", record_type) as parquet, CsvSink(tmp_path / "x.csv", record_type) as text:
        parquet.write(found)
        text.write(found)
    stored = pq.read_table(tmp_path / "x.parquet")
    assert stored.equals(made)
    frames = [pd.read_parquet(tmp_path / "x.parquet"), table_to_pandas(made), pd.read_csv(tmp_path / "x.csv")]
    for frame in frames:
        assert list(frame.columns) == names
        assert len(frame) == len(found)
    for other in (pl.read_parquet(tmp_path / "x.parquet"), table_to_polars(made), pl.read_csv(tmp_path / "x.csv")):
        assert other.columns == names
        assert other.height == len(found)
    for record in found:
        assert list(flat(record)) == names


def test_the_types_of_the_columns() -> None:
    schema = arrow_schema(Ephemeris)
    choice = pa.dictionary(pa.int32(), pa.string())
    assert column_names(Ephemeris)[:9] == [
        *("data_source", "identifier", "program", "platform", "instrument_type", "source_type"),
        *("epoch", "location_geo_lat", "location_geo_lon"),
    ]
    assert [schema.field(name).type for name in schema.names[:6]] == [
        choice,
        pa.int64(),
        choice,
        choice,
        choice,
        choice,
    ]
    assert schema.field("epoch").type == pa.timestamp("us", tz="UTC")
    assert schema.field("nbtrace_lat").metadata == {b"unit": b"degrees north"}
    assert (schema.field("metadata").type, schema.field("extra").type) == (pa.string(), pa.string())
    meeting = arrow_schema(Conjunction)
    assert meeting.field("min_distance").metadata == {b"unit": b"km"}
    event = meeting.field("events").type.value_type
    assert event.field("start").type == pa.timestamp("us", tz="UTC")
    assert event.field("e1_source").type == meeting.field("data_sources").type.value_type
    assert event.field("e1_source").type.field("program").type == choice


def test_a_data_frame_is_used_as_people_do() -> None:
    frame = table_to_pandas(table(DataProduct, PRODUCTS))
    assert list(frame[frame.start > NOON].url) == ["=1+1"]
    assert list(frame[frame.start >= "2020-02-01T12:30"].identifier) == [7]
    assert list(frame.start.dt.hour) == [12, 13]
    assert list(frame.end - frame.start) == [p.end - p.start for p in PRODUCTS]
    assert list(frame.program == "trex") == [True, False]
    assert frame.groupby("program", observed=True).size().to_dict() == {"trex": 1}
    assert frame.metadata.tolist() == ['{"keogram_type":"daily"}', "{}"]
    assert frame.extra.isna().tolist() == [True, False]
    arrow_backed = [name for name, kind in frame.dtypes.items() if isinstance(kind, pd.ArrowDtype)]
    assert arrow_backed == ["identifier", "url", "metadata", "extra"]
    assert frame.start.dtype == "datetime64[us]"
    assert list(frame.set_index("start").loc["2020-02-01"].identifier) == [103, 7]
    events = table_to_pandas(table(Conjunction, CONJUNCTIONS)).events[0]
    assert (events[0]["start"], events[0]["e2_source"]["program"]) == (NOON, "swarm")
    polars = table_to_polars(table(DataProduct, PRODUCTS))
    assert polars.filter(pl.col("start") > NOON)["url"].to_list() == ["=1+1"]
    assert polars.filter(pl.col("program") == "trex").height == 1


def test_times_with_a_zone_become_utc() -> None:
    east = timezone(timedelta(hours=2))
    found = [Ephemeris(GILLAM, NOON.replace(tzinfo=zone)) for zone in (east, UTC, None)]
    back = records_from_arrow([batch_to_arrow(found, Ephemeris)], Ephemeris)
    assert [record.epoch for record in back] == [datetime(2020, 2, 1, 10), NOON, NOON]


def test_a_table_can_be_written_as_an_arrow_file() -> None:
    found = [DataProduct(DataSource(n, f"p{n}"), f"t{n}", NOON, NOON, "u") for n in range(10)]
    made = table(DataProduct, found, 3)
    sink = io.BytesIO()
    with pa.ipc.new_file(sink, made.schema) as writer:
        writer.write_table(made)
    assert pa.ipc.open_file(sink).read_all().equals(made)


def test_sources_that_all_differ_stay_right_when_nothing_more_is_remembered() -> None:
    found = [Ephemeris(DataSource(n, f"p{n}", "é" * (n % 3)), NOON, metadata={"n": n}) for n in range(20_000)]
    made = table(Ephemeris, found, 1000)
    assert list(records_from_arrow(made.to_batches(), Ephemeris)) == found
    products = [DataProduct(BARE, f"type {n}", NOON, NOON, "u") for n in range(20_000)]
    converter = BatchConverter(DataProduct)
    for at in range(0, 20_000, 1000):
        batch = converter.convert(products[at : at + 1000])
        assert batch.column("data_product_type").to_pylist() == [p.data_product_type for p in products[at : at + 1000]]
        assert len(batch.column("data_product_type").dictionary) <= 6000


def test_row_groups_end_where_memory_would_grow(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    with ParquetSink(path, Ephemeris) as sink:
        for minute in range(140):
            sink.write([Ephemeris(GILLAM, NOON + timedelta(minutes=minute))] * 1000)
    file = pq.ParquetFile(path)
    sizes = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
    assert sizes == [66_000, 66_000, 8_000]
    large = {"text": "x" * (1 << 20)}
    with ParquetSink(path, DataProduct) as products:
        for _ in range(70):
            products.write([DataProduct(GILLAM, "movie", NOON, NOON, "u", large)])
    file = pq.ParquetFile(path)
    assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [32, 32, 6]


def test_an_identifier_that_no_column_can_hold(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    record = DataProduct(DataSource(2**63), "movie", NOON, NOON, "u")
    with pytest.raises(ResultError, match="does not fit in 64 bits"), ParquetSink(path, DataProduct) as sink:
        sink.write([record])
    assert list(tmp_path.iterdir()) == []


def test_a_table_of_something_else_is_refused(tmp_path: Path) -> None:
    with ParquetSink(tmp_path / "x.parquet", DataProduct) as sink:
        sink.write(PRODUCTS)
    with pytest.raises(ResultDecodeError, match="no Ephemeris records: the column epoch is not there"):
        list(read_results(tmp_path / "x.parquet", Ephemeris))


def test_a_table_that_went_through_polars_is_read(tmp_path: Path) -> None:
    for record_type, found in SAMPLES.items():
        table_to_polars(table(record_type, found)).write_parquet(tmp_path / "x.parquet")
        assert list(read_results(tmp_path / "x.parquet", record_type)) == found


@pytest.mark.parametrize(
    ("package", "extra", "call"),
    [
        ("pyarrow", "arrow", "export.arrow_schema(Ephemeris)"),
        ("pyarrow", "arrow", "export.ParquetSink('x.parquet', Ephemeris)"),
        ("pandas", "pandas", "export.table_to_pandas(export.arrow_schema(Ephemeris).empty_table())"),
        ("polars", "polars", "export.table_to_polars(export.arrow_schema(Ephemeris).empty_table())"),
        # Before anything is fetched: nothing listens there.
        (
            "pandas",
            "pandas",
            "AuroraX(base_url='http://127.0.0.1:9').ephemeris.attach('00000000-0000-0000-0000-000000000000').to_pandas()",
        ),
        (
            "polars",
            "polars",
            "AuroraX(base_url='http://127.0.0.1:9').ephemeris.attach('00000000-0000-0000-0000-000000000000').to_polars()",
        ),
    ],
)
def test_a_missing_package_is_named_with_the_line_that_installs_it(
    package: str, extra: str, call: str, tmp_path: Path
) -> None:
    code = f"""
import sys
from aurorax_typed import AuroraX, Ephemeris, MissingExtraError, export
assert not {{"pyarrow", "pandas", "polars", "numpy"}} & set(sys.modules)
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "{package}":
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Missing())
try:
    {call}
except MissingExtraError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert f"need {package}, which is not installed: pip install 'aurorax-typed[{extra}]'" in done.stdout
    assert list(tmp_path.iterdir()) == []
