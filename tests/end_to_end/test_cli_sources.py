"""`aurorax sources …` against the emulator."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from aurorax_typed import AuroraX
from aurorax_typed.cli import main
from aurorax_typed.cli.formatters import document

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def shared(shared_emulator: str, clean_environment: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """Commands talk to the shared emulator, and know no width of a terminal."""
    monkeypatch.setenv("AURORAX_BASE_URL", shared_emulator)
    monkeypatch.delenv("COLUMNS", raising=False)
    return shared_emulator


def refused(capfd: Capture, arguments: list[str], code: int) -> str:
    """Run what must fail; its words on standard error. Nothing is printed else."""
    assert main(arguments) == code
    said = capfd.readouterr()
    assert said.out == ""
    assert said.err.startswith("error: ")
    return said.err


def listed(capfd: Capture, *arguments: str) -> list[dict[str, object]]:
    assert main(["sources", "list", "--format", "json", *arguments]) == 0
    said = capfd.readouterr()
    assert said.err == ""
    found = json.loads(said.out)
    assert isinstance(found, list)
    return found


def test_sources_are_those_of_the_library(capfd: Capture, shared: str) -> None:
    with AuroraX(base_url=shared) as client:
        assert listed(capfd) == [document(source) for source in client.sources.list()]
        some = client.sources.list(program="trex", instrument_type="RGB ASI")
        assert some
        assert listed(capfd, "--program", "trex", "--instrument-type", "RGB ASI") == [document(s) for s in some]


def test_several_names_take_any_of_them(capfd: Capture) -> None:
    two = listed(capfd, "--program", "trex", "--program", "swarm")
    assert {source["program"] for source in two} == {"trex", "swarm"}
    assert {
        source["program"] for source in listed(capfd, "--program", "trex", "--program", "swarm", "--source-type", "leo")
    } == {"swarm"}
    assert {source["source_type"] for source in listed(capfd, "--source-type", "leo")} == {"leo"}


def test_sources_as_a_table_and_as_csv(capfd: Capture, tmp_path: Path) -> None:
    assert main(["sources", "list", "--program", "swarm"]) == 0
    said = capfd.readouterr()
    assert said.out.splitlines()[:2] == [
        "ID  PROGRAM  PLATFORM  INSTRUMENT TYPE  KIND  NAME",
        " 3  swarm    swarma    footprint        leo   Swarm A",
    ]
    assert said.err == f"{len(said.out.splitlines()) - 1} sources\n"
    target = tmp_path / "sources.csv"
    assert main(["sources", "list", "--program", "swarm", "-o", str(target)]) == 0
    assert target.read_text().splitlines()[:2] == [
        "identifier,program,platform,instrument_type,source_type,display_name",
        "3,swarm,swarma,footprint,leo,Swarm A",
    ]
    assert main(["sources", "list", "--program", "trex", "--platform", "swarma"]) == 0
    assert capfd.readouterr() == ("", "No sources found.\n")


def test_sources_are_found_by_parts_of_their_names(capfd: Capture) -> None:
    assert main(["sources", "search", "GILL", "rgb", "--format", "ndjson"]) == 0
    found = {item["identifier"] for item in map(json.loads, capfd.readouterr().out.splitlines())}
    everything = listed(capfd)
    assert found == {
        item["identifier"]
        for item in everything
        if item["platform"] == "gillam" and item["instrument_type"] == "RGB ASI"
    }
    assert found
    assert main(["sources", "search", "no-such"]) == 0
    assert capfd.readouterr() == ("", "No sources found.\n")


def test_a_source_is_shown_with_its_metadata(capfd: Capture, monkeypatch: pytest.MonkeyPatch, shared: str) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with AuroraX(base_url=shared) as client:
        source = client.sources.get("trex", "gillam", "RGB ASI", include_stats=True)
    assert source.stats is not None
    assert main(["sources", "show", str(source.identifier)]) == 0
    said = capfd.readouterr()
    assert said.err == ""
    text = said.out.splitlines()
    assert text[:6] == [
        f"identifier       {source.identifier}",
        "program          trex",
        "platform         gillam",
        "instrument type  RGB ASI",
        "kind             ground",
        "name             TREx RGB GILL",
    ]
    assert text[7].startswith(f"data products    {source.stats.data_product_count:,}, 20")
    assert max(map(len, text)) <= 80
    assert re.search(r"^keogram_type +string +hourly, ", said.out, re.MULTILINE)
    assert main(["sources", "show", "trex", "gillam", "RGB ASI"]) == 0
    assert capfd.readouterr().out == said.out
    assert main(["sources", "show", str(source.identifier), "--format", "json"]) == 0
    assert json.loads(capfd.readouterr().out) == document(source)
    assert "404" in refused(capfd, ["sources", "show", "999999"], 1)
    assert "no data source 'trex' 'gillam' 'none'" in refused(capfd, ["sources", "show", "trex", "gillam", "none"], 1)
