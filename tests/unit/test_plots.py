"""What the pictures show: axes, labels, lines, marks and notes of the figures, from records made here."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from matplotlib.dates import date2num
from matplotlib.figure import Figure

from aurorax_typed import (
    AvailabilityResult,
    Conjunction,
    DataProduct,
    DataSource,
    Ephemeris,
    Location,
    MissingExtraError,
    QueryError,
    plots,
)
from aurorax_typed.plots.geography import EARTH, Stereographic, centre_of, circle, distance, pieces
from aurorax_typed.plots.maps import PolarMap, RegionMap, WorldMap

START = datetime(2020, 1, 1)
MINUTE = timedelta(minutes=1)


def source(number: int, kind: str = "leo", name: str | None = None) -> DataSource:
    return DataSource(
        number,
        program="swarm",
        platform=f"place {number}",
        instrument_type="RGB ASI" if kind == "ground" else "footprint",
        source_type=kind,
        display_name=name or f"Source {number:03}",
    )


def moves(number: int, minutes: int, *, lon: float = 0.0, missing: tuple[int, ...] = ()) -> Iterator[Ephemeris]:
    """One that goes north along a meridian, a tenth of a degree a minute."""
    for minute in range(minutes):
        place = Location() if minute in missing else Location(40 + minute / 10, lon)
        yield Ephemeris(source(number), START + minute * MINUTE, place, place, Location())


def stays(number: int, place: Location) -> Ephemeris:
    return Ephemeris(source(number, "ground"), START, place, place, Location())


def meets(number: int, site: int, minute: int, km: float) -> Conjunction:
    at = START + minute * MINUTE
    both = [source(site, "ground"), source(number)]
    return Conjunction("nbtrace", at, at + 2 * MINUTE, both, km, km + 50, [], closest_epoch=at + MINUTE)


def texts(figure: Figure) -> str:
    [axes, *_] = figure.axes
    found = [axes.get_title(loc="left"), *(text.get_text() for text in axes.texts), figure.get_supxlabel()]
    return "\n".join(found)


def labelled(figure: Figure) -> list[str]:
    return [text.get_text() for legend in figure.legends for text in legend.get_texts()]


def line(figure: Figure, label: str) -> list[tuple[float, float]]:
    [found] = [line for line in figure.axes[0].lines if line.get_label() == label]
    return [(float(x), float(y)) for x, y in found.get_xydata()]


@pytest.fixture(autouse=True)
def without_cartopy(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Maps are drawn on matplotlib's own axes, but in the tests that ask for cartopy's."""
    if "with_cartopy" not in request.fixturenames:
        monkeypatch.setitem(sys.modules, "cartopy", None)
        monkeypatch.setitem(sys.modules, "cartopy.crs", None)


@pytest.fixture
def with_cartopy() -> ModuleType:
    """cartopy's projections; it is no extra, so that it may not be there."""
    found: ModuleType = pytest.importorskip("cartopy.crs", reason="cartopy is not installed")
    return found


# -- geography -----------------------------------------------------------------------------------------------------


def test_the_field_of_view_is_that_of_the_formula() -> None:
    assert plots.field_of_view() == pytest.approx(501.8, abs=0.1)
    assert plots.field_of_view(110, 0) == pytest.approx(EARTH * math.acos(EARTH / (EARTH + 110)))
    assert plots.field_of_view(230, 10) > plots.field_of_view(110, 10) > plots.field_of_view(110, 20)
    assert plots.field_of_view(110, 90) == pytest.approx(0, abs=1e-6)
    for wrong in ((0, 10), (110, -1), (110, 91), (math.nan, 10), (math.inf, 10)):
        with pytest.raises(QueryError, match="altitude above 0 km and an elevation of 0 to 90"):
            plots.field_of_view(*wrong)


@pytest.mark.parametrize("centre", [(56.4, -94.6), (0.0, 179.9), (89.9, 10.0), (-90.0, 0.0)])
def test_a_circle_is_as_far_from_its_middle_all_around(centre: tuple[float, float]) -> None:
    corners = circle(centre, 502)
    assert {round(distance(centre, corner)) for corner in corners} == {502}
    assert all(-90 <= lat <= 90 and -180 <= lon <= 180 for lat, lon in corners)


