"""`aurorax download` against the emulator: files behind a search, again, failing, of the wrong kind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.emulator import fault

from aurorax_typed.cli import main
from aurorax_typed.emulator import EmulatorSettings, serve

Capture = pytest.CaptureFixture[str]
ASKED = ["--start", "2020-02-01", "--end", "2020-02-01", "--program", "trex", "--platform", "gillam"]
ASKED += ["--type", "keogram"]


@pytest.fixture
def pictures() -> Iterator[str]:
    """An emulator with the files of its products."""
    with serve(settings=EmulatorSettings(time_scale=0, serve_files=True)) as url:
        yield url


def ran(capfd: Capture, base_url: str, *arguments: str, code: int = 0) -> str:
    """What a command says on standard error."""
    assert main(["--base-url", base_url, *arguments]) == code
    said = capfd.readouterr()
    assert "Traceback" not in said.err
    return said.err


def test_the_files_of_a_saved_search(capfd: Capture, pictures: str, tmp_path: Path) -> None:
    saved, folder = str(tmp_path / "keograms.json"), tmp_path / "files"
    ran(capfd, pictures, "search", "data-products", *ASKED, "--save", saved, "--output", str(tmp_path / "found.csv"))
    fault(pictures, "answer", path="/files/", status=404, body="gone", content_type="text/plain")
    said = ran(capfd, pictures, "download", saved, str(folder), "--progress", code=1)
    assert "downloading  " in said
    assert "failed: " in said
    assert "404" in said
    assert "failed: 1, in " in said
    files = [path for path in folder.rglob("*") if path.suffix in (".jpg", ".png")]
    listed = [json.loads(line) for line in (folder / "manifest.ndjson").read_text(encoding="utf-8").splitlines()]
    assert len(files) == len(listed) - 1 > 5

    said = ran(capfd, pictures, "download", saved, str(folder))
    assert "downloaded: 1 (" in said
    assert f"here already: {len(files)}, failed: 0" in said
    assert ran(capfd, pictures, "download", saved, str(folder), "--quiet") == ""
    assert f"downloaded: {len(files) + 1} (" in ran(capfd, pictures, "download", saved, str(folder), "--overwrite")
    assert "here already: 0, failed: " in ran(
        capfd, pictures, "download", saved, str(folder), "--overwrite", "--max-bytes", "10", code=1
    )


def test_what_has_no_files(capfd: Capture, pictures: str, tmp_path: Path) -> None:
    saved = str(tmp_path / "search.json")
    asked = ["--start", "2020-02-01", "--end", "2020-02-01", "--platform", "swarma"]
    ran(capfd, pictures, "search", "ephemeris", *asked, "--save", saved, "--limit", "1")
    said = ran(capfd, pictures, "download", saved, str(tmp_path / "files"), code=2)
    assert "is a search for ephemeris; only data products have files" in said

    nowhere = [*ASKED[:4], "--program", "swarm"]
    ran(capfd, pictures, "search", "data-products", *nowhere, "--save", saved)
    assert "nothing to download" in ran(capfd, pictures, "download", saved, str(tmp_path / "files"))
    assert "neither a request id nor a file" in ran(capfd, pictures, "download", "nothing", str(tmp_path), code=2)
