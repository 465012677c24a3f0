"""When did Swarm pass the THEMIS all-sky imagers under a clear sky in January 2020, and where was it when closest?

Needs the extra `pandas`. To ask the emulator, start it with `aurorax emulator` and set AURORAX_BASE_URL to its address.
"""

from __future__ import annotations

from datetime import timedelta

from aurorax_typed import AuroraX, GroundCriteria, MetadataExpression, MetadataFilter, SpaceCriteria

CLEAR = MetadataFilter([MetadataExpression("calgary_cloud_ml_v1", "=", "classified as not cloudy")])

with AuroraX() as ax:
    conjunctions = ax.conjunctions.search(
        "2020-01-01",
        "2020-01-31",
        500,  # km, between the northern footprints
        ground=GroundCriteria(programs=["themis-asi"], metadata_filters=CLEAR),
        space=SpaceCriteria(programs=["swarm"], hemisphere=["northern"]),
    )
    table = conjunctions.to_pandas().sort_values("min_distance")
    print(f"{len(table)} conjunctions; the five closest:")
    print(table[["start", "end", "min_distance", "max_distance"]].head().to_string(index=False))

    closest = min(conjunctions.stream(), key=lambda found: found.min_distance)
    imager, spacecraft = closest.data_sources
    print(f"\n{spacecraft.display_name} came within {closest.min_distance:.0f} km of {imager.display_name}.")
    ephemeris = ax.ephemeris.search(
        closest.start - timedelta(minutes=2),
        closest.end + timedelta(minutes=2),
        programs=[spacecraft.program or ""],
        platforms=[spacecraft.platform or ""],
    )
    print(ephemeris.to_pandas()[["epoch", "nbtrace_lat", "nbtrace_lon"]].to_string(index=False))