def test_circles_stay_circles_on_the_stereographic_map() -> None:
    placed = [Stereographic((60, -100))(corner) for corner in circle((60, -100), 500)]
    reach = Stereographic((60, -100)).reach(500)
    assert {round(math.hypot(*place), 6) for place in placed if place} == {round(reach, 6)}
    assert Stereographic((90, 0))((-89, 0)) is None


def test_a_line_is_cut_at_the_date_line_and_goes_on_at_the_other_side() -> None:
    east = [(10.0, 170.0), (12.0, 178.0), (16.0, -178.0), (18.0, -170.0)]
    first, second = pieces(east, seam=True)
    assert first[-1] == (14.0, 180.0)
    assert second[0] == (14.0, -180.0)
    assert list(pieces(east, seam=False)) == [east]
    west = list(pieces(east[::-1], seam=True))
    assert (west[0][-1], west[1][0]) == ((14.0, -180.0), (14.0, 180.0))


def test_the_middle_of_places_on_both_sides_of_the_date_line_is_between_them() -> None:
    (lat, lon), farthest = centre_of([(60, 170), (60, -170)])
    assert abs(lon) == pytest.approx(180)
    assert lat == pytest.approx(60.4, abs=0.1)
    assert farthest == pytest.approx(distance((60, 170), (60, -170)) / 2, rel=0.01)


# -- ground tracks ---------------------------------------------------------------------------------------------------


def test_a_track_on_the_world_breaks_where_positions_or_records_are_missing() -> None:
    records = [*moves(1, 30, missing=(10,)), *(r for r in moves(2, 60, lon=50) if not 20 <= r.epoch.minute < 40)]
    figure = plots.ground_track(reversed(records))
    axes = figure.axes[0]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("Longitude (degrees east)", "Latitude (degrees north)")
    assert (axes.get_xlim(), axes.get_ylim()) == ((-180, 180), (-90, 90))
    assert "Ground track" in texts(figure)
    assert "Source 001, Source 002\n2020-01-01 00:00 – 00:59 UTC, 70 records" in texts(figure)
    assert "1 record without this position" in texts(figure)
    assert labelled(figure) == ["Source 001", "Source 002"]
    for name, lengths in (("Source 001", [10, 19]), ("Source 002", [20, 20])):
        parts = "".join("." if math.isnan(x) else "x" for x, _ in line(figure, name)).strip(".").split(".")
        assert list(map(len, parts)) == lengths


def test_a_footprint_is_drawn_on_its_hemisphere_and_sites_as_marks_with_names() -> None:
    records = [*moves(1, 200), stays(7, Location(56.4, -94.6)), stays(8, Location(56.4, -94.6))]
    figure = plots.ground_track(records, position="nbtrace")
    assert "North B-trace footprints" in texts(figure)
    assert texts(figure).count("place") == 1, "two instruments at one place are named once"
    assert "60°N" in texts(figure)
    # Greenwich points down, and the pole is in the middle.
    xs, ys = zip(*(point for point in line(figure, "Source 001") if not math.isnan(point[0])), strict=True)
    assert max(map(abs, xs)) < 1
    assert sorted(ys) == list(ys)
    assert ys[-1] < 0
    south = plots.ground_track(records, position="sbtrace")
    assert "No positions in these records" in texts(south)


def test_a_hundred_sources_and_a_hundred_thousand_positions_stay_readable() -> None:
    figure = plots.ground_track(record for number in range(100) for record in moves(number, 1000, lon=number))
    assert not figure.legends
    assert "100 tracks, too many for a legend" in texts(figure)
    assert "One of 5 positions of each source is drawn" in texts(figure)
    drawn = [line for line in figure.axes[0].lines if str(line.get_label()).startswith("Source")]
    assert len({line.get_color() for line in drawn}) == 100
    assert sum(len(line.get_xdata()) for line in drawn) < 21_000
    assert line(figure, "Source 005")[-2] == pytest.approx((5, 139.9)), "a track is drawn to its end"


