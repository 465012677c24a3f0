"""Records as Arrow, pandas, polars and Parquet: what goes in comes out, in the same columns everywhere."""

from __future__ import annotations

import csv
import io
import json
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
    QueryError,
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
    assert schema.field("epoch").type == pa.timestamp("us")
    assert schema.field("epoch").metadata == {b"unit": b"UTC"}
    assert schema.field("nbtrace_lat").metadata == {b"unit": b"degrees north"}
    assert (schema.field("metadata").type, schema.field("extra").type) == (pa.string(), pa.string())
    meeting = arrow_schema(Conjunction)
    assert meeting.field("min_distance").metadata == {b"unit": b"km"}
    assert (meeting.field("data_sources").type, meeting.field("events").type) == (pa.string(), pa.string())
    assert arrow_schema(Ephemeris, {"kp": float, "n": int, "open": bool, "mode": str}).types[-4:] == [
        *(pa.float64(), pa.int64(), pa.bool_(), pa.string())
    ]


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
    assert arrow_backed == ["identifier"]
    assert [name for name, kind in frame.dtypes.items() if kind == "string"] == ["url", "metadata", "extra"]
    assert frame.start.dtype == "datetime64[us]"
    assert list(frame.set_index("start").loc["2020-02-01"].identifier) == [103, 7]
    events = json.loads(table_to_pandas(table(Conjunction, CONJUNCTIONS)).events[0])
    assert (events[0]["start"], events[0]["e2_source"]["program"]) == ("2020-02-01T12:00:00", "swarm")
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


# -- DataFrames that pandas and polars write, read, and put together --------------------------------------------------


@each_type
def test_pandas_writes_a_frame_and_reads_it_back(record_type: RecordType, tmp_path: Path) -> None:
    path = tmp_path / "x"
    for found in (SAMPLES[record_type], []):
        frame = table_to_pandas(table(record_type, found))
        frame.to_parquet(path)
        for back in (pd.read_parquet(path), pd.DataFrame(pd.read_parquet(path).iloc[::-1].sort_index())):
            pd.testing.assert_frame_equal(back, frame, check_dtype=found != [], check_categorical=False)
        assert list(read_results(path, record_type)) == found
        frame.to_feather(path)
        pd.testing.assert_frame_equal(pd.read_feather(path), frame, check_dtype=found != [], check_categorical=False)
        frame.to_pickle(path)
        pd.testing.assert_frame_equal(pd.read_pickle(path), frame)
        made = table_to_polars(table(record_type, found))
        made.write_ipc(path)
        assert pl.read_ipc(path).equals(made)


@each_type
def test_duplicates_are_found(record_type: RecordType) -> None:
    found = SAMPLES[record_type]
    frame = table_to_pandas(table(record_type, [*found, *found[::-1], found[0]]))
    assert len(frame.drop_duplicates()) == frame.nunique().max() == len(found)
    assert table_to_polars(table(record_type, [*found, *found])).unique().height == len(found)


@each_type
def test_tables_of_every_format_go_together(record_type: RecordType, tmp_path: Path) -> None:
    found = SAMPLES[record_type]
    path = tmp_path / "x.parquet"
    with ParquetSink(path, record_type) as sink:
        sink.write(found)
    frame, stored = table_to_pandas(table(record_type, found)), pd.read_parquet(path)
    keys = [name for name in ("epoch", "start", "metadata", "events", "data_source") if name in frame]
    for other in (stored, table(record_type, found).to_pandas()):
        assert len(frame.merge(other, on=keys)) == len(found)
        assert list(pd.concat([frame, other])[keys[0]]) == [*frame[keys[0]], *frame[keys[0]]]
    polars, stored_polars = table_to_polars(table(record_type, found)), pl.read_parquet(path)
    assert polars.schema == stored_polars.schema
    assert pl.concat([polars, stored_polars]).unique().height == len(found)
    assert pa.concat_tables([table(record_type, found), pq.read_table(path)]).num_rows == 2 * len(found)
    assert [kind.tz for kind in pq.read_schema(path).types if pa.types.is_timestamp(kind)] == [
        None for name in frame if str(frame[name].dtype).startswith("datetime64")
    ]


# -- columns of metadata ----------------------------------------------------------------------------------------------

