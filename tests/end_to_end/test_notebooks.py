"""The example notebooks, each run in a kernel of its own as Jupyter runs it, from nothing but the server's address."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from traitlets.config import Config

from aurorax_typed.emulator import EmulatorSettings, serve

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "examples" / "notebooks").glob("*.ipynb"))

BEFORE = """
import warnings

warnings.filterwarnings("error", module=r"aurorax_|__main__")
"""
"""Warnings of this project, and those that the cells give cause for, end the run."""

AFTER = {
    "data-products": """
assert 1300 < len(table) < 1700  # 1490 at the real server
assert set(table.data_product_type) == {"keogram", "montage", "movie"}
assert 20 <= len(daily.data) <= 25 and {product.metadata["keogram_type"] for product in daily.data} == {"daily"}
assert again.request_id == stepwise.request_id and again.result_count == len(again.data) > 200
assert len(report.downloaded) == len(gillam) == 5
assert all(file.path.read_bytes().startswith(b"\\x89PNG") for file in report.files)
""",
    "ephemeris": """
assert len(orbits) == search.result_count == 3 * 1440
assert in_oval.result_count == len(oval) == passes.minutes.sum()
assert passes.minutes.max() < 60 and 10 < len(passes)
assert 10 < len(near) < 60 and near.nbtrace_lat.between(51, 62).all()  # Gillam is at 56 degrees north
""",
    "conjunctions": """
assert len(table) == search.result_count > 100
assert table.closest.max() <= 300 and (table.minutes >= 1).all()
assert all(start <= closest for start, closest in zip(table.start, table.closest_epoch))
assert 0 < clear.result_count < search.result_count
assert set(counts) == {"nbtrace", "sbtrace", "geographic"} and min(counts.values()) > 0
assert triple.data and all(len(found.events) == 2 for found in triple.data)
assert above.result_count > 10
""",
    "availability": """
assert keograms.shape == (366, 5)
assert nights.loc["June", "TREx RGB FSMI"] == 0 and nights.loc["December"].min() > 25
assert search.result_count == everywhere.loc[best].sum() > 200 and best.month in (1, 2, 10, 11, 12)
assert swarm.shape == (366, 3) and (swarm == 1440).all(axis=None)
assert sum(result.total > 0 for result in flown) > 5
assert len({day.year for result in flown for day in result.available}) == 18
""",
    "big-result": """
assert records == search.result_count == 31 * 1440
assert northernmost.nbtrace.lat == duckdb.sql("SELECT max(nbtrace_lat) FROM 'swarm-a.parquet'").fetchall()[0][0]
assert hours.minutes.sum() > 1000 and list(hours.hour) == list(range(24))
assert report.fetched == ("2020-01", "2020-02") and report.records > hours.minutes.sum()
assert again.fetched == () and again.kept == report.fetched and again.records == report.records
oval = pl.scan_parquet("oval/**/*.parquet", hive_partitioning=True).collect()
assert oval.height == report.records and (oval["month"] == 1).sum() == hours.minutes.sum()
""",
    "service": """
assert answer.status_code == 200 and len(found) > 100
assert all(line["min_distance"] <= 500 and len(line["data_sources"]) == 2 for line in found)
assert (refused.status_code, late.status_code, unready.status_code, failed.status_code) == (400, 504, 503, 502)
assert search.state == "cancelled"
assert not thread.is_alive()
""",
}
"""What must hold when a notebook has run, with the names that it has then."""

PICTURES = {"data-products": 2, "ephemeris": 1, "conjunctions": 2, "availability": 2}
"""How many pictures a notebook shows; none where it is not named."""


@pytest.fixture(scope="module")
def reader_emulator() -> Iterator[str]:
    """The emulator as the notebooks tell their readers to start it."""
    with serve(settings=EmulatorSettings(time_scale=0, serve_files=True)) as url:
        yield url


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """For the kernel's sockets, whose paths may have no more than about a hundred characters."""
    folder = Path(tempfile.mkdtemp(prefix="nb"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def jupyter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, short_folder: Path, reader_emulator: str) -> Config:
    """Jupyter without anybody's settings, over sockets in a folder, so that no two kernels meet at one port."""
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(short_folder))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    monkeypatch.setenv("AURORAX_BASE_URL", reader_emulator)
    return Config(KernelManager={"transport": "ipc", "ip": str(short_folder / "kernel")})


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook(path: Path, tmp_path: Path, jupyter: Config) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    cells = notebook.cells
    cells.insert(0, nbformat.v4.new_code_cell(BEFORE))
    cells.append(nbformat.v4.new_code_cell(AFTER[path.stem]))
    folder = tmp_path / "work"
    folder.mkdir()
    client = NotebookClient(
        notebook,
        config=jupyter,
        kernel_name="python3",
        timeout=60,
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(folder)}},
    )
    error = None
    try:
        client.execute()
    except CellExecutionError as raised:
        error = re.sub(r"\x1b\[[\d;]*m", "", str(raised))
    if error:
        pytest.fail(f"{path.name}: {error}", pytrace=False)
    pictures = 0
    for cell in cells:
        for output in cell.get("outputs", ()):
            assert output.get("name") != "stderr", f"{path.name}\n{cell.source}\n{output.text}"
            pictures += "image/png" in output.get("data", ())
    assert pictures == PICTURES.get(path.stem, 0)


def test_every_notebook_is_looked_at_afterwards() -> None:
    assert AFTER.keys() == {path.stem for path in NOTEBOOKS}
