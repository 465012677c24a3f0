"""Magnetic footprints of places on the ground."""

from __future__ import annotations

import sys
from datetime import datetime

import pytest

from aurorax_typed import Location, MissingExtraError, QueryError
from aurorax_typed.footprints import ground_to_nbtrace, ground_to_sbtrace

WHY = "needs the extra aacgm, which is built with a C compiler"
GILLAM = Location(56.376723, -94.643664)

# What the server gave as the southern footprint of the camera at Gillam.
SEEN = [
    (datetime(2019, 1, 1, 6), Location(-72.79497497007075, -134.974381853649)),
    (datetime(2020, 1, 1), Location(-72.76907128936035, -134.6681254931047)),
]


def test_a_place_is_its_own_footprint_in_its_hemisphere() -> None:
    south = Location(-60.5, 120)
    assert ground_to_nbtrace(GILLAM, "2020-01-01") is GILLAM
    assert ground_to_sbtrace(south, "2020-01-01") is south


@pytest.mark.parametrize("place", [Location(), Location(1, None), Location(91, 0), Location(0, 361)])
def test_what_is_no_place_says_so(place: Location) -> None:
    for trace in (ground_to_nbtrace, ground_to_sbtrace):
        with pytest.raises(QueryError, match="A place on the globe is needed"):
            trace(place, "2020-01-01")


def test_without_the_extra_it_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "aacgmv2", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'aurorax-typed\[aacgm\]'"):
        ground_to_sbtrace(GILLAM, "2020-01-01")


@pytest.mark.parametrize(("time", "seen"), SEEN)
def test_the_conjugate_is_the_servers(time: datetime, seen: Location) -> None:
    pytest.importorskip("aacgmv2", reason=WHY, exc_type=ImportError)
    found = ground_to_sbtrace(GILLAM, time)
    assert found.lat == pytest.approx(seen.lat, abs=0.005)  # 0.56 km
    assert found.lon == pytest.approx(seen.lon, abs=0.015)  # 0.49 km at this latitude
    back = ground_to_nbtrace(found, time)
    assert back.lat == pytest.approx(GILLAM.lat, abs=0.2)
    assert back.lon == pytest.approx(GILLAM.lon, abs=0.2)


def test_there_is_no_conjugate_near_the_magnetic_equator() -> None:
    pytest.importorskip("aacgmv2", reason=WHY, exc_type=ImportError)
    assert ground_to_sbtrace(Location(5, 20), "2020-01-01") == Location()
