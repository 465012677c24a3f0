"""Footprints: where the field line through a spacecraft or a camera comes down, north and south.

The field is a centred dipole along the axis of the epoch. A field line of such a dipole keeps its magnetic longitude
and obeys ``r = L cos² λ`` (r from the centre, λ the magnetic latitude; "Introduction to Geomagnetically Trapped
Radiation", chapter 3), so both of its feet follow from one point without tracing. They are taken at 110 km above a
sphere of 6371.2 km. The real field differs: its feet lie up to some hundred kilometres away.
"""

import numpy as np
from attrs import frozen

from aurorax_typed.emulator.positions.frames import Booleans, Floats, Minutes, dipole_basis, directions, places, rotate

__all__ = ["FOOT_RADIUS", "MEAN_RADIUS", "Magnetic", "conjugates", "magnetic", "traces"]

MEAN_RADIUS = 6371.2
"""The reference radius of the field model, km."""
FOOT_RADIUS = MEAN_RADIUS + 110.0
"""The height of footprints, km from the Earth's centre."""

# Field lines that reach farther out than this, in Earth radii, are taken for open: they have one foot only.
_OPEN = 20.0


@frozen
class Magnetic:
    """Positions in the dipole's own coordinates: ``latitude`` and ``longitude`` in radians, ``shell`` (L) in km."""

    basis: Floats
    latitude: Floats
    longitude: Floats
    shell: Floats

    @property
    def open(self) -> Booleans:
        """Whether the field line does not come back to the Earth."""
        return self.shell > _OPEN * MEAN_RADIUS

    def feet(self, hemisphere: int) -> Floats:
        """Latitude and longitude of the foot in the northern (1) or southern (-1) magnetic hemisphere, degrees."""
        latitude = hemisphere * np.arccos(np.sqrt(np.minimum(FOOT_RADIUS / self.shell, 1.0)))
        local = np.column_stack(
            (np.cos(latitude) * np.cos(self.longitude), np.cos(latitude) * np.sin(self.longitude), np.sin(latitude))
        )
        return places(np.einsum("nji,nj->ni", self.basis, local))


def magnetic(positions: Floats, minutes: Minutes) -> Magnetic:
    """Positions fixed to the Earth, km, in dipole coordinates."""
    basis = dipole_basis(minutes)
    x, y, z = rotate(basis, positions).T
    across = np.hypot(x, y)
    distance = np.hypot(across, z)
    # Right over the pole L is infinite; a millionth of a degree beside it, it is not.
    cosine = np.maximum(across / distance, 1e-8)
    return Magnetic(basis, np.arctan2(z, across), np.arctan2(y, x), distance / cosine**2)


def traces(found: Magnetic, reachable: Booleans) -> tuple[Floats, Floats]:
    """The northern and the southern foot, degrees; NaN where there is none.

    On an open line only the foot of the spacecraft's own hemisphere exists; where ``reachable`` is false neither does.
    """
    north, south = found.feet(1), found.feet(-1)
    beyond = ~reachable
    north[beyond | (found.open & (found.latitude < 0))] = np.nan
    south[beyond | (found.open & (found.latitude >= 0))] = np.nan
    return north, south


def conjugates(latitude: float, longitude: float, minutes: Minutes) -> Floats:
    """The other foot of the field line over a place on the ground, degrees, minute by minute."""
    here = directions(np.full(len(minutes), latitude), np.full(len(minutes), longitude)) * FOOT_RADIUS
    found = magnetic(here, minutes)
    north, south = found.feet(1), found.feet(-1)
    return np.where((found.latitude >= 0)[:, None], south, north)
