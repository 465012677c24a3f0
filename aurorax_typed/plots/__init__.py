"""Pictures of what was found: when there is data, what kinds of it, where sources were and where they met.

Each function takes records, as many as there are and as they come, and gives a matplotlib `Figure` of its own: no
window opens and no global state is touched, so that a service can draw in any thread. A notebook shows it as it is;
`save` writes it to a file. Needs the extra `plot` (`pip install 'aurorax-typed[plot]'`).

What all pictures have in common: times are UTC; colours are told apart by people who are colour-blind (Okabe and Ito's
eight, cividis, viridis); where there is too much to show, less is shown, and a line below says so. A result without
records gives a picture that says that.
"""

from aurorax_typed.plots.calendars import availability_calendar
from aurorax_typed.plots.choices import CountsBy, MapView, Picture, Position
from aurorax_typed.plots.conjunctions import conjunction_map
from aurorax_typed.plots.counts import product_counts
from aurorax_typed.plots.geography import field_of_view
from aurorax_typed.plots.saving import save
from aurorax_typed.plots.timeline import conjunction_timeline
from aurorax_typed.plots.tracks import ground_track

__all__ = [
    "CountsBy",
    "MapView",
    "Picture",
    "Position",
    "availability_calendar",
    "conjunction_map",
    "conjunction_timeline",
    "field_of_view",
    "ground_track",
    "product_counts",
    "save",
]