MAPS = {
    "north": lambda figure: PolarMap(figure, south=False, edge=40),
    "south": lambda figure: PolarMap(figure, south=True, edge=40),
    "region": lambda figure: RegionMap(figure, (56.0, -94.0), (-2000, 2500, -1500, 1500)),
    "runtime": WorldMap,
}


@pytest.mark.parametrize("kind", MAPS)
def test_where_cartopy_is_installed_the_axes_are_its_and_places_the_same(kind: str, with_cartopy: ModuleType) -> None:
    drawn = MAPS[kind](Figure())
    projection = drawn.axes.projection
    globe = with_cartopy.PlateCarree() if kind == "runtime" else with_cartopy.Geodetic(globe=projection.globe)
    for lat in range(-80, 81, 20):
        for lon in range(-170, 171, 20):
            if place := drawn.place((lat, lon)):
                assert projection.transform_point(lon, lat, globe) == pytest.approx(place, abs=1e-6)


def test_a_map_on_cartopy_takes_more_in_degrees(with_cartopy: ModuleType, tmp_path: Path) -> None:
    figure = plots.ground_track(moves(1, 200), position="nbtrace")
    [mark] = figure.axes[0].plot([0.0], [50.0], "rx", transform=with_cartopy.PlateCarree())
    plots.save(figure, tmp_path / "map.png")
    assert mark.get_transform().transform((0.0, 50.0)) == pytest.approx(
        figure.axes[0].transData.transform(line(figure, "Source 001")[100]), abs=2
    )


# -- conjunctions ----------------------------------------------------------------------------------------------------


def test_the_map_has_sites_with_their_fields_of_view_tracks_and_closest_approaches() -> None:
    site = Location(43.0, 1.0)
    ephemeris = [*moves(1, 90), *moves(2, 90, lon=3), *moves(9, 90), stays(7, site)]
    figure = plots.conjunction_map([meets(1, 7, 28, 80.0), meets(2, 7, 33, 160.0)], iter(ephemeris))
    assert labelled(figure) == ["Field of view", "Site on the ground", "Source 001", "Source 002", "Closest approach"]
    assert "place 7" in texts(figure)
    assert "80 km, 00:29" in texts(figure)
    assert "field of view, 502 km, for aurora at 110 km seen above 10°" in texts(figure)
    assert "2020-01-01 00:28 – 00:35 UTC, 2 conjunctions" in texts(figure)
    # A track goes from ten minutes before to ten minutes after: 18 to 40.
    assert sum(not math.isnan(x) for x, _ in line(figure, "Source 001")) == 23
    stars = line(figure, "Closest approach")
    assert len(stars) == 2
    ring = [point for point in line(figure, "Field of view") if not math.isnan(point[0])]
    left, right = figure.axes[0].get_xlim()
    bottom, top = figure.axes[0].get_ylim()
    assert all(left < x < right and bottom < y < top for x, y in [*ring, *stars])


def test_the_map_draws_the_closest_and_says_what_it_leaves_out() -> None:
    ephemeris = [*moves(1, 90), stays(7, Location(43.0, 1.0))]
    meetings = [meets(1, 7, minute, 100.0 - minute) for minute in range(20, 60)] + [meets(5, 7, 10, 1.0)]
    figure = plots.conjunction_map(iter(meetings), ephemeris, closest=11, elevation=5)
    assert "the 11 closest of 41 conjunctions" in texts(figure)
    assert "1 conjunction without known positions" in texts(figure)
    assert "743 km" in texts(figure)
    assert len(line(figure, "Closest approach")) == 10
    with pytest.raises(QueryError, match="1 or more, not 0"):
        plots.conjunction_map(meetings, ephemeris, closest=0)


def test_a_map_of_both_hemispheres_is_one_of_the_world() -> None:
    ephemeris = [*moves(1, 90), stays(7, Location(43.0, 1.0)), stays(8, Location(-80.0, 100.0))]
    figure = plots.conjunction_map([meets(1, 7, 30, 10.0), meets(1, 8, 40, 10.0)], ephemeris)
    assert figure.axes[0].get_xlabel() == "Longitude (degrees east)"


