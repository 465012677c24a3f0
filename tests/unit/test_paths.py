"""Every path is read by one function."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aurorax_typed import AuroraX, DataProductQuery, Ephemeris, QueryError
from aurorax_typed.emulator import EmulatorSettings
from aurorax_typed.export import CsvSink, NdjsonSink, ParquetSink, read_results


class Mine:
    def __init__(self, text: Any) -> None:
        self.text = text

    def __fspath__(self) -> Any:
        return self.text


AX = AuroraX(base_url="http://127.0.0.1:1")
QUERY = DataProductQuery("2020-02-01", "2020-02-02", programs=["trex"])
TAKERS: dict[str, Any] = {
    "load": AX.load,
    "save": AX.data_products.prepare(QUERY).save,
    "download_files": lambda path: AX.data_products.download_files([], path),
    "ledger": lambda path: AX.data_products.scan(QUERY, ledger=path),
    "read_results": lambda path: read_results(path, Ephemeris),
    "csv": lambda path: CsvSink(path, Ephemeris).commit(),
    "ndjson": lambda path: NdjsonSink(path, Ephemeris).commit(),
    "parquet": lambda path: ParquetSink(path, Ephemeris).commit(),
    "emulator": lambda path: EmulatorSettings(data_dir=path),
}


@pytest.mark.parametrize("name", TAKERS)
@pytest.mark.parametrize("value", ["", "a\0b", b"bytes", Mine(b"bytes"), 3, "~no-such-user-here/f"])
def test_what_is_no_path(name: str, value: object) -> None:
    with pytest.raises(QueryError):
        TAKERS[name](value)


@pytest.mark.parametrize("name", ["save", "csv", "ndjson", "parquet", "download_files"])
@pytest.mark.parametrize("kind", [str, Path, Mine])
def test_home(name: str, kind: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    TAKERS[name](kind("~/there"))
    assert [path.name for path in tmp_path.iterdir()] == ["there"]