VALUES: list[tuple[list[Any], pa.DataType, list[Any]]] = [
    ([1, None, -3], pa.int64(), [1, None, -3]),
    ([1, 2.5, None], pa.float64(), [1.0, 2.5, None]),
    ([True, None, False], pa.bool_(), [True, None, False]),
    (["a", None, "é"], pa.string(), ["a", None, "é"]),
    (["a", 1, True], pa.string(), ["a", "1", "true"]),
    ([1, True, None], pa.string(), ["1", "true", None]),
    ([[1, 2], {"a": None}, None], pa.string(), ["[1,2]", '{"a":null}', None]),
    ([2**63, 1, None], pa.string(), [str(2**63), "1", None]),
    ([2**60 + 1, 1, None], pa.int64(), [2**60 + 1, 1, None]),
    ([2**60 + 1, 0.5, None], pa.string(), [str(2**60 + 1), "0.5", None]),
    ([None, None, None], pa.string(), [None, None, None]),
]


def of_values(values: list[Any]) -> list[Ephemeris]:
    # None at an even place is an absent field, else a null.
    return [
        Ephemeris(GILLAM, NOON + timedelta(minutes=n), metadata={} if value is None and n % 2 else {"f": value})
        for n, value in enumerate(values)
    ]


@pytest.mark.parametrize(("values", "kind", "expected"), VALUES, ids=[repr(values) for values, _, _ in VALUES])
def test_a_field_of_the_metadata_gets_the_type_of_its_values(
    values: list[Any], kind: pa.DataType, expected: list[Any], tmp_path: Path
) -> None:
    found = of_values(values)
    batch = batch_to_arrow(found, Ephemeris, ["f"])
    assert (batch.schema.names[-1], batch.column("f").type, batch.column("f").to_pylist()) == ("f", kind, expected)
    with (
        ParquetSink(tmp_path / "x.parquet", Ephemeris, metadata=["f"]) as parquet,
        CsvSink(tmp_path / "x.csv", Ephemeris, metadata=["f"]) as text,
    ):
        for record in found:  # each value in a batch of its own
            parquet.write([record])
            text.write([record])
    stored = pq.read_table(tmp_path / "x.parquet")
    assert (stored.column("f").type, stored.column("f").to_pylist()) == (kind, expected)
    assert stored.column_names == [*column_names(Ephemeris), "f"]
    cells = [row["f"] for row in csv.DictReader((tmp_path / "x.csv").read_text("utf-8").splitlines())]
    assert [None if cell == "" else cell for cell in cells] == [
        value if value is None or isinstance(value, str) else json.dumps(value)
        for value in (values if pa.types.is_floating(kind) else expected)
    ]
    assert list(read_results(tmp_path / "x.parquet", Ephemeris)) == found
    frame = table_to_pandas(pa.Table.from_batches([batch]))
    assert [None if value is pd.NA else value for value in frame.f] == expected


def test_the_types_of_metadata_can_be_given() -> None:
    found = of_values([1, None, 3.0])
    for given, expected in ((int, [1, None, 3]), (float, [1.0, None, 3.0]), (str, ["1", None, "3.0"])):
        assert batch_to_arrow(found, Ephemeris, {"f": given}).column("f").to_pylist() == expected
    for values, given, message in (
        ([1, 2.5], int, "'f' is 2.5 in one record, which is not a whole number"),
        (["1"], float, "'f' is '1' in one record, which is not a number"),
        ([1], bool, "'f' is 1 in one record, which is not true or false"),
        ([2**63], int, "which is not a whole number"),
    ):
        with pytest.raises(ResultError, match=message):
            BatchConverter(Ephemeris, {"f": given}).convert(of_values(values))


@pytest.mark.parametrize(
    ("record_type", "asked", "message"),
    [
        (Ephemeris, "kp", r"metadata takes a list of names, such as metadata=\['keogram_type'\], not 'kp'"),
        (Ephemeris, ["epoch"], "there is already a column 'epoch'"),
        (DataProduct, ["metadata"], "there is already a column 'metadata'"),
        (Ephemeris, ["kp", "kp"], "metadata names 'kp' twice"),
        (Ephemeris, [""], "metadata takes the names of fields, not ''"),
        (Ephemeris, [3], "metadata takes the names of fields, not 3"),
        (Ephemeris, {"kp": dict}, "the type of 'kp' is str, int, float or bool, not <class 'dict'>"),
        (Ephemeris, {"kp": "float"}, "the type of 'kp' is str, int, float or bool, not 'float'"),
        (Conjunction, ["kp"], "Conjunction records have no metadata"),
    ],
)
def test_what_cannot_be_a_column_is_refused_before_a_file_is_made(
    record_type: RecordType, asked: Any, message: str, tmp_path: Path
) -> None:
    for make in (ParquetSink, CsvSink):
        with pytest.raises(QueryError, match=message):
            make(tmp_path / "x", record_type, metadata=asked)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(QueryError, match=r"'kp' needs a type here, such as metadata=\{'kp': float\}"):
        arrow_schema(Ephemeris, ["kp"])  # type: ignore[arg-type]


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