def test_the_timeline_has_a_row_for_each_pair_and_colours_in_km() -> None:
    meetings = [meets(1, 7, 30, 100.0), meets(2, 7, 90, 300.0), meets(1, 7, 600, 200.0)]
    figure = plots.conjunction_timeline(iter(meetings))
    axes, bar = figure.axes
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "Source 007 – Source 001",
        "Source 007 – Source 002",
    ]
    assert axes.get_xlabel() == "Time (UTC)"
    assert bar.get_ylabel() == "Closest approach (km)"
    marks = axes.collections[1]
    assert list(marks.get_array()) == [300.0, 200.0, 100.0]
    assert [[float(x), y] for x, y in marks.get_offsets()] == [
        [float(date2num(START + minutes * MINUTE)), row] for minutes, row in ((91, 1), (601, 0), (31, 0))
    ]


def test_a_timeline_of_many_keeps_the_rows_with_most_and_says_so() -> None:
    meetings = [meets(number, 7, 10 * time, 100.0) for number in range(50) for time in range(1 + (number < 40))]
    figure = plots.conjunction_timeline(meetings)
    assert len(figure.axes[0].get_yticks()) == 40
    assert "10 more combinations of sources with 10 conjunctions not drawn" in texts(figure)


# -- availability and counts ---------------------------------------------------------------------------------------


def available(number: int, days: int, each: int, first: date = date(2020, 2, 1)) -> AvailabilityResult:
    return AvailabilityResult(source(number), {first + timedelta(days=day): each for day in range(days)})


def test_the_calendar_has_a_row_for_each_source_and_a_column_for_each_day() -> None:
    results = [available(2, 29, 10), available(1, 29, 40), available(3, 29, 0)]
    figure = plots.availability_calendar(iter(results), counted_as="data products")
    axes, bar = figure.axes
    [mesh] = axes.collections
    values = mesh.get_array()
    assert values is not None
    assert values.shape == (2, 29)
    assert (values[0] == 40).all(), "by name"
    assert (values[1] == 10).all()
    assert [label.get_text() for label in axes.get_yticklabels()] == ["Source 001", "Source 002"]
    assert bar.get_ylabel() == "data products\nper day"
    assert axes.get_xlabel() == "Day (UTC)"
    assert "Source 001, Source 002, 2020-02-01 – 2020-02-29 UTC, 1,450 data products" in texts(figure)
    assert "1 more source without data products in this time" in texts(figure)


def test_a_day_without_records_has_no_colour() -> None:
    result = AvailabilityResult(source(1), {date(2020, 2, 1): 0, date(2020, 2, 2): 5})
    [mesh] = plots.availability_calendar([result]).axes[0].collections
    assert mesh.get_array().mask.tolist() == [[True, False]]


def test_a_calendar_of_many_years_has_a_column_for_each_month() -> None:
    figure = plots.availability_calendar([available(1, 4 * 366, 7, date(2010, 1, 1))])
    [mesh] = figure.axes[0].collections
    values = mesh.get_array()
    assert values is not None
    assert values.shape == (1, 49)
    assert values[0, :48].tolist() == pytest.approx([7] * 48)
    assert "Each column is a month" in texts(figure)


def test_a_calendar_of_a_hundred_sources_names_each() -> None:
    figure = plots.availability_calendar(available(number, 10, 1 + number) for number in range(100))
    assert len(figure.axes[0].get_yticks()) == 100
    assert "100 sources" in texts(figure)
    assert figure.get_size_inches()[1] > 20


def product(kind: str, start: datetime) -> DataProduct:
    return DataProduct(source(1), kind, start, start, "https://data.example/a.jpg")


