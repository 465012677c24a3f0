"""Pictures of what the emulator has: from a search sync and async, and from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.runtimes import RUNTIMES, Runtime, client, run

from aurorax_typed import AuroraX, GroundCriteria, QueryError, SpaceCriteria
from aurorax_typed.cli import main
from aurorax_typed.plots.geography import distance

DAY = ("2020-02-01", "2020-02-01T23:59:59")
ARGUMENTS = ["--start", "2020-02-01", "--end", "2020-02-01"]
SEARCHES = {
    "data-products": ["--program", "trex"],
    "ephemeris": ["--platform", "swarma"],
    "conjunctions": ["--distance", "300", "--ground", "themis-asi", "--space", "swarm"],
}

Capture = pytest.CaptureFixture[str]


def notes(figure: Any) -> str:
    axes = figure.axes[0]
    return "\n".join([*(text.get_text() for text in axes.texts), figure.get_supxlabel()])


def test_a_search_for_conjunctions_draws_itself_with_positions_that_it_fetches(
    shared_emulator: str, tmp_path: Path
) -> None:
    with AuroraX(base_url=shared_emulator) as ax:
        search = ax.conjunctions.search(
            *DAY,
            300,
            ground=GroundCriteria(programs=["themis-asi"]),
            space=SpaceCriteria(programs=["swarm"], hemisphere=["northern"]),
        )
        assert search.result_count
        figure = search.plot(tmp_path / "map.png", closest=4)
        positions = {
            record.epoch: record.nbtrace
            for record in ax.ephemeris.search(*DAY, programs=["swarm"]).stream()
            for best in [min(search.data, key=lambda record: record.min_distance)]
            if record.data_source in best.data_sources
        }
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")
    assert f"the 4 closest of {search.result_count} conjunctions" in notes(figure)
    assert "without known positions" not in notes(figure)
    axes = figure.axes[0]
    [stars] = [line for line in axes.lines if line.get_label() == "Closest approach"]
    closest = sorted(search.data, key=lambda record: (record.min_distance, record.start))[:4]
    assert len(stars.get_xdata()) == 4
    for record in closest:
        assert f"{record.min_distance:.0f} km, {record.closest_epoch:%H:%M}" in notes(figure)

    # Where the star is, the server's own positions are as far from the site as the server says.
    best = closest[0]
    site = next(source for source in best.data_sources if source.source_type == "ground")
    with AuroraX(base_url=shared_emulator) as ax:
        assert best.closest_epoch is not None
        [place, *_] = ax.ephemeris.search(
            best.closest_epoch,
            best.closest_epoch,
            programs=[site.program or ""],
            platforms=[site.platform or ""],
        ).get_data()
    there = positions[best.closest_epoch]
    apart = distance((place.location_geo.lat, place.location_geo.lon), (there.lat, there.lon))
    assert apart == pytest.approx(best.min_distance, rel=0.02, abs=3)


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_every_search_draws_sync_and_async(runtime: Runtime, shared_emulator: str, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with client(runtime, base_url=shared_emulator) as ax:
            products = await ax.data_products.search(*DAY, programs=["trex"])
            figure = await products.plot(tmp_path / "counts.svg", kind="hour")
            assert figure.axes[0].get_ylabel() == "Data products per hour"
            hour = ("2020-02-01", "2020-02-01T01:00")
            figure = await (await ax.ephemeris.search(*hour, programs=["swarm"])).plot(kind="nbtrace")
            assert "Swarm A, Swarm B, Swarm C" in notes(figure)
            meetings = await ax.conjunctions.search(
                "2020-02-01",
                "2020-02-01T06:00",
                300,
                ground=GroundCriteria(programs=["themis-asi"]),
                space=SpaceCriteria(programs=["swarm"]),
                source_format="identifier_only",
            )
            figure = await meetings.plot(tmp_path / "map.pdf", closest=2)
            assert "without known positions" not in notes(figure)
            assert "2 closest of" in notes(figure)
            with pytest.raises(QueryError, match="Choose one of: map, timeline"):
                await meetings.plot(kind="hour")
            with pytest.raises(QueryError, match=r"end in \.png, \.svg or \.pdf"):
                await meetings.plot(tmp_path / "map.gif")

    run(scenario())
    assert (tmp_path / "counts.svg").read_bytes().startswith(b"<?xml")
    assert (tmp_path / "map.pdf").read_bytes().startswith(b"%PDF")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["counts.svg", "map.pdf"]


# -- the command line ------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(shared_emulator: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, with commands that talk to the shared emulator."""
    monkeypatch.setenv("AURORAX_BASE_URL", shared_emulator)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "file", "magic"),
    [
        ("data-products", "picture.png", b"\x89PNG"),
        ("ephemeris", "picture.svg", b"<?xml"),
        ("conjunctions", "picture.pdf", b"%PDF"),
    ],
)
def test_a_search_command_draws_beside_what_it_writes(
    folder: Path, capfd: Capture, name: str, file: str, magic: bytes
) -> None:
    assert main(["search", name, *ARGUMENTS, *SEARCHES[name], "--plot", file, "--output", "found.csv"]) == 0
    assert (folder / file).read_bytes().startswith(magic)
    assert (folder / "found.csv").stat().st_size > 1000
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "")


@pytest.mark.parametrize("what", ["data-products", "ephemeris"])
def test_availability_draws_a_calendar(folder: Path, capfd: Capture, what: str) -> None:
    assert main(["availability", what, *ARGUMENTS, "--program", "trex", "--quiet", "--plot", "days.png"]) == 0
    assert (folder / "days.png").read_bytes().startswith(b"\x89PNG")
    assert capfd.readouterr().err == ""


def test_a_search_is_taken_up_again_with_a_picture(folder: Path, capfd: Capture) -> None:
    assert main(["search", "ephemeris", *ARGUMENTS, *SEARCHES["ephemeris"], "--no-wait"]) == 0
    request_id = capfd.readouterr().out.strip()
    assert main(["requests", "data", request_id, "--plot", "track.png", "--plot-kind", "sbtrace", "--quiet"]) == 0
    assert (folder / "track.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--plot", "a.jpg"], "Let it end in .png, .svg or .pdf"),
        (["--plot", "no/a.png"], "there is no folder no"),
        (["--plot", "a.png", "--plot-kind", "map"], "Choose one of: auto, hour, day, month"),
        (["--plot-kind", "hour"], "give both"),
        (["--plot", "a.png", "--no-wait"], "--no-wait writes no records: leave out --output, --format, --metadata,"),
    ],
)
def test_what_can_not_be_drawn_is_said_before_anything_is_sent(
    folder: Path, capfd: Capture, monkeypatch: pytest.MonkeyPatch, options: list[str], says: str
) -> None:
    monkeypatch.setenv("AURORAX_BASE_URL", "http://127.0.0.1:1")  # where nobody answers
    assert main(["search", "data-products", *ARGUMENTS, "--program", "trex", *options]) == 2
    assert says in " ".join(capfd.readouterr().err.split())
    assert not list(folder.iterdir())