def test_counts_are_bars_on_each_other_by_the_hour_the_day_or_the_month() -> None:
    records = [product("keogram", START + timedelta(hours=hour // 2)) for hour in range(48)]
    records += [product("movie", START + timedelta(hours=5))]
    figure = plots.product_counts(iter(records))
    axes = figure.axes[0]
    keograms, movies = axes.patches
    assert keograms.get_data().values.tolist() == [2] * 24
    assert movies.get_data().values.tolist() == [2] * 5 + [3] + [2] * 18
    assert labelled(figure) == ["movie (1)", "keogram (48)"]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("Time (UTC)", "Data products per hour")
    assert "Source 001\n2020-01-01 00:00 – 23:00 UTC, 49 data products" in texts(figure)
    assert plots.product_counts(records, by="day").axes[0].patches[0].get_data().values.tolist() == [48]
    long = plots.product_counts([*records, product("keogram", datetime(2021, 2, 3))])
    assert long.axes[0].get_ylabel() == "Data products per month"
    assert len(long.axes[0].patches[0].get_data().values) == 14


def test_the_rarest_of_many_types_are_counted_together() -> None:
    records = [product(f"type{number}", START) for number in range(12) for _ in range(20 - number)]
    assert labelled(plots.product_counts(records))[0] == f"6 other types ({sum(20 - n for n in range(6, 12))})"


# -- all of them -----------------------------------------------------------------------------------------------------

EMPTY = {
    "No records": lambda: plots.ground_track([]),
    "No data products": lambda: plots.product_counts([]),
    "No conjunctions": lambda: plots.conjunction_timeline([]),
    "No conjunctions ": lambda: plots.conjunction_map([], []),
    "No sources": lambda: plots.availability_calendar([]),
    "No records in this time": lambda: plots.availability_calendar([available(1, 3, 0)]),
    "The ephemeris given does not say": lambda: plots.conjunction_map([meets(1, 7, 3, 5.0)], []),
}


@pytest.mark.parametrize("says", EMPTY)
def test_nothing_to_show_is_said_in_the_picture(says: str, tmp_path: Path) -> None:
    figure = EMPTY[says]()
    assert says.strip() in texts(figure)
    plots.save(figure, tmp_path / "empty.png")


@pytest.mark.parametrize(("suffix", "magic"), [("png", b"\x89PNG\r\n"), ("svg", b"<?xml"), ("PDF", b"%PDF-1")])
def test_a_picture_is_saved_as_its_name_says_and_the_same_each_time(tmp_path: Path, suffix: str, magic: bytes) -> None:
    paths = [tmp_path / f"{number}.{suffix}" for number in range(2)]
    for path in paths:
        plots.save(plots.product_counts([product("keogram", START)]), path)
    assert paths[0].read_bytes().startswith(magic)
    assert suffix == "svg" or paths[0].read_bytes() == paths[1].read_bytes()


def test_a_name_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"Let it end in \.png, \.svg or \.pdf"):
        plots.save(plots.product_counts([]), tmp_path / "picture.jpg")
    assert not list(tmp_path.iterdir())


def test_a_notebook_shows_the_figure_by_itself() -> None:
    assert plots.product_counts([])._repr_png_().startswith(b"\x89PNG")


def test_a_name_from_outside_is_no_formula(tmp_path: Path) -> None:
    figure = plots.ground_track([Ephemeris(source(1, name="$\\frac{a$\n\x1b[31mx"), START, Location(1, 2))])
    assert r"\$\frac{a\$ x" in texts(figure)
    plots.save(figure, tmp_path / "name.png")


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: plots.ground_track([], position="north"),
        lambda: plots.ground_track([], view="east"),
        lambda: plots.product_counts([], by="week"),
    ],
)
def test_a_choice_that_does_not_exist_names_those_that_do(wrong: object) -> None:
    with pytest.raises(QueryError, match="is not known. Choose one of: "):
        wrong()


def test_without_the_extra_it_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    for draw in EMPTY.values():
        with pytest.raises(MissingExtraError, match=r"pip install 'aurorax-typed\[plot\]'"):
            draw()


def test_drawing_touches_no_global_state_of_matplotlib(tmp_path: Path) -> None:
    code = (
        "import sys; from aurorax_typed import plots\n"
        "assert not {'matplotlib', 'numpy'} & sys.modules.keys()\n"
        "plots.save(plots.availability_calendar([]), sys.argv[1])\n"
        "assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, tmp_path / "picture.png"], check=True)
    assert (tmp_path / "picture.png").exists()
